import { type Address, serviceAddress } from '../../core/handle.ts'
import type { MessageKind } from '../../core/message.ts'
import type { Attachment, MessageDetails, Reaction } from '../../core/message-details.ts'
import { firstBeside, mediaHashesOf } from '../attached-file.ts'
import { readEpochTime } from '../epoch-time.ts'
import type { EvidenceFile } from '../format.ts'
import { type JsonSaid, problemOf } from '../json-messages.ts'
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
import { statedDetails } from '../stated-details.ts'
import { type SlackPlace, userName } from './slack-lists.ts'

const network = networkNamed('slack')

/**
 * Reads one message. `message_changed` and `message_deleted` wrap the message they are about, whose own time and sender
 * are read; the words before the change are kept. A reply in a thread answers the message that began it. `&amp;`,
 * `&lt;` and `&gt;` are how Slack writes these three characters; `<@U01>` and links stay as they stand.
 */
export function readSlackMessage(
  record: JsonObject,
  { file, place }: { readonly file: EvidenceFile; readonly place: SlackPlace },
): JsonSaid {
  const { message, before, deleted } = unwrapped(record)
  const sent = readEpochTime(message['ts'], 'seconds')
  if (sent === null) return problemOf(message['ts'] === undefined ? 'no-timestamp' : 'bad-timestamp')
  const kind = kindOf(message)
  const from = senderOf(message) ?? (kind === 'system' || deleted ? serviceAddress : null)
  if (from === null) return problemOf('no-sender')
  const attachments = filesOf(message).map((one) => attachment(one, file))
  const body = wordsIn(message)
  const silent = body === '' && attachments.length === 0 && kind === 'text' && !deleted
  if (silent && typeof message['text'] !== 'string') return problemOf('no-body')
  return {
    message: {
      network,
      conversation: place.conversation(from),
      from,
      fromName: shownName(message) ?? place.nameOf(from),
      sent,
      kind: kind === 'text' && body === '' && attachments.length > 0 ? 'media' : kind,
      body: body === '' && kind === 'call' ? 'Huddle' : body,
      mediaHashes: mediaHashesOf(attachments),
      details: statedDetails({
        sourceId: textOf(message, 'ts'),
        answers: answeredBy(message),
        attachments,
        reactions: objectsOf(message, 'reactions').flatMap(reactionsOf),
        call: kind === 'call' ? callOf(objectOf(message, 'room')) : null,
        earlier: before ?? (isObject(message['edited']) ? [] : null),
        deleted: deleted || textOf(message, 'subtype') === 'tombstone' ? true : null,
      }),
    },
    repairs: noRepairs,
  }
}

interface Unwrapped {
  readonly message: JsonObject
  readonly before: MessageDetails['earlier'] | null
  readonly deleted: boolean
}

function unwrapped(record: JsonObject): Unwrapped {
  const subtype = textOf(record, 'subtype')
  const [now, previous] = [record['message'], record['previous_message'] ?? record['original']]
  if (subtype === 'message_changed' && isObject(now)) {
    const words = isObject(previous) ? wordsIn(previous) : null
    const timeText = isObject(previous) ? textOf(objectOf(previous, 'edited'), 'ts') : null
    return { message: now, before: words === null ? [] : [{ body: words, timeText }], deleted: false }
  }
  if (subtype === 'message_deleted') {
    const stamp = { ts: record['deleted_ts'] ?? record['ts'], text: '' }
    return { message: isObject(previous) ? previous : stamp, before: null, deleted: true }
  }
  if (subtype === 'message_replied' && isObject(now)) return { message: now, before: null, deleted: false }
  return { message: record, before: null, deleted: false }
}

/** Subtypes that people and their programs write; every other is a notice. */
const written = new Set(
  'bot_message me_message file_share file_comment file_mention thread_broadcast reply_broadcast slackbot_response assistant_app_thread tombstone message_deleted message_changed message_replied'.split(
    ' ',
  ),
)

function kindOf(message: JsonObject): MessageKind {
  const subtype = textOf(message, 'subtype')
  if (subtype === 'huddle_thread' || subtype === 'sh_room_created') return 'call'
  return subtype === null || written.has(subtype) ? 'text' : 'system'
}

function senderOf(message: JsonObject): Address | null {
  return (
    addressOf(message['user']) ??
    addressOf(objectOf(message, 'comment')['user']) ??
    addressOf(message['bot_id']) ??
    addressOf(objectOf(message, 'user_profile')['name']) ??
    addressOf(message['username']) ??
    addressOf(objectOf(message, 'bot_profile')['id'])
  )
}

function shownName(message: JsonObject): string | null {
  return (
    userName(objectOf(message, 'user_profile')) ??
    textOf(message, 'username') ??
    textOf(objectOf(message, 'bot_profile'), 'name')
  )
}

/** The words of a message; where `text` is empty, those of its attachments (cards of programs) or its blocks. */
function wordsIn(message: JsonObject): string {
  const own = wordsOf(message, 'text')
  if (own !== '') return unescaped(own)
  const cards = objectsOf(message, 'attachments').flatMap(cardWords)
  const words = cards.length > 0 ? cards : blockWords(message['blocks'])
  return unescaped(words.join('\n'))
}

function cardWords(card: JsonObject): readonly string[] {
  const fields = objectsOf(card, 'fields').flatMap((field) => [
    wordsOf(field, 'title'),
    wordsOf(field, 'value'),
  ])
  const said = [wordsOf(card, 'pretext'), wordsOf(card, 'title'), wordsOf(card, 'text'), ...fields].filter(
    (words) => words !== '',
  )
  if (said.length > 0) return said
  const inBlocks = blockWords(card['blocks'] ?? card['message_blocks'])
  if (inBlocks.length > 0) return inBlocks
  const fallback = wordsOf(card, 'fallback')
  return fallback === '' ? [] : [fallback]
}

/** Every `text` in blocks that is words, in order; a stretch of rich text is one, its emoji and mentions as Slack writes them in `text`. */
function blockWords(block: unknown): readonly string[] {
  if (Array.isArray(block)) return block.flatMap(blockWords)
  if (!isObject(block)) return []
  if (/^rich_text_(?:section|preformatted|quote)$/.test(textOf(block, 'type') ?? ''))
    return [objectsOf(block, 'elements').map(richWords).join('')].filter((words) => words !== '')
  return Object.entries(block).flatMap(([name, value]) =>
    name === 'text' && typeof value === 'string'
      ? [value]
      : typeof value === 'object'
        ? blockWords(value)
        : [],
  )
}

function richWords(element: JsonObject): string {
  const [user, channel] = [textOf(element, 'user_id'), textOf(element, 'channel_id')]
  if (user !== null) return `<@${user}>`
  if (channel !== null) return `<#${channel}>`
  const range = textOf(element, 'range')
  if (range !== null) return `<!${range}>`
  if (element['type'] === 'emoji') return `:${wordsOf(element, 'name')}:`
  const [url, words] = [wordsOf(element, 'url'), wordsOf(element, 'text')]
  return words === '' ? url : words
}

function unescaped(text: string): string {
  return text.includes('&')
    ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    : text
}

function answeredBy(message: JsonObject): MessageDetails['answers'] | null {
  const thread = textOf(message, 'thread_ts')
  return thread === null || thread === textOf(message, 'ts') ? null : { sourceId: thread, words: null }
}

function reactionsOf(reaction: JsonObject): readonly Reaction[] {
  const emoji = textOf(reaction, 'name') ?? ''
  const named = listOf(reaction, 'users').map((user) => ({ emoji, from: addressOf(user), timeText: null }))
  const count = numberOf(reaction, 'count') ?? named.length
  return count > named.length ? [...named, { emoji, from: null, timeText: null }] : named
}

function callOf(room: JsonObject): MessageDetails['call'] {
  const [began, ended] = [numberOf(room, 'date_start'), numberOf(room, 'date_end')]
  const durationSeconds =
    began !== null && ended !== null && ended >= began && began > 0 ? ended - began : null
  return { durationSeconds, answered: null, video: false }
}

function filesOf(message: JsonObject): readonly JsonObject[] {
  const files = objectsOf(message, 'files')
  const single = message['file']
  return files.length === 0 && isObject(single) ? [single] : files
}

/** A Slack export holds no files; tools that fetch them put them where these paths say. */
function attachment(one: JsonObject, file: EvidenceFile): Attachment {
  const name = textOf(one, 'name') ?? textOf(one, 'title')
  const id = textOf(one, 'id') ?? ''
  const found = firstBeside(file, [
    `attachments/${id}-${name}`,
    `../attachments/${id}-${name}`,
    `../__uploads/${id}/${name}`,
    `${id}-${name}`,
  ])
  return { name, claims: textOf(one, 'mimetype'), sha256: found?.sha256 ?? null }
}
