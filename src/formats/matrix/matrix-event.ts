import type { Address } from '../../core/handle.ts'
import type { MessageKind } from '../../core/message.ts'
import type { Attachment, MessageDetails } from '../../core/message-details.ts'
import type { SentTime } from '../../core/time.ts'
import { readEpochTime } from '../epoch-time.ts'
import type { ReadContext } from '../format.ts'
import { type JsonSaid, problemOf } from '../json-messages.ts'
import { isObject, type JsonObject, numberOf, objectOf, objectsOf, textOf, wordsOf } from '../json-values.ts'
import { noRepairs } from '../row-tiles.ts'
import { addressOf, networkNamed } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'
import { readWallTime } from '../wall-clock.ts'

const network = networkNamed('matrix')

/** What earlier events of a file said of names, and the room of events that state none. */
export interface RoomMemory {
  readonly room: { readonly key: string; readonly title: string | null }
  /** Names of rooms by id, and of members by id and room. */
  readonly names: Map<string, string>
}

/** Nothing said yet. */
export function roomMemory(room: RoomMemory['room']): RoomMemory {
  return { room, names: new Map() }
}

/**
 * Reads one event. Words that are encrypted make a notice: who sent something, when and where is kept, and the notice
 * says that the words are not in the file. An edit is a message of its own that answers the one it replaces; so is a
 * reaction, as a notice. Every other event that is no message is a notice with the plain fields of its content.
 */
export function readMatrixEvent(event: JsonObject, memory: RoomMemory, context: ReadContext): JsonSaid {
  if (!isObject(event['content']) && 'sender_alias' in event) return readLeakedRow(event, memory, context)
  const sent = readEpochTime(event['origin_server_ts'], 'milliseconds')
  if (sent === null)
    return problemOf(event['origin_server_ts'] === undefined ? 'no-timestamp' : 'bad-timestamp')
  const from = addressOf(event['sender']) ?? addressOf(event['user_id'])
  if (from === null) return problemOf('no-sender')
  const content = objectOf(event, 'content')
  const room = textOf(event, 'room_id') ?? memory.room.key
  remember(memory, room, event)
  const said = saidBy(event, content)
  const title = memory.names.get(room) ?? memory.room.title
  return {
    message: {
      network,
      conversation: { kind: 'group', key: room, title, participants: [from] },
      from,
      fromName: memory.names.get(`${room} ${from}`) ?? null,
      sent,
      kind: said.kind,
      body: said.body,
      mediaHashes: [],
      details: statedDetails({
        sourceId: textOf(event, 'event_id'),
        answers: answeredBy(event, content),
        attachments: attachmentsOf(content),
        call: said.kind === 'call' ? callOf(content) : null,
        earlier: isEdit(content) ? [] : null,
        deleted: said.deleted ? true : null,
        position: positionOf(content),
      }),
    },
    repairs: noRepairs,
  }
}

const mostNames = 100_000

function remember({ names }: RoomMemory, room: string, event: JsonObject): void {
  if (names.size > mostNames) names.clear()
  const content = objectOf(event, 'content')
  const type = event['type']
  const name = textOf(content, type === 'm.room.name' ? 'name' : 'displayname')
  const member = textOf(event, 'state_key')
  if (name === null) return
  if (type === 'm.room.name') names.set(room, name)
  else if (type === 'm.room.member' && member !== null) names.set(`${room} ${member}`, name)
}

interface SaidWords {
  readonly kind: MessageKind
  readonly body: string
  readonly deleted: boolean
}

const notice = (body: string): SaidWords => ({ kind: 'system', body, deleted: false })
const polls = ['m.poll.start', 'org.matrix.msc3381.poll.start']

function saidBy(event: JsonObject, content: JsonObject): SaidWords {
  const type = textOf(event, 'type') ?? ''
  const gone = isObject(objectOf(event, 'unsigned')['redacted_because']) || 'redacted_because' in event
  if (type === 'm.room.message' || type === 'm.sticker' || polls.includes(type)) {
    if (gone || Object.keys(content).length === 0) return { kind: 'text', body: '', deleted: true }
    return type === 'm.room.message' ? messageWords(content) : otherWords(type, content)
  }
  if (type === 'm.room.encrypted')
    return gone
      ? { kind: 'text', body: '', deleted: true }
      : notice('Encrypted message: its words are not in this file.')
  if (type === 'm.call.invite') return { kind: 'call', body: 'Call', deleted: false }
  if (type === 'm.reaction' || type === 'm.annotation')
    return notice(textOf(objectOf(content, 'm.relates_to'), 'key') ?? type)
  return notice(noticeWords(type, event, content))
}

const fileTypes = new Set(['m.image', 'm.file', 'm.audio', 'm.video'])

function messageWords(content: JsonObject): SaidWords {
  const newest = isEdit(content) && isObject(content['m.new_content']) ? content['m.new_content'] : content
  const type = textOf(newest, 'msgtype') ?? ''
  const body = wordsOf(newest, 'body')
  if (type === 'm.bad.encrypted' || type.startsWith('m.key.verification')) return notice(body || type)
  if (!fileTypes.has(type)) return { kind: 'text', body, deleted: false }
  const name = textOf(newest, 'filename')
  const caption = name !== null && name !== body ? body : ''
  return { kind: caption === '' ? 'media' : 'text', body: caption, deleted: false }
}

function otherWords(type: string, content: JsonObject): SaidWords {
  if (type === 'm.sticker') return { kind: 'media', body: '', deleted: false }
  const poll = ['m.poll', 'org.matrix.msc3381.poll.start'].map((name) => objectOf(content, name))
  const words = poll.flatMap((one) => [
    plainText(objectOf(one, 'question')),
    ...objectsOf(one, 'answers').map(plainText),
  ])
  return { kind: 'text', body: words.filter((text) => text !== '').join('\n'), deleted: false }
}

function plainText(said: JsonObject): string {
  return wordsOf(said, 'body') || wordsOf(said, 'org.matrix.msc1767.text') || wordsOf(said, 'm.text')
}

/** `m.room.member; @otter:plover.example; membership: join; displayname: Otter`. */
function noticeWords(type: string, event: JsonObject, content: JsonObject): string {
  const fields = Object.entries(content).flatMap(([name, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value) && value !== ''
      ? [`${name}: ${String(value)}`]
      : [],
  )
  const about = textOf(event, 'state_key')
  return [type, ...(about === null ? [] : [about]), ...fields].join('; ')
}

function isEdit(content: JsonObject): boolean {
  return objectOf(content, 'm.relates_to')['rel_type'] === 'm.replace'
}

/** What an event answers, replaces, reacts to, or takes back; within a thread the reply before the thread. */
function answeredBy(event: JsonObject, content: JsonObject): MessageDetails['answers'] | null {
  const relation = objectOf(content, 'm.relates_to')
  const falling = relation['is_falling_back'] === true
  const reply = textOf(objectOf(relation, 'm.in_reply_to'), 'event_id')
  const related = textOf(relation, 'event_id')
  const redacts = textOf(event, 'redacts') ?? textOf(content, 'redacts')
  const sourceId = (falling ? related : (reply ?? related)) ?? redacts
  return sourceId === null ? null : { sourceId, words: null }
}

/** Files are named and lie on a server; an export does not say which of the files beside it is which. */
function attachmentsOf(content: JsonObject): readonly Attachment[] {
  const type = textOf(content, 'msgtype') ?? ''
  const sticker = 'url' in content && type === '' && 'info' in content
  if (!fileTypes.has(type) && !sticker) return []
  const claims = textOf(objectOf(content, 'info'), 'mimetype')
  return [{ name: textOf(content, 'filename') ?? textOf(content, 'body'), claims, sha256: null }]
}

function callOf(content: JsonObject): MessageDetails['call'] {
  const video = wordsOf(objectOf(content, 'offer'), 'sdp').includes('m=video')
  return { durationSeconds: null, answered: null, video }
}

/** `geo:51.5,-0.12;u=35` of a place that was shared. */
function positionOf(content: JsonObject): MessageDetails['position'] | null {
  const uri =
    textOf(content, 'geo_uri') ??
    textOf(objectOf(content, 'm.location'), 'uri') ??
    textOf(objectOf(content, 'org.matrix.msc3488.location'), 'uri')
  const found = /^geo:(-?\d{1,3}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)/.exec(uri ?? '')
  return found ? { latitude: Number(found[1]), longitude: Number(found[2]) } : null
}

function readLeakedRow(row: JsonObject, memory: RoomMemory, context: ReadContext): JsonSaid {
  const stamp = textOf(row, 'timestamp')
  if (stamp === null) return problemOf('no-timestamp')
  const time = leakedTime(row['timestamp'], stamp, context.zone)
  if (time === null) return problemOf('bad-timestamp')
  const from: Address | null = addressOf(row['sender_alias']) ?? addressOf(row['sender'])
  if (from === null) return problemOf('no-sender')
  const body = row['message'] ?? row['body']
  if (typeof body !== 'string') return problemOf('no-body')
  const key = textOf(row, 'chat_id') ?? textOf(row, 'room_id') ?? memory.room.key
  return {
    message: {
      network,
      conversation: { kind: 'group', key, title: null, participants: [from] },
      from,
      fromName: null,
      sent: time.sent,
      kind: 'text',
      body,
      mediaHashes: [],
      details: null,
    },
    repairs: time.repair === null ? noRepairs : [time.repair],
  }
}

function leakedTime(value: unknown, text: string, zone: string | null): ReturnType<typeof readWallTime> {
  const counted = numberOf({ value }, 'value')
  const unit = counted !== null && counted > 100_000_000_000 ? 'milliseconds' : 'seconds'
  const sent: SentTime | null = counted === null ? null : readEpochTime(value, unit)
  return sent === null ? readWallTime(text, zone) : { sent, repair: null }
}
