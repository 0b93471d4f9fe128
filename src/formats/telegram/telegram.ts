import type { Address } from '../../core/handle.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { type JsonSaid, problemOf, readJsonMessages } from '../json-messages.ts'
import type { JsonRecords } from '../json-records.ts'
import { headText, type JsonObject, matches, textOf } from '../json-values.ts'
import { addressOf, networkNamed } from '../source-address.ts'
import { readAnyUtf } from '../utf16-file.ts'
import { prefixOf, readTelegramChats } from './telegram-chats.ts'
import { readTelegramMessage } from './telegram-message.ts'

/**
 * Chats as Telegram Desktop exports them: `result.json` of one chat (`{name, type, id, messages}`) or of a whole
 * account (`personal_information, contacts, chats.list[], left_chats.list[]`). `date` is the local time of whoever
 * exported, without its zone, so `date_unixtime` is read where it stands. A chat of two names the other side only: the
 * account's owner is told from `personal_information`, from the chat with oneself, or from who else writes in such a
 * chat. See `telegram-message.ts` for messages.
 *
 * @see https://github.com/telegramdesktop/tdesktop/blob/dev/Telegram/SourceFiles/export/output/export_output_json.cpp
 */
export const telegram: Format = {
  id: 'telegram',
  version: 1,
  title: 'Telegram Desktop export (JSON)',
  accepts:
    'The folder of a Telegram Desktop export in JSON: result.json with the photos and files beside it.',
  extensions: ['.json'],
  detects: 'Messages with date_unixtime, from_id or text_entities, or the type Telegram gives a chat.',
  example:
    '{"name":"Heron","type":"personal_chat","id":700,"messages":[{"id":1,"type":"message","date":"2024-03-01T10:00:00","date_unixtime":"1709287200","from":"Heron","from_id":"user700","text":"hello"}]}',
  covers: 'every byte',
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read: (file, context) => readAnyUtf(file, (text) => readChats(text, context)),
}

async function* readChats(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const chats = await readTelegramChats(file, context, shape)
  yield* readJsonMessages(file, {
    shape,
    unread,
    read: (record, list) =>
      list?.name.endsWith('contacts.list') === true
        ? readContact(record, chats.owner)
        : readTelegramMessage(record, { file, context, chats, list }),
  })
}

const shape: JsonRecords = {
  lists: ['messages', 'frequent_contacts.list', 'contacts.list'],
  beginsRecord: (head) =>
    /^\{\s{0,200}"id"\s{0,9}:\s{0,9}-?\d{1,20}\s{0,9},\s{0,200}"type"\s{0,9}:\s{0,9}"(?:message|service|unsupported)"/.test(
      head,
    ),
}
const network = networkNamed('telegram')

function readContact(record: JsonObject, owner: Address | null): JsonSaid {
  const id = textOf(record, 'user_id') ?? textOf(record, 'id')
  const kind = textOf(record, 'type')
  const prefix = kind === null || kind === 'user' ? 'user' : prefixOf(kind)
  const address = addressOf(id === null ? textOf(record, 'phone_number') : `${prefix}${id}`)
  const parts = ['first_name', 'last_name']
    .map((field) => textOf(record, field))
    .filter((part) => part !== null)
  const name = textOf(record, 'name') ?? (parts.length > 0 ? parts.join(' ') : textOf(record, 'phone_number'))
  if (address === null || name === null)
    return problemOf('not-a-record', 'The contact states no name or no number.')
  return { contact: { network, address, name, savedBy: owner } }
}

/** Parts of an account's export that hold neither messages nor contacts. */
const otherParts = ['sessions', 'web_sessions', 'other_data', 'stories', 'profile_pictures', 'ips'] as const

function unread(text: string): string | null {
  const found = otherParts.filter((part) =>
    new RegExp(`"${part}"\\s{0,9}:\\s{0,9}(?:\\{|\\[\\s{0,200}\\{)`).test(text),
  )
  return found.length === 0
    ? null
    : `This part of the export (${found.join(', ')}) holds no messages and is not read.`
}

const chatType =
  /"type"\s{0,9}:\s{0,9}"(?:personal_chat|bot_chat|saved_messages|replies|verify_codes|private_group|(?:private|public)_(?:supergroup|channel))"/
const recordMarks = [
  /"date_unixtime"\s{0,9}:/,
  /"text_entities"\s{0,9}:/,
  /"(?:from|actor)_id"\s{0,9}:\s{0,9}"?(?:user|channel|chat)?\d/,
  /"type"\s{0,9}:\s{0,9}"(?:message|service)"/,
]

function sniff(head: Uint8Array): number {
  const text = headText(head)
  if (!/^\s{0,200}\{/.test(text)) return 0
  const list = /"messages"\s{0,9}:\s{0,9}\[/.test(text)
  const marks = matches(text, recordMarks)
  if (list && chatType.test(text)) return marks > 0 ? 0.97 : 0.8
  if (list && marks >= 2) return 0.95
  return /"(?:personal_information|frequent_contacts)"\s{0,9}:\s{0,9}\{/.test(text) && /Telegram/.test(text)
    ? 0.9
    : 0
}
