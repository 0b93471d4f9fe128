import type { Address, Network } from '../../core/handle.ts'
import type { ConversationRef, MessageKind } from '../../core/message.ts'
import type { Attachment, MessageDetails, Reaction } from '../../core/message-details.ts'
import { firstBeside, mediaHashesOf, nameIn } from '../attached-file.ts'
import { readEpochTime } from '../epoch-time.ts'
import type { EvidenceFile } from '../format.ts'
import { type JsonSaid, problemOf } from '../json-messages.ts'
import { isObject, type JsonObject, numberOf, objectOf, objectsOf, textOf, wordsOf } from '../json-values.ts'
import { noRepairs } from '../row-tiles.ts'
import { addressOf } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'
import { mendValue } from './mojibake.ts'

/** Where a message stands. */
export interface MetaPlace {
  readonly file: EvidenceFile
  readonly network: Network
  readonly conversation: (from: Address) => ConversationRef
}

/** Downloads of before 2019 count seconds: as milliseconds, a count of ten digits would be of the spring of 1970. */
function unitOf(stamp: unknown): 'seconds' | 'milliseconds' {
  return /^\d{9,10}$/.test(String(stamp)) ? 'seconds' : 'milliseconds'
}

/**
 * Reads one message of either dialect. Its words are the content and, below it, what was shared (its text and link)
 * where the content does not repeat it. Only the older dialect writes UTF-8 as Latin-1; it is mended there.
 */
export function readMetaMessage(raw: JsonObject, { file, network, conversation }: MetaPlace): JsonSaid {
  const encrypted = 'senderName' in raw
  const { value, mended } = encrypted ? { value: raw, mended: false } : mendValue(raw)
  const record = isObject(value) ? value : raw
  const stamp = record['timestamp_ms'] ?? record['timestamp']
  const sent = readEpochTime(stamp, unitOf(stamp))
  if (sent === null) return problemOf(stamp === undefined ? 'no-timestamp' : 'bad-timestamp')
  const from = addressOf(record['sender_name']) ?? addressOf(record['senderName'])
  if (from === null) return problemOf('no-sender')
  const attachments = filesOf(record).map((one) => attachment(one, file))
  const deleted = record['is_unsent'] === true || record['isUnsent'] === true
  const body = wordsIn(record)
  if (body === '' && attachments.length === 0 && !deleted && !saysAnything(record))
    return problemOf('no-body')
  const kind = kindOf(record, body, attachments.length > 0)
  return {
    message: {
      network,
      conversation: conversation(from),
      from,
      fromName: null,
      sent,
      kind,
      body: kind === 'call' && body === '' ? 'Call' : body,
      mediaHashes: mediaHashesOf(attachments),
      details: statedDetails({
        attachments,
        reactions: objectsOf(record, 'reactions').map(reactionOf),
        call: kind === 'call' ? callOf(record, body) : null,
        deleted: deleted ? true : null,
      }),
    },
    repairs: mended ? ['mojibake'] : noRepairs,
  }
}

function wordsIn(record: JsonObject): string {
  const own = wordsOf(record, 'content') || wordsOf(record, 'text')
  const share = objectOf(record, 'share')
  const shared = [wordsOf(share, 'share_text'), wordsOf(share, 'link')].filter(
    (words) => words !== '' && !own.includes(words),
  )
  return [own, ...shared].filter((words) => words !== '').join('\n')
}

/** A message may say nothing but that it was: words empty as they stand, a call, a notice, something left out. */
function saysAnything(record: JsonObject): boolean {
  return ['content', 'text', 'call_duration', 'type', 'users', 'share', 'is_geoblocked_for_viewer'].some(
    (field) => field in record,
  )
}

function kindOf(record: JsonObject, body: string, withFiles: boolean): MessageKind {
  const type = textOf(record, 'type')
  if ('call_duration' in record || type === 'Call') return 'call'
  if (type === 'Subscribe' || type === 'Unsubscribe') return 'system'
  return withFiles && body === '' ? 'media' : 'text'
}

function callOf(record: JsonObject, body: string): MessageDetails['call'] {
  const durationSeconds = numberOf(record, 'call_duration')
  const missed = record['missed'] === true
  const answered = missed ? false : durationSeconds !== null && durationSeconds > 0 ? true : null
  return { durationSeconds, answered, video: /\bvideo\b/i.test(body) }
}

function reactionOf(reaction: JsonObject): Reaction {
  const emoji = textOf(reaction, 'reaction') ?? ''
  return { emoji, from: addressOf(reaction['actor']), timeText: textOf(reaction, 'timestamp') }
}

const fileLists = ['photos', 'videos', 'audio_files', 'files', 'gifs', 'media'] as const

function filesOf(record: JsonObject): readonly JsonObject[] {
  const sticker = record['sticker']
  return [...fileLists.flatMap((list) => objectsOf(record, list)), ...(isObject(sticker) ? [sticker] : [])]
}

const deepest = 8

/** A `uri` is a path from the root of the export, which lies some folders above the file, or from the file itself. */
function attachment(one: JsonObject, file: EvidenceFile): Attachment {
  const uri = textOf(one, 'uri')
  const name = textOf(one, 'filename') ?? (uri === null ? null : nameIn(uri))
  if (uri === null || /^https?:/i.test(uri)) return { name, claims: null, sha256: null }
  const paths = Array.from({ length: deepest }, (_, up) => '../'.repeat(up) + uri)
  const inFolder = uri.split('/').slice(-2).join('/')
  const found = firstBeside(file, [...paths, inFolder])
  return { name, claims: null, sha256: found?.sha256 ?? null }
}
