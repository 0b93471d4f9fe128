/**
 * Relativity Short Message Format, versions 1.0 and 2.0: a mail message with one zip file that holds
 * `rsmf_manifest.json` and the files sent (`.rsmf`), or that manifest alone with the files beside it.
 *
 * A record is one event; its bytes are those of its object in the manifest. Who takes part and in which conversations is
 * read first, as it may stand after the events. A conversation is `direct` only where the file says so and names two.
 *
 * @see https://github.com/relativitydev/rsmf-validator-samples
 */
import { problemCodes } from '../../core/problem.ts'
import type { EpochMicros } from '../../core/time.ts'
import { firstBeside, readingsOf } from '../attached-file.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { type JsonSaid, readJsonMessages } from '../json-messages.ts'
import { readJsonOutline } from '../json-outline.ts'
import type { JsonRecords } from '../json-records.ts'
import { headText, type JsonObject } from '../json-values.ts'
import { type Container, manifestName, openContainer } from './container.ts'
import { type Manifest, readEvent, readManifest } from './read-event.ts'

/** Relativity Short Message Format. */
export const rsmf: Format = {
  id: 'rsmf',
  version: 2,
  title: 'Relativity short messages',
  accepts:
    'An .rsmf file of version 1.0 or 2.0, or the rsmf_manifest.json of one with its attachments beside it.',
  extensions: ['.rsmf', '.json'],
  detects:
    'A mail message with the header X-RSMF-Version, a zip file named .rsmf, or JSON with participants, conversations and events.',
  example:
    '{"version":"2.0.0","participants":[{"id":"1","display":"Heron"}],"conversations":[{"id":"c","platform":"slack","participants":["1"]}],"events":[{"type":"message","conversation":"c","participant":"1","timestamp":"2024-11-03T19:46:47Z","body":"ready?"}]}',
  covers: 'every byte',
  repeats: 'copies',
  sniff,
  read,
}

const shape: JsonRecords = {
  lists: ['events'],
  beginsRecord: (head) =>
    /^\{\s{0,200}"(?:type|id|parent|body|participant|conversation|timestamp|deleted|importance|direction)"\s{0,9}:/.test(
      head,
    ),
}

function sniff(name: string, head: Uint8Array): number {
  const text = headText(head)
  if (head[0] === 0x50 && head[1] === 0x4b) return /\.rsmf$/i.test(name) ? 0.95 : 0
  if (!/^\s{0,200}\{/.test(text))
    return /(?:^|\n)X-RSMF-Version\s{0,9}:/i.test(text.slice(0, 16_384)) ? 0.98 : 0
  const signs = [
    /"participants"\s{0,9}:\s{0,9}\[/,
    /"conversations"\s{0,9}:\s{0,9}\[/,
    /"events"\s{0,9}:\s{0,9}\[/,
  ]
  const found = signs.filter((sign) => sign.test(text)).length
  const named = name.slice(name.lastIndexOf('/') + 1).toLowerCase() === manifestName
  if (named) return found > 0 ? 0.97 : 0.6
  return found === 3 && /"platform"\s{0,9}:/.test(text) ? 0.9 : 0
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const head = await file.slice(0, Math.min(file.size, 512))
  if (file.size > 0 && !/^\s{0,200}\{/.test(headText(head))) {
    yield* readContainer(file, context)
    return
  }
  const hashOf = (id: string): string | null =>
    firstBeside(
      file,
      readingsOf(id).flatMap((path) => [path, `attachments/${path}`]),
    )?.sha256 ?? null
  yield* readEvents(file, context, hashOf)
}

async function* readEvents(
  file: EvidenceFile,
  { zone }: ReadContext,
  hashOf: Manifest['hashOf'],
): AsyncGenerator<readonly Row[]> {
  const { root } = await readJsonOutline(file, shape)
  const manifest: Manifest = { ...readManifest(root), zone, hashOf }
  let last: EpochMicros | null = null
  const readNext = (event: JsonObject): JsonSaid => {
    const said = readEvent(event, manifest, last)
    if ('message' in said) last = said.message.sent.at
    return said
  }
  yield* readJsonMessages(file, { shape, read: readNext })
}

async function* readContainer(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const opened = await openContainer(file)
  if (typeof opened === 'string') {
    const says = `${problemCodes['unread-part']} ${opened}`
    yield [
      {
        kind: 'problem',
        part: null,
        span: { start: 0, end: file.size },
        problem: { code: 'unread-part', says },
      },
    ]
    return
  }
  const { manifest, path, hashes } = opened
  const named = new Set<string>()
  const hashOf = (id: string): string | null => {
    const paths = readingsOf(id).flatMap((name) => [name, `attachments/${name}`])
    const found = paths.find((known) => hashes.has(known))
    if (found !== undefined) named.add(found)
    return found === undefined ? null : (hashes.get(found) ?? null)
  }
  for await (const rows of readEvents(manifest, context, hashOf))
    yield rows.map((row) => inPart(row, path, manifest.whole))
  yield unreadParts(opened, named)
}

function inPart(row: Row, part: string, whole: Uint8Array): Row {
  return row.kind === 'message'
    ? { ...row, part, raw: new Uint8Array(whole.subarray(row.record.start, row.record.end)) }
    : { ...row, part }
}

/** Files of the container that could not be read, or that no event names and that are no pictures of people or rooms. */
function unreadParts({ hashes, manifest }: Container, named: ReadonlySet<string>): readonly Row[] {
  const text = new TextDecoder().decode(manifest.whole)
  return [...hashes].flatMap(([part, hash]): Row[] => {
    const says =
      hash === null
        ? 'This file of the container is damaged, encrypted, too large or stands in it twice.'
        : named.has(part) || text.includes(JSON.stringify(part))
          ? null
          : 'No message names this file of the container.'
    if (says === null) return []
    const code = hash === null ? 'unread-part' : 'not-read'
    return [{ kind: 'problem', part, span: { start: 0, end: 0 }, problem: { code, says } }]
  })
}
