import { type Address, serviceAddress } from '../../core/handle.ts'
import {
  type ConversationRef,
  directConversation,
  listConversation,
  type Message,
  type MessageKind,
} from '../../core/message.ts'
import type { Call } from '../../core/message-details.ts'
import { type Problem, type ProblemCode, problemCodes, type RepairCode } from '../../core/problem.ts'
import { type EpochMicros, noTime } from '../../core/time.ts'
import { mediaHashesOf } from '../attached-file.ts'
import { networkOf } from '../network-name.ts'
import type { Said } from '../table.ts'
import type { WallTime } from '../wall-clock.ts'
import { type Chat, conversationOf, ownerIn } from './chat.ts'
import { attachmentsOf, detailsOf, type Export, labelsOf } from './details.ts'
import { fieldIn, firstField, isTrue, type Model, type Party, partiesIn, wordsIn } from './model.ts'
import { ownerAt } from './owners.ts'
import { readReportTime } from './report-time.ts'

/** What a record is read with. */
export interface Reading extends Export {
  readonly zone: string | null
  /** The device's owner where neither a record nor the report states an address for them; see {@link ownerFor}. */
  readonly owner: Address
  /** The chat a record stands in, or null. */
  readonly chat: Chat | null
  /** A key for a chat that cannot be known, because what stood before the record is damaged; null where nothing is. */
  readonly lostChat: string | null
  /** Where the message before stands in time: in the same chat, or outside any. */
  readonly before: EpochMicros | null
}

/** Kinds of model that are messages or calls, and how each is read. */
export const messageReaders: Readonly<Record<string, (model: Model, reading: Reading) => Said>> = {
  InstantMessage: readInstantMessage,
  SMS: (model, reading) => readAddressed(model, reading, 'sms'),
  MMS: (model, reading) => readAddressed(model, reading, 'sms'),
  Email: (model, reading) => readAddressed(model, reading, 'email'),
  Call: readCall,
}

/** The time of a model from the first of these fields that it has; why not, as a problem code. */
export function timeIn(
  model: Model,
  zone: string | null,
  ...fields: readonly string[]
): WallTime | ProblemCode {
  const text = fields
    .map((name) => wordsIn(model, name))
    .find((words) => words !== null && words.trim() !== '')
  if (text === undefined || text === null) return 'no-timestamp'
  return readReportTime(text, zone) ?? 'bad-timestamp'
}

/** When a message was sent; one that states no time keeps its words, in the place after the message before it. */
function sentIn(
  model: Model,
  { zone, before }: Reading,
  ...fields: readonly string[]
): WallTime | ProblemCode {
  const time = timeIn(model, zone, ...fields)
  return time === 'no-timestamp' ? { sent: noTime(before, ''), repair: 'no-time' } : time
}

function refusal(code: ProblemCode, says: string = problemCodes[code]): { readonly problem: Problem } {
  return { problem: { code, says } }
}

/** A message of a chat, or one that stands alone and names its own ends. */
function readInstantMessage(model: Model, reading: Reading): Said {
  const { chat } = reading
  const time = sentIn(model, reading, 'TimeStamp', 'Timestamp')
  if (typeof time === 'string') return refusal(time)
  const from = partiesIn(model, 'From')[0] ?? null
  const to = partiesIn(model, 'To')
  const source = firstField(model, 'Source', 'SourceApplication') ?? chat?.fields.get('Source') ?? null
  const known = ownerFor(reading, source)
  const owner =
    [from, ...to].find((party) => party?.owner && party.identified)?.address ??
    (chat && ownerIn(chat)) ??
    known
  const notice = isNotice(model, from)
  const sender = senderOf(model, { from, notice, owner })
  if (sender === null) return refusal('no-sender')
  const conversation = chat
    ? conversationOf(chat, known, lostKey(reading, chat.start))
    : aloneIn(model, { sender, to, reading })
  if (conversation === null) return refusal('no-recipient')
  const service = firstField(model, 'ServiceIdentifier') ?? chat?.fields.get('ServiceIdentifier') ?? ''
  const network = networkOf(/imessage/i.test(service) ? service : source, 'unknown')
  const subject = fieldIn(model, 'Subject')
  return finish(model, {
    reading,
    time,
    message: {
      network,
      conversation,
      from: sender,
      fromName: from && (sender === from.address || from.owner) ? nameOf(from, sender) : null,
      kind: notice ? 'system' : 'text',
      body: [subject, wordsIn(model, 'Body')].filter((words) => words !== null).join('\n'),
    },
    owner,
  })
}

function lostKey({ file, lostChat }: Reading, start: number): string {
  return lostChat ?? `(chat at byte ${start} of ${file.sha256.slice(0, 8)})`
}

/** The owner's address in an application where a record states none: the report's for it, else the device's. */
export function ownerFor({ facts, owner }: Reading, application: string | null): Address {
  return ownerAt(facts.owners, application) ?? owner
}

function nameOf({ name }: Party, address: Address): string | null {
  return name === address ? null : name
}

const systemName = /^system(?: message)?$/i

function isNotice(model: Model, from: Party | null): boolean {
  if (from && systemName.test(from.address)) return true
  return labelsOf(model).has('system') || /^system/i.test(fieldIn(model, 'Type') ?? '')
}

interface Sides {
  readonly from: Party | null
  readonly notice: boolean
  readonly owner: Address
}

function senderOf(model: Model, { from, notice, owner }: Sides): Address | null {
  if (from?.owner && !from.identified) return owner
  if (from && !systemName.test(from.address)) return from.address
  if (notice) return serviceAddress
  return /^outgoing$/i.test(fieldIn(model, 'Direction') ?? '') ? owner : null
}

interface Alone {
  readonly sender: Address
  readonly to: readonly Party[]
  readonly reading: Reading
}

/** The conversation of a message outside any chat, from what it states itself. */
function aloneIn(model: Model, { sender, to, reading }: Alone): ConversationRef | null {
  const everyone = [sender, ...to.map(({ address }) => address)].filter(
    (address) => address !== serviceAddress,
  )
  if (reading.lostChat !== null)
    return { kind: 'group', key: reading.lostChat, title: null, participants: [...new Set(everyone)] }
  const key = firstField(model, 'ChatId', 'ChatIdentifier')
  if (key !== null)
    return { kind: 'group', key, title: fieldIn(model, 'ChatName'), participants: [...new Set(everyone)] }
  return to.length === 0 ? null : betweenAll(sender, to)
}

function betweenAll(sender: Address, to: readonly Party[]): ConversationRef {
  const others = [...new Set(to.map(({ address }) => address))]
  const [only] = others
  return others.length === 1 && only !== undefined
    ? directConversation(sender, only)
    : listConversation([sender, ...others])
}

interface Finishing {
  readonly reading: Reading
  readonly time: WallTime
  readonly message: Pick<Message, 'network' | 'conversation' | 'from' | 'fromName' | 'kind' | 'body'>
  readonly owner: Address
}

function finish(model: Model, { reading, time, message, owner }: Finishing): Said {
  const attachments = attachmentsOf(model, reading)
  const details = detailsOf(model, owner, attachments)
  const empty = message.body === ''
  const shows = attachments.length > 0 || details?.position !== undefined
  if (empty && !shows && message.kind === 'text' && !details?.deleted) return refusal('no-body')
  const kind: MessageKind = empty && shows && message.kind === 'text' ? 'media' : message.kind
  return {
    message: { ...message, kind, sent: time.sent, mediaHashes: mediaHashesOf(attachments), details },
    repairs: repairsOf(time),
  }
}

function repairsOf({ repair }: WallTime): readonly RepairCode[] {
  return repair === null ? [] : [repair]
}

interface Ends {
  readonly from: Party | null
  readonly others: readonly Party[]
  /** True when the owner wrote or called. */
  readonly outgoing: boolean
  readonly owner: Address
}

/** Who stands on each side. Null when the record does not say which way it went. */
function endsOf(model: Model, fallback: Address): Ends | null {
  const parties = partiesIn(model, 'From', 'To', 'Cc', 'Bcc', 'Parties', 'Party', 'Participants')
  const isFrom = (party: Party): boolean =>
    party.role === null ? from.has(party.address) : /^from$/i.test(party.role)
  const from = new Set(partiesIn(model, 'From').map(({ address }) => address))
  const senders = parties.filter(isFrom)
  const receivers = parties.filter((party) => !isFrom(party))
  const owner = parties.find((party) => party.owner && party.identified)?.address ?? fallback
  const way = `${fieldIn(model, 'Direction') ?? ''} ${fieldIn(model, 'Folder') ?? ''} ${fieldIn(model, 'Type') ?? ''}`
  const says = /\b(?:outgoing|sent|outbox|drafts?|dialed)\b/i.test(way)
    ? 'out'
    : /\b(?:incoming|inbox|missed|received|rejected)\b/i.test(way)
      ? 'in'
      : null
  const [first] = senders
  if (first) {
    const outgoing = first.owner || first.address === owner
    return { from: first.owner && !first.identified ? null : first, others: receivers, outgoing, owner }
  }
  const said = says ?? (receivers.some((party) => party.role !== null && !party.owner) ? 'out' : null)
  if (said === 'out')
    return { from: null, others: receivers.filter((party) => !party.owner), outgoing: true, owner }
  const [other] = receivers.filter((party) => !party.owner)
  return said === 'in' && other ? { from: other, others: [], outgoing: false, owner } : null
}

/** Text messages, multimedia messages and mail: each names its own ends. */
function readAddressed(model: Model, reading: Reading, plain: 'sms' | 'email'): Said {
  const time = sentIn(model, reading, 'TimeStamp', 'Timestamp')
  if (typeof time === 'string') return refusal(time)
  const source = fieldIn(model, 'Source')
  const ends = endsOf(model, ownerFor(reading, source))
  if (ends === null) return refusal('no-sender')
  const conversation = conversationWith(ends)
  if (conversation === null) return refusal('no-recipient')
  const network =
    plain === 'email'
      ? networkOf('email', plain)
      : networkOf(/imessage/i.test(source ?? '') ? source : 'sms', plain)
  return finish(model, {
    reading,
    time,
    message: {
      network,
      conversation,
      from: ends.from?.address ?? ends.owner,
      fromName: ends.from && nameOf(ends.from, ends.from.address),
      kind: 'text',
      body: [fieldIn(model, 'Subject'), wordsIn(model, 'Body')].filter((words) => words !== null).join('\n'),
    },
    owner: ends.owner,
  })
}

/** The conversation of a record with stated ends; the owner is the one who is not named. */
function conversationWith({ from, others, outgoing, owner }: Ends): ConversationRef | null {
  const sender = from?.address ?? owner
  if (others.length > 0) return betweenAll(sender, others)
  return outgoing || from === null ? null : directConversation(sender, owner)
}

function readCall(model: Model, reading: Reading): Said {
  const time = sentIn(model, reading, 'TimeStamp', 'StartTime', 'Timestamp')
  if (typeof time === 'string') return refusal(time)
  const ends = endsOf(model, ownerFor(reading, fieldIn(model, 'Source')))
  if (ends === null) return refusal('no-sender')
  const conversation = conversationWith(ends)
  if (conversation === null) return refusal('no-recipient')
  const words = [firstField(model, 'Direction', 'Type'), fieldIn(model, 'Status')].filter(
    (word) => word !== null,
  )
  const video = isTrue(fieldIn(model, 'VideoCall'))
  const call: Call = {
    durationSeconds: secondsOf(fieldIn(model, 'Duration')),
    answered: answeredIn(model),
    video,
  }
  const details = detailsOf(model, ends.owner, [])
  return {
    message: {
      network: networkOf(fieldIn(model, 'Source'), 'phone'),
      conversation,
      from: ends.from?.address ?? ends.owner,
      fromName: ends.from && nameOf(ends.from, ends.from.address),
      sent: time.sent,
      kind: 'call',
      body: `${video ? 'Video call' : 'Voice call'}${words.length > 0 ? `: ${[...new Set(words)].join(', ')}` : ''}`,
      mediaHashes: [],
      details: { ...details, call },
    },
    repairs: repairsOf(time),
  }
}

function answeredIn(model: Model): boolean | null {
  const said = `${fieldIn(model, 'Status') ?? ''} ${fieldIn(model, 'Type') ?? ''} ${fieldIn(model, 'Direction') ?? ''}`
  if (/\b(?:missed|rejected|notestablished\w*|not answered|declined|busy|cancelled|canceled)\b/i.test(said))
    return false
  return /\b(?:established|answered|connected)\b/i.test(said) ? true : null
}

/** Seconds of `65`, `00:01:05` or `1.00:01:05`. */
function secondsOf(text: string | null): number | null {
  const found = /^(?:(?:(\d{1,4})\.)?(\d{1,4}):(\d{2}):)?(\d{1,9})(?:[.,]\d{1,9})?$/.exec(text ?? '')
  if (!found) return null
  const [days, hours, minutes, seconds] = [found[1], found[2], found[3], found[4]].map((part) =>
    Number(part ?? 0),
  )
  return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)
}

/** The address a device's own records are kept under: stated on receipt, else the report's only number, else `otherwise`. */
export function deviceOwner(stated: Address | null, number: Address | null, otherwise: Address): Address {
  return stated ?? number ?? otherwise
}
