import { type Address, parseAddress, parseNetwork } from '../../core/handle.ts'
import type { Message } from '../../core/message.ts'
import { type ProblemCode, problemCodes, type RepairCode } from '../../core/problem.ts'
import { type EpochMicros, noTime } from '../../core/time.ts'
import type { EvidenceFile, Format } from '../format.ts'
import { type JsonPiece, jsonCutter } from '../json-records.ts'
import { decodeUtf8, markLength } from '../lines.ts'
import { type RowTiles, rowTiles } from '../row-tiles.ts'
import { type ChatDates, chatDates, readChatTime, type TimesSeen } from './chat-time.ts'

/**
 * Ransomware negotiations: one chat a file, as `{chat_id, messages: [{party, content, timestamp}]}`.
 *
 * Such a file is a transcript somebody made of a web page. It states neither zone nor, often, a time: a message with an
 * empty time, or with one that counts back from the moment the page was copied (`9 days ago`), keeps its place in the file
 * and has no time (repair `no-time`), because no instant can be known and its words must not be lost. The gang is named, its victim is not; see {@link readFacts} for how
 * chats and parties are told apart.
 *
 * @see https://github.com/Casualtek/Ransomchats for the shape.
 */
export const negotiation: Format = {
  id: 'negotiation',
  version: 2,
  title: 'Ransomware negotiation',
  accepts: 'The .json files of negotiations, one chat a file, in the folders that bear the gangs’ names.',
  extensions: ['.json'],
  detects: 'A list of messages that hold party, content and timestamp.',
  example:
    '{"chat_id":"20230704","messages":[{"party":"Victim","content":"hello","timestamp":"2023-07-04 12:18"}]}',
  covers: 'every byte',
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  async *read(file, { zone }) {
    const facts = await readFacts(file)
    const reading: Reading = {
      facts,
      dates: chatDates(facts.number, facts.times, zone),
      records: 0,
      last: null,
    }
    const tiles = rowTiles()
    const cutter = jsonCutter(shape)
    for await (const chunk of file.bytes()) {
      for (const piece of cutter.cut(chunk)) addPiece(tiles, piece, reading)
      const rows = tiles.take()
      if (rows.length > 0) yield rows
    }
    for (const piece of cutter.rest()) addPiece(tiles, piece, reading)
    if (file.size === 0) tiles.problem(0, 'empty-file', problemCodes['empty-file'])
    else if (reading.records === 0 && tiles.end === 0)
      tiles.problem(file.size, 'no-records', problemCodes['no-records'])
    yield tiles.finish(file.size)
  },
}

const shape = {
  lists: ['messages'],
  beginsRecord: (head: string): boolean => /^\{\s{0,200}"(?:party|content|timestamp)"\s{0,9}:/.test(head),
}
const network = parseNetwork('negotiation')

/** What a chat says of itself as a whole. */
interface ChatFacts {
  /** What the chat is told from others by. */
  readonly key: string
  /** The folder the file stands in: the gang's name; null when the path holds none. */
  readonly title: string | null
  /** The date in the chat's number, or in the file's name where it has none: `20230704`. */
  readonly number: string
  /** The times of the chat, for what only all of them show; the first as the record states it. */
  readonly times: TimesSeen
  /** Everyone who writes in it. */
  readonly parties: readonly Address[]
}

interface Reading {
  readonly facts: ChatFacts
  readonly dates: ChatDates
  records: number
  /** Where the message before stands in time. */
  last: EpochMicros | null
}

const mostParties = 50

/**
 * A first reading. The published sets number chats by the day they began, gang by gang, and leave the number out of
 * many: a chat is therefore keyed by the first party that is more than a role, or the folder, and its number, or the
 * file's name.
 */
async function readFacts(file: EvidenceFile): Promise<ChatFacts> {
  const cutter = jsonCutter(shape)
  const seen: Seen = {
    id: '',
    parties: new Set(),
    times: { first: '', dayFirst: { proved: false }, monthFirst: { proved: false } },
  }
  for await (const chunk of file.bytes()) for (const piece of cutter.cut(chunk)) lookAt(piece, seen)
  for (const piece of cutter.rest()) lookAt(piece, seen)
  const [, folder = null, stem = ''] = /(?:^|\/)?(?:([^/]+)\/)?([^/]+?)(?:\.json)?$/i.exec(file.name) ?? []
  const number = seen.id.trim() === '' ? stem : seen.id.trim()
  const gang = [...seen.parties].find((party) => !isRole(party)) ?? folder
  const key = gang === null ? number : `${gang.trim()}/${number}`
  const parties = [...seen.parties].map((party) => addressOf(party, key)).filter((party) => party !== null)
  return { key, title: folder, number, times: seen.times, parties }
}

interface Seen {
  id: string
  readonly parties: Set<string>
  readonly times: TimesSeen
}

const chatId = /"chat_id"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.){0,10000}"|\d{1,20})/

function lookAt({ kind, bytes }: JsonPiece, seen: Seen): void {
  const text = bytes === null || kind === 'damage' ? null : decodeUtf8(bytes)
  if (text === null) return
  if (kind === 'wrapper') {
    const [, written] = chatId.exec(text) ?? []
    const id = written === undefined ? null : parseJson(written)
    if (seen.id === '' && (typeof id === 'string' || typeof id === 'number')) seen.id = String(id)
    return
  }
  const { party, timestamp } = recordOf(text) ?? {}
  if (typeof party === 'string' && seen.parties.size < mostParties) seen.parties.add(party)
  if (typeof timestamp !== 'string') return
  if (seen.times.first === '') seen.times.first = timestamp
  const [, first = '', second = ''] = /(?:^|\s)(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:\D|$)/.exec(timestamp) ?? []
  if (Number(first) > 12) seen.times.dayFirst.proved = true
  if (Number(second) > 12) seen.times.monthFirst.proved = true
}

/** Words for a side of a negotiation that name nobody. */
const roles: readonly string[] = [
  'victim',
  'client',
  'customer',
  'company',
  'anonymous',
  'support',
  'admin',
  'administrator',
  'operator',
  'user',
  'guest',
  'you',
  'me',
  'we',
  'bot',
  'system',
]

function isRole(party: string): boolean {
  return roles.includes(party.trim().toLowerCase())
}

/** A named party as it stands; a role only within its chat, so that the victims of two chats are never taken for one. */
function addressOf(party: string, key: string): Address | null {
  return parseAddress(isRole(party) ? `${party.trim()} (${key})` : party)
}

function addPiece(tiles: RowTiles, piece: JsonPiece, reading: Reading): void {
  const { start, end, bytes } = piece
  if (bytes === null) return tiles.problem(end, 'record-too-long', problemCodes['record-too-long'])
  if (piece.kind === 'wrapper' && (reading.records === 0 || piece.last)) return
  const text = decodeUtf8(bytes)
  if (text === null) return tiles.problem(end, 'not-utf8', problemCodes['not-utf8'])
  if (piece.kind !== 'record') {
    if (!/^[\s,\]}]*$/.test(text)) tiles.problem(end, 'not-a-record', problemCodes['not-a-record'])
    return
  }
  reading.records += 1
  const record = recordOf(text)
  if (record === null)
    return tiles.problem(
      end,
      text.endsWith('}') ? 'not-a-record' : 'truncated',
      'The record is not valid JSON.',
    )
  const read = readMessage(record, reading)
  if ('code' in read) tiles.problem(end, read.code, read.says)
  else tiles.message({ start, end }, read.message, read.repairs)
}

type Read =
  | { readonly message: Message; readonly repairs: readonly RepairCode[] }
  | { readonly code: ProblemCode; readonly says: string }

const untimed: readonly RepairCode[] = ['no-time']

function readMessage(record: Readonly<Record<string, unknown>>, reading: Reading): Read {
  const { facts, dates } = reading
  const { party, content, timestamp } = record
  if (Array.isArray(record['messages']))
    return refused('not-a-record', 'This is a whole chat in a list of chats: hand over one chat a file.')
  const from = typeof party === 'string' ? addressOf(party, facts.key) : null
  const written = typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : ''
  const stated = readChatTime(written, dates)
  const time =
    'code' in stated ? { sent: noTime(reading.last, written), delivery: null, repairs: untimed } : stated
  reading.last = time.sent.at
  if (from === null || network === null) return refused('no-sender')
  if (typeof content !== 'string' || content === '') return refused('no-body')
  const message: Message = {
    network,
    conversation: {
      kind: 'group',
      key: facts.key,
      title: facts.title,
      participants: [...new Set([from, ...facts.parties])].toSorted(),
    },
    from,
    fromName: typeof party === 'string' && isRole(party) ? party : null,
    sent: time.sent,
    kind: 'text',
    body: content,
    mediaHashes: [],
    details: time.delivery === null ? null : { delivery: time.delivery },
  }
  return { message, repairs: time.repairs }
}

function refused(code: ProblemCode, says: string = problemCodes[code]): Read {
  return { code, says }
}

function recordOf(text: string): Readonly<Record<string, unknown>> | null {
  const value = parseJson(text)
  return isObject(value) ? value : null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function sniff(head: Uint8Array): number {
  const text = new TextDecoder().decode(head.subarray(markLength(head)))
  if (!/^\s{0,200}[[{]/.test(text)) return 0
  const chat =
    /^\s{0,200}\{/.test(text) && /"chat_id"\s{0,9}:/.test(text) && /"messages"\s{0,9}:\s{0,9}\[/.test(text)
  const shaped = ['party', 'content', 'timestamp'].every((name) =>
    new RegExp(`"${name}"\\s{0,9}:\\s{0,9}`).test(text),
  )
  if (shaped) return chat ? 0.95 : 0.75
  return chat && /"messages"\s{0,9}:\s{0,9}\[\s{0,200}\]/.test(text) ? 0.5 : 0
}
