import { type Address, serviceAddress } from '../../core/handle.ts'
import type { MessageKind } from '../../core/message.ts'
import type { Answered, Attachment, Delivery, EarlierWords } from '../../core/message-details.ts'
import type { ProblemCode } from '../../core/problem.ts'
import { parseEpochMicros, type SentTime } from '../../core/time.ts'
import { mediaHashesOf } from '../attached-file.ts'
import { bytesIn, integerIn, textIn, wordsIn } from '../sqlite-columns.ts'
import { type StoredRow, valueIn } from '../sqlite-file.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { statedDetails } from '../stated-details.ts'
import { wordsOfArchive } from './attributed-body.ts'
import { parseBinaryPlist } from './binary-plist.ts'
import { type Chats, conversationOf, networkOf } from './chats.ts'

/** Reads a row of `message`. */
export async function readMessage(chats: Chats, row: StoredRow): Promise<RowReading> {
  const sent = sentIn(row)
  if (typeof sent === 'string') return { kind: 'problem', code: sent }
  const { chat, deleted } = await chats.chatOf(row)
  const handle = await chats.handle(valueIn(row, 'handle_id'))
  const conversation = conversationOf(chat, handle, chats.owner)
  if (conversation === null) return { kind: 'problem', code: 'no-recipient' }
  const isNotice = (integerIn(row, 'item_type') ?? 0) !== 0 || integerIn(row, 'is_system_message') === 1
  const other =
    conversation.kind === 'direct' ? conversation.participants.find((who) => who !== chats.owner) : null
  const from = senderOf(row, chats.owner, handle ?? other ?? null) ?? (isNotice ? serviceAddress : null)
  if (from === null) return { kind: 'problem', code: 'no-sender' }
  const attachments = await chats.attachmentsOf(row)
  const changes = changesIn(row)
  const said = isNotice ? await noticeOf(chats, row) : saidIn(row, attachments, changes.deleted)
  if (said === null)
    return {
      kind: 'problem',
      code: 'no-body',
      says: 'The record states no words that can be read, and no file.',
    }
  return {
    kind: 'message',
    message: {
      network: networkOf(row, chat),
      conversation:
        conversation.kind === 'group' && from !== serviceAddress
          ? { ...conversation, participants: [from] }
          : conversation,
      from,
      fromName: null,
      sent,
      ...said,
      mediaHashes: mediaHashesOf(attachments),
      details: statedDetails({
        sourceId: wordsIn(row, 'guid'),
        answers: answeredBy(row),
        attachments,
        delivery: deliveryOf(row),
        earlier: changes.earlier,
        deleted: deleted || changes.deleted ? true : null,
      }),
    },
  }
}

/** Microseconds from 1970 to Apple's epoch, the first instant of 2001 in UTC. */
const epoch2001 = 978_307_200_000_000
/** A count as large as this is of nanoseconds: as seconds it would be past the year 5000. */
const leastNanos = 100_000_000_000

/** Seconds since 2001, or nanoseconds since iOS 11 and macOS 10.13. */
function sentIn(row: StoredRow): SentTime | ProblemCode {
  const value = valueIn(row, 'date')
  if (value === null || value === 0) return 'no-timestamp'
  if (typeof value !== 'bigint' && (typeof value !== 'number' || !Number.isInteger(value)))
    return 'bad-timestamp'
  const isNanos = value >= leastNanos || value <= -leastNanos
  const micros = isNanos ? Number(BigInt(value) / 1000n) : Number(value) * 1_000_000
  const at = parseEpochMicros(micros + epoch2001)
  return at === null ? 'bad-timestamp' : { at, text: String(value), zone: 'stated' }
}

function senderOf(row: StoredRow, owner: Address, other: Address | null): Address | null {
  const fromMe = integerIn(row, 'is_from_me')
  return fromMe === 1 ? owner : fromMe === 0 ? other : null
}

interface Said {
  readonly kind: MessageKind
  readonly body: string
}

/** The words of a message, the notice a tapback is, or null when there is nothing of either. */
function saidIn(row: StoredRow, attachments: readonly Attachment[], takenBack: boolean): Said | null {
  const words = wordsOf(row)
  const tapback = tapbackWords(row)
  if (tapback !== null) return { kind: 'system', body: words === '' || words === null ? tapback : words }
  if (words !== null && words.replaceAll('\ufffc', '').trim() !== '') return { kind: 'text', body: words }
  if (attachments.length > 0 || (integerIn(row, 'cache_has_attachments') ?? 0) === 1)
    return { kind: 'media', body: '' }
  if (takenBack || (words !== null && bytesIn(row, 'attributedbody') === null))
    return { kind: 'text', body: words ?? '' }
  const app = wordsIn(row, 'balloon_bundle_id')
  return app === null ? null : { kind: 'system', body: `Message of the app ${app}` }
}

/** The plain text, else that of the archive beside it, below the subject where there is one. */
function wordsOf(row: StoredRow): string | null {
  const text = textIn(row, 'text')
  const archive = text === null || text === '' ? bytesIn(row, 'attributedbody') : null
  const words = (archive === null ? null : wordsOfArchive(archive)) ?? text
  const subject = wordsIn(row, 'subject')
  return subject === null ? words : [subject, words].filter((part) => part !== null).join('\n')
}

const tapbacks = [
  'Loved',
  'Liked',
  'Disliked',
  'Laughed at',
  'Emphasised',
  'Questioned',
  'Reacted to',
  'Put a sticker on',
]

function tapbackWords(row: StoredRow): string | null {
  const type = integerIn(row, 'associated_message_type') ?? 0
  if (type < 2000 || type >= 4000) return null
  const does = tapbacks[type % 1000] ?? `Reacted (${type}) to`
  const emoji = wordsIn(row, 'associated_message_emoji')
  const said = `${does} a message${emoji === null ? '' : `: ${emoji}`}`
  return type >= 3000 ? `Took back: ${said}` : said
}

/** The message a reply or tapback belongs to. */
function answeredBy(row: StoredRow): Answered | null {
  const associated = wordsIn(row, 'associated_message_guid')?.replace(/^(?:p:-?\d{1,9}\/|bp:)/, '') ?? null
  const type = integerIn(row, 'associated_message_type') ?? 0
  const sourceId = (type >= 1000 ? associated : null) ?? wordsIn(row, 'thread_originator_guid')
  return sourceId === null ? null : { sourceId, words: null }
}

/** How far a message of the owner had got. */
function deliveryOf(row: StoredRow): Delivery | null {
  if (integerIn(row, 'is_from_me') !== 1) return null
  if ((integerIn(row, 'error') ?? 0) !== 0) return 'failed'
  if (integerIn(row, 'is_read') === 1) return 'read'
  if (integerIn(row, 'is_delivered') === 1) return 'delivered'
  return integerIn(row, 'is_sent') === 1 ? 'sent' : null
}

/** A notice of the app: who came, left or was named, as the columns state it. */
async function noticeOf(chats: Chats, row: StoredRow): Promise<Said> {
  const item = integerIn(row, 'item_type') ?? 0
  const action = integerIn(row, 'group_action_type') ?? 0
  const words = wordsOf(row)
  const body = words !== null && words !== '' ? words : await noticeWords(chats, row, item, action)
  return { kind: 'system', body }
}

async function noticeWords(chats: Chats, row: StoredRow, item: number, action: number): Promise<string> {
  const whom = (await chats.handle(valueIn(row, 'other_handle'))) ?? 'somebody'
  if (item === 1 && action <= 1) return action === 0 ? `Added ${whom}` : `Removed ${whom}`
  if (item === 2) {
    const title = wordsIn(row, 'group_title')
    return title === null ? 'Removed the name of the conversation' : `Named the conversation ${title}`
  }
  if (item === 3 && action === 0) return 'Left the conversation'
  if (item === 3 && action <= 2) return action === 1 ? 'Changed the group photo' : 'Removed the group photo'
  if (item === 4) return 'Location sharing'
  if (item === 5) return 'Kept an audio message'
  return item === 6 ? 'FaceTime' : `Notice ${item}`
}

interface Changes {
  readonly earlier: readonly EarlierWords[] | null
  readonly deleted: boolean
}

/** Edits and parts taken back: `message_summary_info` lists the former words, two columns say that there were any. */
function changesIn(row: StoredRow): Changes {
  const edited = isSet(valueIn(row, 'date_edited'))
  const retracted = isSet(valueIn(row, 'date_retracted'))
  const info = bytesIn(row, 'message_summary_info')
  const summary = info === null ? null : parseBinaryPlist(info)
  if (!(summary instanceof Map)) return { earlier: edited ? [] : null, deleted: retracted }
  const takenBack: unknown = summary.get('rp')
  const earlier = earlierWords(summary.get('ec'))
  return {
    earlier: earlier.length > 0 || edited ? earlier : null,
    deleted: retracted || (Array.isArray(takenBack) && takenBack.length > 0),
  }
}

function isSet(value: unknown): boolean {
  return value !== null && value !== 0
}

/** All but the last words of each part, oldest first: the last are those the message has now. */
function earlierWords(parts: unknown): EarlierWords[] {
  if (!(parts instanceof Map)) return []
  const found: { readonly at: number; readonly words: EarlierWords }[] = []
  for (const events of parts.values()) {
    if (!Array.isArray(events)) continue
    for (const event of events.slice(0, -1)) {
      const archive: unknown = event instanceof Map ? event.get('t') : null
      const date: unknown = event instanceof Map ? event.get('d') : null
      const body = archive instanceof Uint8Array ? wordsOfArchive(archive) : null
      const at = typeof date === 'number' ? date : 0
      if (body !== null)
        found.push({ at, words: { body, timeText: typeof date === 'number' ? String(date) : null } })
    }
  }
  return found.toSorted((a, b) => a.at - b.at).map(({ words }) => words)
}
