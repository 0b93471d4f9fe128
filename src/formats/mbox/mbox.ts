/**
 * Mail: mailboxes (`mbox`, RFC 4155, also as Thunderbird and Google Takeout write them) and single messages (`.eml`).
 *
 * A mailbox does not state whose it is, and which recipients were named in blind copy is stated only in the sender's own
 * copy. The words of a message are its first plain text, else its HTML without the tags.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import type { Address } from '../../core/handle.ts'
import { directConversation, listConversation } from '../../core/message.ts'
import type { Attachment } from '../../core/message-details.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import { mediaHashesOf } from '../attached-file.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { markLength } from '../lines.ts'
import { headerOf, type MailPart, mailboxesIn, readMail, wordsOf } from '../mail-message.ts'
import { noRepairs, type RowTiles, rowTiles } from '../row-tiles.ts'
import { networkNamed } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'
import type { Said } from '../table.ts'
import { htmlWords } from './html-words.ts'
import { isSeparator, type MailRecord, mailCutter } from './mail-records.ts'
import { readMailTime } from './mail-time.ts'

/** Mailboxes and mail messages. */
export const mbox: Format = {
  id: 'mbox',
  version: 1,
  title: 'Mailbox',
  accepts: 'An .mbox file as mail programs and Google Takeout export it, or single messages as .eml files.',
  extensions: ['.mbox', '.mbx', '.eml'],
  detects:
    'A separator line (From … and a date) followed by mail headers, or mail headers from the first line on.',
  example:
    'From heron@example.net Sun Nov  3 19:46:47 2024\nFrom: heron@example.net\nTo: otter@example.net\nDate: Sun, 3 Nov 2024 19:46:47 +0000\n\nis it ready?\n',
  covers: 'every byte',
  idsAreShared: true,
  repeats: 'copies',
  sniff,
  read,
}

const email = networkNamed('email')
const latin1 = new TextDecoder('latin1')

function sniff(name: string, head: Uint8Array): number {
  const text = latin1.decode(head.subarray(markLength(head), 16_384))
  const [first = '', ...rest] = text.split(/\r?\n/, 200)
  const separated = isSeparator(first)
  const lines = separated ? rest : [first, ...rest]
  const blank = lines.indexOf('')
  const headers = (blank < 0 ? lines.slice(0, -1) : lines.slice(0, blank)).filter(
    (line) => !/^[ \t]/.test(line),
  )
  const names = headers.map((line) => /^([A-Za-z][A-Za-z0-9-]{0,60}):/.exec(line)?.[1]?.toLowerCase() ?? '')
  if (names.length === 0 || names.filter((known) => known !== '').length < names.length * 0.9) return 0
  if (!names.includes('from') && !(names.includes('message-id') && names.includes('date'))) return 0
  if (separated) return 0.95
  const signs = names.filter((known) => mailHeaders.test(known)).length
  if (signs > 0) return 0.9
  return /\.eml$/i.test(name) && names.includes('from') ? 0.8 : 0
}

const mailHeaders =
  /^(?:message-id|mime-version|received|return-path|delivered-to|content-type|x-mailer|x-gm-[a-z-]{1,40}|x-mozilla-status)$/

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const tiles = rowTiles()
  const cutter = mailCutter()
  const add = (records: readonly MailRecord[]): void => {
    for (const record of records) addRecord(tiles, record, context)
  }
  for await (const chunk of file.bytes()) {
    add(cutter.cut(chunk))
    const rows = tiles.take()
    if (rows.length > 0) yield rows
  }
  add(cutter.rest())
  if (file.size === 0) tiles.problem(0, 'empty-file', problemCodes['empty-file'])
  yield tiles.finish(file.size)
}

function addRecord(tiles: RowTiles, { start, end, bytes }: MailRecord, context: ReadContext): void {
  if (bytes === null) return tiles.problem(end, 'record-too-long', problemCodes['record-too-long'])
  const said = readMessage(readMail(start === 0 ? bytes.subarray(markLength(bytes)) : bytes), context)
  if ('problem' in said) tiles.problem(end, said.problem.code, said.problem.says)
  else tiles.message({ start, end }, said.message, said.repairs)
}

function refusal(code: ProblemCode, says: string = problemCodes[code]): Said {
  return { problem: { code, says } }
}

function readMessage(mail: MailPart, { zone, owner }: ReadContext): Said {
  if (mail.headers.size === 0) return refusal('not-a-record', 'The message has no headers.')
  const date = mail.headers.get('date')?.[0] ?? ''
  if (date.trim() === '') return refusal('no-timestamp')
  const time = readMailTime(date, zone)
  if (time === null) return refusal('bad-timestamp')
  const from = mailboxesIn(mail, 'from')[0] ?? mailboxesIn(mail, 'sender')[0]
  if (!from) return refusal('no-sender')
  const recipients = recipientsOf(mail)
  const [only] = recipients
  if (only === undefined) return refusal('no-recipient')
  const { words, files } = contentOf(mail)
  const subject = headerOf(mail, 'subject')
  const body = [subject, words === '' ? null : words].filter((said) => said !== null).join('\n')
  if (body === '' && files.length === 0) return refusal('no-body')
  const answers = /<([^<>\s]{1,998})>/.exec(mail.headers.get('in-reply-to')?.[0] ?? '')?.[1]
  return {
    message: {
      network: email,
      conversation:
        recipients.length === 1
          ? directConversation(from.address, only)
          : listConversation([from.address, ...recipients]),
      from: from.address,
      fromName: from.name,
      sent: time.sent,
      kind: body === '' ? 'media' : 'text',
      body,
      mediaHashes: mediaHashesOf(files),
      details: statedDetails({
        sourceId: mail.headers.get('message-id')?.[0]?.replace(/^<|>$/g, '') ?? null,
        owner,
        answers: answers === undefined ? null : { sourceId: answers, words: null },
        attachments: files,
      }),
    },
    repairs: time.repair === null ? noRepairs : [time.repair],
  }
}

/** Everyone it was sent to; where it names nobody, as one sent in blind copy, the mailbox it was delivered to. */
function recipientsOf(mail: MailPart): readonly Address[] {
  const addresses = (...names: readonly string[]): readonly Address[] => [
    ...new Set(names.flatMap((name) => mailboxesIn(mail, name)).map(({ address }) => address)),
  ]
  const named = addresses('to', 'cc', 'bcc')
  return named.length > 0 ? named : addresses('delivered-to', 'x-original-to', 'envelope-to').slice(0, 1)
}

interface Content {
  readonly words: string
  readonly files: readonly Attachment[]
}

/** The words of a message and the files sent with it; another form of the same words is neither. */
function contentOf(mail: MailPart): Content {
  const leaves = leavesOf(mail, false)
  const chosen =
    leaves.find((leaf) => isWords(leaf, 'text/plain')) ?? leaves.find((leaf) => isWords(leaf, 'text/html'))
  const raw = chosen ? (wordsOf(chosen.part) ?? '') : ''
  const words = chosen?.part.type === 'text/html' ? htmlWords(raw) : raw.trimEnd().replace(/^\n+/, '')
  const files = leaves
    .filter(
      (leaf) =>
        leaf !== chosen &&
        !(leaf.alternative && leaf.part.type.startsWith('text/') && leaf.part.name === null),
    )
    .map(({ part }) => fileOf(part))
  return { words, files }
}

function isWords({ part }: Leaf, type: string): boolean {
  return part.type === type && !part.attached && part.name === null && wordsOf(part) !== null
}

interface Leaf {
  readonly part: MailPart
  /** True for a form of the same content as the parts beside it. */
  readonly alternative: boolean
}

function leavesOf(part: MailPart, alternative: boolean): readonly Leaf[] {
  if (part.children.length === 0) return part.type.startsWith('multipart/') ? [] : [{ part, alternative }]
  return part.children.flatMap((child) =>
    leavesOf(child, alternative || part.type === 'multipart/alternative'),
  )
}

function fileOf(part: MailPart): Attachment {
  const bytes = part.bytes()
  return { name: part.name, claims: part.type, sha256: bytes && sha256(bytes).toHex() }
}
