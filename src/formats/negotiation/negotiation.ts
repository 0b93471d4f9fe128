import { type Address, parseAddress, parseNetwork } from '../../core/handle.ts'
import type { Span } from '../../core/locator.ts'
import type { Message } from '../../core/message.ts'
import { type ProblemCode, problemCodes, type RepairCode } from '../../core/problem.ts'
import { type EpochMicros, noTime } from '../../core/time.ts'
import type { EvidenceFile, Format } from '../format.ts'
import type { JsonPiece } from '../json-records.ts'
import { decodeUtf8, markLength } from '../lines.ts'
import { type RowTiles, rowTiles } from '../row-tiles.ts'
import { chatCounter, chatCutter } from './chat-pieces.ts'
import { type ChatDates, chatDates, readChatTime, type TimesSeen } from './chat-time.ts'

/**
 * Ransomware negotiations: one chat a file, as `{chat_id, messages: [{party, content, timestamp}]}`, or a list of such chats.
 *
 * Such a file is a transcript somebody made of a web page. It states neither zone nor, often, a time: a message with an
 * empty time, or with one that counts back from the moment the page was copied (`9 days ago`), keeps its place in the file
 * and has no time (repair `no-time`), because no instant can be known and its words must not be lost. The gang is named, its victim is not; see {@link factsOf} for how
 * chats and parties are told apart.
 *
 * @see https://github.com/Casualtek/Ransomchats for the shape.
 */
export const negotiation: Format = {
  id: 'negotiation',
  version: 3,
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
    const reading: Reading = {
      chats: (await readFacts(file)).map((facts) => ({
        facts,
        dates: chatDates(facts.number, facts.times, zone),
        last: null,
      })),
      count: chatCounter(),
      chat: -1,
      between: null,
    }
    const tiles = rowTiles()
    const cutter = chatCutter()
    for await (const chunk of file.bytes()) {
      for (const piece of cutter.cut(chunk)) addPiece(tiles, piece, reading)
      const rows = tiles.take()
      if (rows.length > 0) yield rows
    }
    for (const piece of cutter.rest()) addPiece(tiles, piece, reading)
    if (file.size === 0) tiles.problem(0, 'empty-file', problemCodes['empty-file'])
    else if (reading.chat < 0 && tiles.end === 0)
      tiles.problem(file.size, 'no-records', problemCodes['no-records'])
    yield tiles.finish(file.size)
  },
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

interface ChatReading {
  readonly facts: ChatFacts
  readonly dates: ChatDates
  /** Where the message before stands in time. */
  last: EpochMicros | null
}

interface Reading {
  readonly chats: readonly ChatReading[]
  readonly count: ReturnType<typeof chatCounter>
  /** The chat of the message before; -1 before the first. */
  chat: number
  /** Words that stand after a message, until it is known what follows them. */
  between: Span | null
}

const mostParties = 50

/**
 * A first reading, chat by chat. The published sets number chats by the day they began, gang by gang, and leave the number out of
 * many: a chat is therefore keyed by the first party that is more than a role, or the folder, and its number, or the
 * file's name.
 */
async function readFacts(file: EvidenceFile): Promise<readonly ChatFacts[]> {
  const cutter = chatCutter()
  const seen: SeenChats = { chats: [], count: chatCounter(), nextId: '' }
  for await (const chunk of file.bytes()) for (const piece of cutter.cut(chunk)) lookAt(piece, seen)
  for (const piece of cutter.rest()) lookAt(piece, seen)
  return seen.chats.map((chat, index) => factsOf(chat, index, file))
}

function factsOf({ id, parties: seen, times }: Seen, index: number, { name }: EvidenceFile): ChatFacts {
  const [, folder = null, stem = ''] = /(?:^|\/)?(?:([^/]+)\/)?([^/]+?)(?:\.json)?$/i.exec(name) ?? []
  const number = id.trim() !== '' ? id.trim() : index === 0 ? stem : `${stem} (${index + 1})`
  const gang = [...seen].find((party) => !isRole(party)) ?? folder
  const key = gang === null ? number : `${gang.trim()}/${number}`
  const parties = [...seen].map((party) => addressOf(party, key)).filter((party) => party !== null)
  return { key, title: folder, number, times, parties }
}

interface SeenChats {
  readonly chats: Seen[]
  readonly count: ReturnType<typeof chatCounter>
  /** The number stated since the last message, for the chat that comes. */
  nextId: string
}

interface Seen {
  id: string
  readonly parties: Set<string>
  readonly times: TimesSeen
}

function openChat(id: string): Seen {
  return {
    id,
    parties: new Set(),
    times: { first: '', dayFirst: { proved: false }, monthFirst: { proved: false } },
  }
}

const chatId = /"chat_id"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.){0,10000}"|\d{1,20})/g

/** The chat's number that a text around messages states last; empty where it states none. */
function idIn(text: string): string {
  const written = [...text.matchAll(chatId)].at(-1)?.[1]
  const id = written === undefined ? null : parseJson(written)
  return typeof id === 'string' || typeof id === 'number' ? String(id) : ''
}

/** What stands around messages describes, up to the first brace, the chat they end, and from there the one that comes. */
function lookAround(text: string, seen: SeenChats): void {
  const brace = text.search(/[{}]/)
  const chat = seen.chats.at(-1)
  const cut = brace < 0 ? text.length : brace
  if (chat?.id === '') chat.id = idIn(text.slice(0, cut))
  const next = idIn(text.slice(cut))
  if (next !== '') seen.nextId = next
}

function lookAt(piece: JsonPiece, seen: SeenChats): void {
  const { kind, bytes } = piece
  const text = bytes === null || kind === 'damage' ? null : decodeUtf8(bytes)
  if (kind === 'wrapper' && text !== null) return lookAround(text, seen)
  if (kind !== 'record') return
  const chat = seen.chats[seen.count(piece)] ?? openChat(seen.nextId)
  if (seen.chats.at(-1) !== chat) seen.chats.push(chat)
  seen.nextId = ''
  const { party, timestamp } = (text === null ? null : recordOf(text)) ?? {}
  if (typeof party === 'string' && chat.parties.size < mostParties) chat.parties.add(party)
  if (typeof timestamp !== 'string') return
  if (chat.times.first === '') chat.times.first = timestamp
  const [, first = '', second = ''] = /(?:^|\s)(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:\D|$)/.exec(timestamp) ?? []
  if (Number(first) > 12) chat.times.dayFirst.proved = true
  if (Number(second) > 12) chat.times.monthFirst.proved = true
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
  const { start, end, bytes, kind } = piece
  if (kind === 'wrapper' && piece.last) return
  const chat = kind === 'record' ? reading.count(piece) : reading.chat
  const { between } = reading
  // What stands before a chat describes it, and belongs to the record of its first message.
  const from = between !== null && chat !== reading.chat ? between.start : start
  if (between !== null && kind !== 'wrapper') {
    if (from === start) tiles.problem(between.end, 'not-a-record', problemCodes['not-a-record'])
    reading.between = null
  }
  const text = bytes && decodeUtf8(bytes)
  if (text === null) {
    const code = bytes === null ? 'record-too-long' : 'not-utf8'
    reading.between = null
    return tiles.problem(end, code, problemCodes[code])
  }
  if (kind !== 'record') return addAround(tiles, { start, end, kind, text }, reading)
  reading.chat = chat
  addRecord(tiles, { start: from, end, text }, reading.chats[chat])
}

/** Text that is no message: before the first it belongs to that, otherwise it is kept until it is known what follows. */
function addAround(
  tiles: RowTiles,
  { start, end, kind, text }: Span & { readonly kind: JsonPiece['kind']; readonly text: string },
  reading: Reading,
): void {
  if (/^[\s,:[\]{}]*$/.test(text)) return
  if (kind === 'damage') return tiles.problem(end, 'not-a-record', problemCodes['not-a-record'])
  if (reading.chat < 0) return
  const quiet = /^[\s,\]}]*/.exec(text)?.[0].length ?? 0
  reading.between = { start: reading.between?.start ?? start + quiet, end }
}

function addRecord(
  tiles: RowTiles,
  { start, end, text }: Span & { readonly text: string },
  chat: ChatReading | undefined,
): void {
  const record = recordOf(text)
  if (record === null || chat === undefined)
    return tiles.problem(
      end,
      text.endsWith('}') ? 'not-a-record' : 'truncated',
      'The record is not valid JSON.',
    )
  const read = readMessage(record, chat)
  if ('code' in read) tiles.problem(end, read.code, read.says)
  else tiles.message({ start, end }, read.message, read.repairs)
}

type Read =
  | { readonly message: Message; readonly repairs: readonly RepairCode[] }
  | { readonly code: ProblemCode; readonly says: string }

const untimed: readonly RepairCode[] = ['no-time']

function readMessage(record: Readonly<Record<string, unknown>>, chat: ChatReading): Read {
  const { facts, dates } = chat
  const { party, content, timestamp } = record
  const from = typeof party === 'string' ? addressOf(party, facts.key) : null
  const written = typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : ''
  const stated = readChatTime(written, dates)
  const time =
    'code' in stated ? { sent: noTime(chat.last, written), delivery: null, repairs: untimed } : stated
  chat.last = time.sent.at
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
