import type { Address } from '../../core/handle.ts'
import type { MessageKind } from '../../core/message.ts'
import type { Attachment, MessageDetails, Reaction } from '../../core/message-details.ts'
import { firstBeside, mediaHashesOf, nameIn, readingsOf } from '../attached-file.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { type JsonSaid, problemOf, readJsonMessages } from '../json-messages.ts'
import { readJsonOutline } from '../json-outline.ts'
import type { JsonRecords } from '../json-records.ts'
import {
  headText,
  isObject,
  type JsonObject,
  matches,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  wordsOf,
} from '../json-values.ts'
import { noRepairs } from '../row-tiles.ts'
import { addressOf, chatOf, networkNamed } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'
import { readAnyUtf } from '../utf16-file.ts'
import { readWallTime } from '../wall-clock.ts'

/**
 * A Discord channel as DiscordChatExporter writes it: `{guild, channel, messages}`, whole or in numbered parts. Every
 * channel is read as a group keyed by its id, direct messages as well: the file does not name the two in it, and the
 * id is the same in both accounts' exports. The sender is the account's id; `nickname` is the name shown.
 *
 * @see https://github.com/Tyrrrz/DiscordChatExporter/blob/master/DiscordChatExporter.Core/Exporting/JsonMessageWriter.cs
 */
export const discord: Format = {
  id: 'discord',
  version: 1,
  title: 'DiscordChatExporter export (JSON)',
  accepts:
    'The .json files of DiscordChatExporter, one for each channel or part, with their folders of files.',
  extensions: ['.json'],
  detects: 'A guild, a channel, and messages with author and timestamp.',
  example:
    '{"guild":{"id":"1","name":"Marsh"},"channel":{"id":"2","type":"GuildTextChat","name":"general"},"messages":[{"id":"3","type":"Default","timestamp":"2024-03-01T10:00:00+00:00","content":"hello","author":{"id":"4","name":"heron"}}]}',
  covers: 'every byte',
  idsAreShared: true,
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read: (file, context) => readAnyUtf(file, (text) => readPart(text, context)),
}

async function* readPart(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const channel = await readChannel(file)
  yield* readJsonMessages(file, {
    shape,
    read: (record) => readMessage(record, { file, context, channel }),
  })
}

const shape: JsonRecords = {
  lists: ['messages'],
  beginsRecord: (head) =>
    /^\{\s{0,200}"id"\s{0,9}:\s{0,9}"?\d{1,25}"?\s{0,9},\s{0,200}"type"\s{0,9}:/.test(head),
}
const network = networkNamed('discord')

interface Channel {
  readonly key: string
  readonly title: string | null
}

async function readChannel(file: EvidenceFile): Promise<Channel> {
  const { root } = await readJsonOutline(file, shape)
  const top = isObject(root) ? root : {}
  const channel = objectOf(top, 'channel')
  const key = textOf(channel, 'id') ?? textOf(channel, 'name') ?? chatOf(file)
  const parts = [textOf(objectOf(top, 'guild'), 'name'), textOf(channel, 'category'), textOf(channel, 'name')]
  const named = parts.filter((part) => part !== null)
  return { key, title: named.length > 0 ? named.join(' / ') : null }
}

interface Place {
  readonly file: EvidenceFile
  readonly context: ReadContext
  readonly channel: Channel
}

function readMessage(record: JsonObject, { file, context, channel }: Place): JsonSaid {
  const stamp = textOf(record, 'timestamp')
  if (stamp === null) return problemOf('no-timestamp')
  const time = readWallTime(stamp, context.zone)
  if (time === null) return problemOf('bad-timestamp')
  const author = objectOf(record, 'author')
  const from = accountOf(author)
  if (from === null) return problemOf('no-sender')
  const attachments = attachmentsOf(record, file)
  const body = wordsIn(record)
  const kind = kindOf(record, body, attachments.length > 0)
  return {
    message: {
      network,
      conversation: { kind: 'group', key: channel.key, title: channel.title, participants: [from] },
      from,
      fromName: textOf(author, 'nickname') ?? textOf(author, 'name'),
      sent: time.sent,
      kind,
      body,
      mediaHashes: mediaHashesOf(attachments),
      details: statedDetails({
        sourceId: textOf(record, 'id'),
        answers: answeredBy(record),
        attachments,
        reactions: objectsOf(record, 'reactions').flatMap(reactionsOf),
        call: kind === 'call' ? callOf(record, context.zone) : null,
        earlier: textOf(record, 'timestampEdited') === null ? null : [],
        forwardedFrom: isForwarded(record) ? '' : null,
      }),
    },
    repairs: time.repair === null ? noRepairs : [time.repair],
  }
}

function accountOf(account: JsonObject): Address | null {
  return addressOf(textOf(account, 'id')) ?? addressOf(textOf(account, 'name'))
}

/** Kinds that people write; the exporter gives the number of a kind it has no name for. Every other is a notice. */
const written = new Set([
  'Default',
  'Reply',
  'ApplicationCommand',
  'ThreadStarterMessage',
  'ContextMenuCommand',
])
const writtenNumbers = new Set(['0', '19', '20', '21', '23'])

function kindOf(record: JsonObject, body: string, withFiles: boolean): MessageKind {
  const type = textOf(record, 'type') ?? 'Default'
  if (type === 'Call' || type === '3') return 'call'
  if (!written.has(type) && !writtenNumbers.has(type)) return 'system'
  return withFiles && body === '' ? 'media' : 'text'
}

/** The message's own words; where it has none, those of what it forwards, of its cards, or of its poll. */
function wordsIn(record: JsonObject): string {
  const own = wordsOf(record, 'content')
  if (own !== '') return own
  const forwarded = objectOf(record, 'forwardedMessage')
  const passedOn = wordsOf(forwarded, 'content')
  if (passedOn !== '') return passedOn
  const cards = [...objectsOf(record, 'embeds'), ...objectsOf(forwarded, 'embeds')].flatMap(cardWords)
  const poll = objectOf(record, 'poll')
  const answers = objectsOf(poll, 'answers').map((answer) => wordsOf(answer, 'text'))
  const question = wordsOf(poll, 'question') || wordsOf(objectOf(poll, 'question'), 'text')
  return [...cards, question, ...answers].filter((words) => words !== '').join('\n')
}

function cardWords(embed: JsonObject): readonly string[] {
  const fields = objectsOf(embed, 'fields').flatMap((field) => [
    wordsOf(field, 'name'),
    wordsOf(field, 'value'),
  ])
  return [
    wordsOf(objectOf(embed, 'author'), 'name'),
    wordsOf(embed, 'title'),
    wordsOf(embed, 'description'),
    ...fields,
    wordsOf(objectOf(embed, 'footer'), 'text'),
  ]
}

/** Files and stickers; `url` is a path where the exporter was told to download, and may be that of another system. */
function attachmentsOf(record: JsonObject, file: EvidenceFile): readonly Attachment[] {
  const forwarded = objectOf(record, 'forwardedMessage')
  const files = [...objectsOf(record, 'attachments'), ...objectsOf(forwarded, 'attachments')].map((one) =>
    attachment(textOf(one, 'fileName'), textOf(one, 'url'), file),
  )
  const stickers = [...objectsOf(record, 'stickers'), ...objectsOf(forwarded, 'stickers')].map((one) =>
    attachment(textOf(one, 'name'), textOf(one, 'sourceUrl'), file),
  )
  return [...files, ...stickers]
}

function attachment(name: string | null, url: string | null, file: EvidenceFile): Attachment {
  const path = url === null || /^https?:/i.test(url) ? null : url
  const found = path === null ? null : firstBeside(file, readingsOf(path))
  return { name: name ?? (url === null ? null : nameIn(url)), claims: null, sha256: found?.sha256 ?? null }
}

function answeredBy(record: JsonObject): MessageDetails['answers'] | null {
  const answered = textOf(objectOf(record, 'reference'), 'messageId')
  return answered === null || isForwarded(record) ? null : { sourceId: answered, words: null }
}

function isForwarded(record: JsonObject): boolean {
  return isObject(record['forwardedMessage']) || textOf(objectOf(record, 'reference'), 'type') === 'Forward'
}

function reactionsOf(reaction: JsonObject): readonly Reaction[] {
  const shown = objectOf(reaction, 'emoji')
  const emoji = textOf(shown, 'name') ?? textOf(shown, 'code') ?? textOf(reaction, 'emoji') ?? ''
  const named = objectsOf(reaction, 'users').map((user) => ({ emoji, from: accountOf(user), timeText: null }))
  const count = numberOf(reaction, 'count') ?? named.length
  return count > named.length ? [...named, { emoji, from: null, timeText: null }] : named
}

function callOf(record: JsonObject, zone: string | null): MessageDetails['call'] {
  const ended = readWallTime(textOf(record, 'callEndedTimestamp') ?? '', zone)
  const began = readWallTime(textOf(record, 'timestamp') ?? '', zone)
  const durationSeconds = ended && began ? Math.round((ended.sent.at - began.sent.at) / 1_000_000) : null
  return { durationSeconds, answered: null, video: false }
}

const marks = [
  /"timestampEdited"\s{0,9}:/,
  /"discriminator"\s{0,9}:/,
  /"isPinned"\s{0,9}:/,
  /"exportedAt"\s{0,9}:/,
  /"dateRange"\s{0,9}:/,
  /"author"\s{0,9}:\s{0,9}\{/,
]

function sniff(head: Uint8Array): number {
  const text = headText(head)
  const framed =
    /^\s{0,200}\{/.test(text) &&
    /"channel"\s{0,9}:\s{0,9}\{/.test(text) &&
    /"messages"\s{0,9}:\s{0,9}\[/.test(text)
  if (!framed) return 0
  const hasGuild = /"guild"\s{0,9}:\s{0,9}\{/.test(text)
  // A channel in which nobody wrote.
  if (hasGuild && /"messages"\s{0,9}:\s{0,9}\[\s{0,200}\],\s{0,200}"messageCount"\s{0,9}:/.test(text))
    return 0.9
  const seen = matches(text, marks)
  return seen >= 2 ? 0.96 : seen === 1 && hasGuild ? 0.9 : 0
}
