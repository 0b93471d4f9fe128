import { once } from 'node:events'
import { createWriteStream, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A corpus on disk, once as Jabber JSON for Bailey and once as JSON Lines for the baseline: the same messages. */
export interface Corpus {
  readonly jabber: string
  readonly jsonLines: string
  readonly messages: number
}

/** A message as Jabber JSON states it. */
export interface Said {
  readonly ts: string
  readonly from: string
  readonly to: string
  readonly body: string
}

/**
 * Writes the bundled sample's conversations over and over, each time moved on by its length, until there are `messages`.
 * Every other message is given to one pair of handles, so that there is a conversation of half the corpus.
 */
export async function writeCorpus(dir: string, messages: number): Promise<Corpus> {
  const said = sampleMessages()
  const step = spanMs(said)
  const corpus = { jabber: join(dir, 'corpus.json'), jsonLines: join(dir, 'corpus.jsonl'), messages }
  const jabber = createWriteStream(corpus.jabber)
  const lines = createWriteStream(corpus.jsonLines)
  for (let i = 0; i < messages; i++) {
    const round = Math.floor(i / said.length)
    const source = said[i % said.length]
    if (!source) break
    const ts = new Date(Date.parse(`${source.ts.slice(0, 19)}Z`) + round * step).toISOString().slice(0, 19)
    const pair =
      i % 2 === 0
        ? { from: i % 4 === 0 ? 'north' : 'south', to: i % 4 === 0 ? 'south' : 'north' }
        : { from: source.from, to: source.to }
    const message = { ts: `${ts}.${String(i % 1_000_000).padStart(6, '0')}`, ...pair, body: source.body }
    if (!jabber.write(`${JSON.stringify(message, null, 2)}\n`)) await once(jabber, 'drain')
    if (!lines.write(`${JSON.stringify(message)}\n`)) await once(lines, 'drain')
  }
  await Promise.all([jabber, lines].map((stream) => new Promise<void>((resolve) => stream.end(resolve))))
  return corpus
}

/** The messages of the bundled sample that can be read. */
export function sampleMessages(): Said[] {
  const root = join(import.meta.dirname, '..', '..', '..', 'samples', 'operation-plover', 'jabber')
  return globSync('*.json', { cwd: root })
    .toSorted()
    .flatMap((name) => readFileSync(join(root, name), 'utf8').split(/^(?=\{)/m))
    .flatMap((text) => {
      try {
        const value: unknown = JSON.parse(text)
        return isSaid(value) ? [value] : []
      } catch (error) {
        if (error instanceof SyntaxError) return []
        throw error
      }
    })
}

function isSaid(value: unknown): value is Said {
  if (typeof value !== 'object' || value === null) return false
  const fields = ['ts', 'from', 'to', 'body'].map((key): unknown => Reflect.get(value, key))
  return (
    fields.every((field) => typeof field === 'string') &&
    !Number.isNaN(Date.parse(`${String(fields[0]).slice(0, 19)}Z`))
  )
}

/** Whole days from the first message to the last, and one more. */
function spanMs(said: readonly Said[]): number {
  const times = said.map(({ ts }) => Date.parse(`${ts.slice(0, 19)}Z`)).filter((ms) => !Number.isNaN(ms))
  const day = 86_400_000
  return (
    Math.ceil(
      (times.reduce((a, b) => Math.max(a, b), 0) - times.reduce((a, b) => Math.min(a, b), Infinity)) / day +
        1,
    ) * day
  )
}
