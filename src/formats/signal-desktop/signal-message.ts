import { type Address, serviceAddress } from '../../core/handle.ts'
import type { Message, MessageKind } from '../../core/message.ts'
import type { Answered, Attachment, Delivery, EarlierWords, Reaction } from '../../core/message-details.ts'
import type { ProblemCode } from '../../core/problem.ts'
import type { SentTime } from '../../core/time.ts'
import { mediaHashesOf } from '../attached-file.ts'
import { readEpochTime } from '../epoch-time.ts'
import type { EvidenceFile } from '../format.ts'
import { isObject, type JsonObject, objectOf, objectsOf, textOf, wordsOf } from '../json-values.ts'
import { integerIn, textIn, timeIn, wordsIn } from '../sqlite-columns.ts'
import { type Database, type StoredRow, valueIn } from '../sqlite-file.ts'
import { type Lookup, lookup } from '../sqlite-lookup.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { type Stated, statedDetails } from '../stated-details.ts'
import { readCall } from './calls.ts'
import { noticeOf } from './notices.ts'
import { conversationOf, jsonIn, type People, type Person, personOf, signal } from './people.ts'
import { attachmentsOf } from './signal-files.ts'

/** What a row is read with. */
export interface MessageSource {
  readonly people: People
  readonly file: EvidenceFile
  /** Rows of `callsHistory` by the id of the call. */
  readonly calls: Lookup
  /** Rows of `message_attachments` by the id of the message. */
  readonly files: Lookup
}

/** A row of `messages`, its JSON parsed and its conversation found. */
export interface SignalRow {
  readonly row: StoredRow
  readonly json: JsonObject
  readonly type: string
  readonly chat: StoredRow
}

/** Who did something, of what kind it is, and in what words. */
export interface Said {
  readonly from: Person
  readonly kind: MessageKind
  readonly body: string
  readonly details?: Stated
}

/** Reads rows of `messages`. */
export async function messageReader(
  database: Database,
  people: People,
  file: EvidenceFile,
): Promise<(row: StoredRow) => Promise<RowReading>> {
  const source: MessageSource = {
    people,
    file,
    calls: await lookup(database, database.table('callsHistory'), 'callid'),
    files: await lookup(database, database.table('message_attachments'), 'messageid'),
  }
  return (row) => readMessage(source, row)
}

async function readMessage(source: MessageSource, row: StoredRow): Promise<RowReading> {
  const { people } = source
  const json = jsonIn(row)
  if (json === null)
    return {
      kind: 'problem',
      code: 'not-a-record',
      says: 'The column json of the record is not a JSON object.',
    }
  const sent = sentIn(row, json)
  if (typeof sent === 'string') return { kind: 'problem', code: sent }
  const chat = await people.conversation(wordsIn(row, 'conversationid') ?? textOf(json, 'conversationId'))
  if (chat === null) return { kind: 'problem', code: 'no-recipient' }
  const type = wordsIn(row, 'type') ?? textOf(json, 'type')
  if (type === null)
    return { kind: 'problem', code: 'no-sender', says: 'The record states no type, so not who sent it.' }
  const attachments = await attachmentsOf(source, row, json)
  const said = await saidIn(source, { row, json, type, chat }, attachments)
  if (said === null) return { kind: 'problem', code: 'no-sender' }
  const conversation = conversationOf(
    chat,
    people.owner,
    said.from.address === serviceAddress ? null : said.from.address,
  )
  if (conversation === null) return { kind: 'problem', code: 'no-recipient' }
  const message: Message = {
    network: signal,
    conversation,
    from: said.from.address,
    fromName: said.from.name,
    sent,
    kind: said.kind,
    body: said.body,
    mediaHashes: mediaHashesOf(attachments),
    details: statedDetails({
      ...(await detailsOf(people, row, json)),
      attachments,
      delivery: type === 'outgoing' ? await deliveryOf(people, json) : null,
      ...said.details,
    }),
  }
  return { kind: 'message', message }
}

/** When the sender says it was sent. */
function sentIn(row: StoredRow, json: JsonObject): SentTime | ProblemCode {
  for (const column of ['sent_at', 'timestamp'] as const) {
    if (valueIn(row, column) !== null) return timeIn(row, column, 'milliseconds')
    const stated = json[column]
    if (stated !== undefined && stated !== null)
      return readEpochTime(stated, 'milliseconds') ?? 'bad-timestamp'
  }
  return 'no-timestamp'
}

async function saidIn(
  source: MessageSource,
  message: SignalRow,
  attachments: readonly Attachment[],
): Promise<Said | null> {
  const { people } = source
  const { row, json, type } = message
  if (type === 'call-history') return await readCall(source, message)
  if (type !== 'incoming' && type !== 'outgoing' && type !== 'story') return await noticeOf(people, message)
  const from = await senderOf(people, message)
  if (from === null) return null
  if (isObject(json['group_update']) || isObject(json['expirationTimerUpdate']))
    return { ...(await noticeOf(people, message)), from }
  const body = textIn(row, 'body') ?? wordsOf(json, 'body')
  const words = body === '' ? wordsBeside(json) : body
  if (words !== '') return { from, kind: 'text', body: words }
  if (attachments.length > 0) return { from, kind: 'media', body: '' }
  const wiped =
    json['deletedForEveryone'] === true || isSet(row, json, 'isErased') || isSet(row, json, 'isViewOnce')
  return wiped
    ? { from, kind: 'text', body: '' }
    : { from, kind: 'system', body: 'Message without words or file' }
}

/** The owner, or the person the row names, or whom the conversation is with. */
async function senderOf(people: People, { row, json, type, chat }: SignalRow): Promise<Person | null> {
  const service =
    wordsIn(row, 'sourceserviceid') ??
    wordsIn(row, 'sourceuuid') ??
    textOf(json, 'sourceServiceId') ??
    textOf(json, 'sourceUuid')
  const number = wordsIn(row, 'source') ?? textOf(json, 'source')
  if (type === 'outgoing') return { address: people.owner, name: null }
  const named = await people.person(service, number)
  if (named !== null) return named
  return conversationOf(chat, people.owner, null)?.kind === 'direct' ? personOf(chat) : null
}

/** Words that stand elsewhere than in the body: a contact sent, a poll. */
function wordsBeside(json: JsonObject): string {
  const poll = objectOf(json, 'poll')
  const question = textOf(poll, 'question')
  const options = Array.isArray(poll['options'])
    ? poll['options'].filter((option) => typeof option === 'string')
    : []
  const cards = objectsOf(json, 'contact').flatMap((card) => [
    textOf(objectOf(card, 'name'), 'displayName') ??
      [textOf(objectOf(card, 'name'), 'givenName'), textOf(objectOf(card, 'name'), 'familyName')]
        .filter((part) => part !== null)
        .join(' '),
    ...objectsOf(card, 'number').map((number) => textOf(number, 'value') ?? ''),
  ])
  return [...(question === null ? [] : [question, ...options]), ...cards]
    .filter((line) => line !== '')
    .join('\n')
}

async function detailsOf(people: People, row: StoredRow, json: JsonObject): Promise<Stated> {
  return {
    sourceId: wordsIn(row, 'id') ?? textOf(json, 'id'),
    answers: answeredBy(json),
    reactions: await reactionsTo(people, json),
    earlier: earlierWords(json),
    deleted: json['deletedForEveryone'] === true ? true : null,
    viewOnce: isSet(row, json, 'isViewOnce') ? true : null,
  }
}

function isSet(row: StoredRow, json: JsonObject, name: string): boolean {
  const value = json[name]
  return value === true || value === 1 || integerIn(row, name.toLowerCase()) === 1
}

/** What is quoted. Its `id` is the time it was sent and no id, so only `messageId` names the message. */
function answeredBy(json: JsonObject): Answered | null {
  const quote = json['quote']
  return isObject(quote) ? { sourceId: textOf(quote, 'messageId'), words: textOf(quote, 'text') } : null
}

async function reactionsTo(people: People, json: JsonObject): Promise<readonly Reaction[]> {
  const found: Reaction[] = []
  for (const reaction of objectsOf(json, 'reactions')) {
    const emoji = textOf(reaction, 'emoji')
    if (emoji === null || reaction['remove'] === true) continue
    const row = await people.conversation(textOf(reaction, 'fromId'))
    const from: Address | null = (row && personOf(row)?.address) ?? null
    found.push({ emoji, from, timeText: textOf(reaction, 'timestamp') })
  }
  return found
}

/** The words before each edit: the history begins with those the message has now. */
function earlierWords(json: JsonObject): readonly EarlierWords[] | null {
  const history = objectsOf(json, 'editHistory')
  if (history.length === 0) return null
  return history
    .slice(1)
    .map((version) => ({ body: wordsOf(version, 'body'), timeText: textOf(version, 'timestamp') }))
    .toReversed()
}

const ways: readonly (readonly [string, Delivery])[] = [
  ['Failed', 'failed'],
  ['Pending', 'unsent'],
  ['Sent', 'sent'],
  ['Delivered', 'delivered'],
  ['Read', 'read'],
  ['Viewed', 'read'],
]

/** The least advanced of what the recipients' states say: a message to a group is read when all have read it. */
async function deliveryOf(people: People, json: JsonObject): Promise<Delivery | null> {
  const statuses = new Set<string>()
  for (const [id, state] of Object.entries(objectOf(json, 'sendStateByConversationId'))) {
    const status = isObject(state) ? textOf(state, 'status') : null
    const row = await people.conversation(id)
    if (status !== null && (row === null || personOf(row)?.address !== people.owner)) statuses.add(status)
  }
  return ways.find(([status]) => statuses.has(status))?.[1] ?? null
}
