import { type Address, parseAddress, serviceAddress } from '../../core/handle.ts'
import type { MessageKind } from '../../core/message.ts'
import type { Attachment, MessageDetails, Reaction } from '../../core/message-details.ts'
import { firstBeside, mediaHashesOf, nameIn, readingsOf } from '../attached-file.ts'
import { readEpochTime } from '../epoch-time.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import { type JsonSaid, problemOf } from '../json-messages.ts'
import type { JsonList } from '../json-records.ts'
import {
  isObject,
  type JsonObject,
  listOf,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  wordsOf,
} from '../json-values.ts'
import { noRepairs } from '../row-tiles.ts'
import { addressOf, networkNamed } from '../source-address.ts'
import { type Stated, statedDetails } from '../stated-details.ts'
import { readWallTime, type WallTime } from '../wall-clock.ts'
import type { TelegramChats } from './telegram-chats.ts'

/** Where a message stands. */
export interface TelegramPlace {
  readonly file: EvidenceFile
  readonly context: ReadContext
  readonly chats: TelegramChats
  readonly list: JsonList | null
}

const network = networkNamed('telegram')

/**
 * Reads one message. Its sender is `from_id` (`user1`, `channel1`), which older exports write as a number, else the
 * name shown. A service message is a notice in the export's own words (`invite_members; members: Heron, Otter`); a call
 * is a call. Words that stand in fields of their own (a poll, a shared contact, a place) follow the text, a line each.
 */
export function readTelegramMessage(record: JsonObject, place: TelegramPlace): JsonSaid {
  if (record['type'] === 'unsupported')
    return problemOf(
      'no-timestamp',
      'Telegram Desktop could not export this message and wrote its number only.',
    )
  const time = timeOf(record, place.context.zone)
  if (time === null) {
    const stated = textOf(record, 'date_unixtime') ?? textOf(record, 'date')
    return problemOf(stated === null ? 'no-timestamp' : 'bad-timestamp')
  }
  const service = record['type'] === 'service' || textOf(record, 'action') !== null
  const from = senderOf(record) ?? (service ? serviceAddress : null)
  if (from === null) return problemOf('no-sender')
  const attachments = attachmentsOf(record, place.file)
  const call = service ? callOf(record) : null
  const body = service ? noticeOf(record) : wordsIn(record)
  return {
    message: {
      network,
      conversation: place.chats.conversation(place.list, from),
      from,
      fromName: textOf(record, service ? 'actor' : 'from') ?? textOf(record, 'from'),
      sent: time.sent,
      kind: call ? 'call' : kindOf(record, service, body),
      body: call ? callWords(record) : body,
      mediaHashes: mediaHashesOf(attachments),
      details: statedDetails({ ...detailsOf(record, place.chats.owner), attachments, call }),
    },
    repairs: time.repair === null ? noRepairs : [time.repair],
  }
}

function timeOf(record: JsonObject, zone: string | null): WallTime | null {
  const sent = readEpochTime(record['date_unixtime'], 'seconds') ?? readEpochTime(record['date'], 'seconds')
  if (sent !== null) return { sent, repair: null }
  const date = textOf(record, 'date')
  return date === null ? null : readWallTime(date.trim(), zone)
}

function senderOf(record: JsonObject): Address | null {
  const id = record['from_id'] ?? record['actor_id']
  if (typeof id === 'number' && Number.isSafeInteger(id)) return parseAddress(`user${id}`)
  return addressOf(id) ?? addressOf(record['from']) ?? addressOf(record['actor'])
}

function kindOf(record: JsonObject, service: boolean, body: string): MessageKind {
  if (service) return 'system'
  const holds = ['photo', 'file', 'location_information', 'media_type', 'contact_vcard'].some(
    (field) => record[field] !== undefined,
  )
  return holds && body === '' ? 'media' : 'text'
}

/** The words of a message: `text` is text, or a list of text and of marked stretches of it. */
function wordsIn(record: JsonObject): string {
  const text = runsOf(record['text']) || runsOf(record['text_entities'])
  const contact = objectOf(record, 'contact_information')
  const name = [wordsOf(contact, 'first_name'), wordsOf(contact, 'last_name')].join(' ').trim()
  const poll = objectOf(record, 'poll')
  const invoice = objectOf(record, 'invoice_information')
  const more = [
    name,
    wordsOf(contact, 'phone_number'),
    runsOf(poll['question']),
    ...objectsOf(poll, 'answers').map((answer) => runsOf(answer['text'])),
    wordsOf(record, 'place_name'),
    wordsOf(record, 'address'),
    wordsOf(record, 'game_title'),
    wordsOf(record, 'game_description'),
    wordsOf(invoice, 'title'),
    wordsOf(invoice, 'description'),
    runsOf(objectOf(record, 'todo_list')['title']),
    ...objectsOf(objectOf(record, 'todo_list'), 'answers').map((answer) => runsOf(answer['text'])),
  ]
  return [text, ...more].filter((words) => words !== '').join('\n')
}

function runsOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return ''
  return value
    .map((run: unknown) => (typeof run === 'string' ? run : isObject(run) ? wordsOf(run, 'text') : ''))
    .join('')
}

const commonFields = new Set(
  'id type date date_unixtime edited edited_unixtime from from_id actor actor_id action text text_entities reactions width height'.split(
    ' ',
  ),
)

/** A notice in the words of the export: what happened, and every plain field that says more of it. */
function noticeOf(record: JsonObject): string {
  const said = Object.entries(record).flatMap(([name, value]) => {
    if (commonFields.has(name)) return []
    const words = plainWords(value)
    return words === '' ? [] : [`${name}: ${words}`]
  })
  const own = runsOf(record['text'])
  return [textOf(record, 'action') ?? '', ...said, own].filter((words) => words !== '').join('; ')
}

function plainWords(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value)
    ? value
        .map(plainWords)
        .filter((words) => words !== '')
        .join(', ')
    : ''
}

function callOf(record: JsonObject): MessageDetails['call'] | null {
  const action = textOf(record, 'action')
  if (action !== 'phone_call' && action !== 'group_call' && action !== 'conference_call') return null
  const durationSeconds = numberOf(record, 'duration_seconds') ?? numberOf(record, 'duration')
  const reason = textOf(record, 'discard_reason')
  const missed = reason === 'missed' || reason === 'busy'
  const answered = durationSeconds !== null && durationSeconds > 0 ? true : missed ? false : null
  return { durationSeconds, answered, video: record['is_video'] === true }
}

function callWords(record: JsonObject): string {
  return textOf(record, 'action') === 'phone_call' ? 'Phone call' : 'Group call'
}

function detailsOf(record: JsonObject, owner: Address | null): Stated {
  const answered = textOf(record, 'reply_to_message_id')
  const forwarded = 'forwarded_from' in record || 'saved_from' in record
  const edited = textOf(record, 'edited_unixtime') ?? textOf(record, 'edited')
  return {
    sourceId: textOf(record, 'id'),
    owner,
    answers: answered === null ? null : { sourceId: answered, words: null },
    reactions: objectsOf(record, 'reactions').flatMap(reactionsOf),
    earlier: edited === null || edited.startsWith('1970-01-01') ? null : [],
    forwardedFrom: forwarded
      ? (textOf(record, 'forwarded_from') ?? textOf(record, 'saved_from') ?? '')
      : null,
    position: positionOf(objectOf(record, 'location_information')),
  }
}

/** Those who reacted as far as they are named, and one more where the export only counts the rest. */
function reactionsOf(reaction: JsonObject): readonly Reaction[] {
  const emoji = textOf(reaction, 'emoji') ?? textOf(reaction, 'document_id') ?? textOf(reaction, 'type') ?? ''
  const named = objectsOf(reaction, 'recent').map((recent) => ({
    emoji,
    from: addressOf(recent['from_id']) ?? addressOf(recent['from']),
    timeText: textOf(recent, 'date'),
  }))
  const count = numberOf(reaction, 'count') ?? named.length
  return count > named.length || named.length === 0
    ? [...named, { emoji, from: null, timeText: null }]
    : named
}

function positionOf(place: JsonObject): MessageDetails['position'] | null {
  const [latitude, longitude] = [numberOf(place, 'latitude'), numberOf(place, 'longitude')]
  return latitude === null || longitude === null ? null : { latitude, longitude }
}

/** `(File not included. …)` and the like stand where the path would, after the name in some versions. */
const leftOut =
  /^(.{0,1000}?)\s{0,9}\((?:File|Photo|Video) (?:not included|unavailable|exceeds)[^)]{0,200}\)$/

function attachmentsOf(record: JsonObject, file: EvidenceFile): readonly Attachment[] {
  const single = ['photo', 'file', 'contact_vcard'].flatMap((field) => {
    const path = textOf(record, field)
    return path === null ? [] : [attachmentAt(path, record, file)]
  })
  const paid = listOf(record, 'paid_media').flatMap((media) =>
    isObject(media) ? attachmentsOf(media, file) : [],
  )
  return [...single, ...paid]
}

function attachmentAt(path: string, record: JsonObject, file: EvidenceFile): Attachment {
  const missing = leftOut.exec(path)
  const named = textOf(record, 'file_name')
  const claims = textOf(record, 'mime_type')
  if (missing) return { name: named ?? nameIn(missing[1] ?? ''), claims, sha256: null }
  const found = firstBeside(file, readingsOf(path))
  return { name: named ?? nameIn(path), claims, sha256: found?.sha256 ?? null }
}
