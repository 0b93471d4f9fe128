import { parseAddress, serviceAddress } from '../../core/handle.ts'
import { integerIn, positionIn, textIn, textRepairs, timeIn, wordsIn } from '../sqlite-columns.ts'
import { type StoredRow, valueIn } from '../sqlite-file.ts'
import { firstOf, type Lookup } from '../sqlite-lookup.ts'
import type { RowReading } from '../sqlite-rows.ts'
import {
  attachmentOf,
  type Chat,
  deliveryOf,
  fromMeIn,
  isDirect,
  type MessageStore,
  messageReading,
  noticeText,
  senderOf,
} from './message-store.ts'

interface Reader {
  readonly store: MessageStore
  readonly subjects: Lookup
  readonly quotes: Lookup
  readonly media: Lookup
}

/** Reads rows of `messages`, the table before 2021. */
export async function legacyReader(store: MessageStore): Promise<(row: StoredRow) => Promise<RowReading>> {
  const reader: Reader = {
    store,
    subjects: await store.finder('chat_list', 'key_remote_jid'),
    quotes: await store.finder('messages_quotes', '_id'),
    media: await store.finder('message_media', 'message_row_id'),
  }
  return async (row) => {
    const read = await readMessage(reader, row)
    return read.kind === 'message' ? { ...read, repairs: textRepairs(row, ['data', 'media_caption']) } : read
  }
}

async function readMessage(reader: Reader, row: StoredRow): Promise<RowReading> {
  const { store } = reader
  const remote = wordsIn(row, 'key_remote_jid')
  const jid = remote === null ? null : parseAddress(remote)
  if (jid === null) return { kind: 'problem', code: 'no-recipient' }
  if (jid === '-1')
    return {
      kind: 'problem',
      code: 'not-a-record',
      says: 'The row WhatsApp begins its table with, which is no message.',
    }
  const sent = timeIn(row, 'timestamp', 'milliseconds')
  if (typeof sent === 'string') return { kind: 'problem', code: sent }
  const subject = isDirect(jid) ? null : wordsIn(await firstOf(reader.subjects, jid), 'subject')
  const chat: Chat = { jid, subject }
  const resource = wordsIn(row, 'remote_resource')
  const named = resource === null ? null : parseAddress(resource)
  if (integerIn(row, 'status') === 6) return notice(store, row, { chat, named, sent })
  const fromMe = fromMeIn(row, 'key_from_me')
  const from = fromMe === null ? null : senderOf(store.owner, fromMe, isDirect(jid) ? null : named, chat)
  if (from === null || fromMe === null) return { kind: 'problem', code: 'no-sender' }
  const words = await wordsOf(reader, row)
  const quote = await firstOf(reader.quotes, valueIn(row, 'quoted_row_id'))
  return messageReading(store.owner, {
    chat,
    from,
    sent,
    ...words,
    details: {
      sourceId: wordsIn(row, 'key_id'),
      answers: quote && { sourceId: wordsIn(quote, 'key_id'), words: wordsIn(quote, 'data') },
      deleted: textIn(row, 'media_wa_type') === '15' ? true : null,
      forwardedFrom: (integerIn(row, 'forwarded') ?? 0) > 0 ? '' : null,
      position: positionIn(row),
      delivery: fromMe ? deliveryOf(row) : null,
      ...words.details,
    },
  })
}

/** A notice: who did it stands in `remote_resource`, what it is in `media_size`, as WhatsApp uses the columns. */
function notice(
  { owner }: MessageStore,
  row: StoredRow,
  {
    chat,
    named,
    sent,
  }: { chat: Chat; named: Chat['jid'] | null; sent: Exclude<ReturnType<typeof timeIn>, string> },
): RowReading {
  const said = wordsIn(row, 'data')
  return messageReading(owner, {
    chat,
    from: named ?? serviceAddress,
    sent,
    kind: 'system',
    body: noticeText(integerIn(row, 'media_size'), said === null ? [] : [said]),
    attachments: [],
    details: { sourceId: wordsIn(row, 'key_id') },
  })
}

type Words = Pick<Parameters<typeof messageReading>[1], 'kind' | 'body' | 'attachments' | 'details'>

const callTypes = new Set(['8', '10'])
const mediaTypes = new Set(['1', '2', '3', '9', '13', '20', '42', '43'])

async function wordsOf({ store, media }: Reader, row: StoredRow): Promise<Words> {
  const type = textIn(row, 'media_wa_type') ?? '0'
  const file = await firstOf(media, valueIn(row, '_id'))
  const isMedia = mediaTypes.has(type) || file !== null
  const attachment = isMedia
    ? attachmentOf(
        store.file,
        wordsIn(file, 'file_path'),
        wordsIn(row, 'media_name'),
        wordsIn(row, 'media_mime_type') ?? wordsIn(file, 'mime_type'),
      )
    : null
  const attachments = attachment ? [attachment] : isMedia ? [{ name: null, claims: null, sha256: null }] : []
  const body =
    textIn(row, 'data') ?? textIn(row, 'media_caption') ?? (isMedia ? '' : (wordsIn(row, 'media_name') ?? ''))
  if (callTypes.has(type)) return callWords(row, type)
  if (body === '' && attachments.length > 0)
    return {
      kind: 'media',
      body,
      attachments,
      details: { viewOnce: type === '42' || type === '43' ? true : null },
    }
  if (body === '' && (type === '5' || type === '16'))
    return { kind: 'text', body: 'Location', attachments, details: {} }
  if (body === '' && type !== '0' && type !== '15')
    return { kind: 'system', body: `Message of type ${type}`, attachments, details: {} }
  return { kind: 'text', body, attachments, details: {} }
}

/** A call: type 10 is one that was missed; the duration stands in the columns of a file. */
function callWords(row: StoredRow, type: string): Words {
  const missed = type === '10'
  const durationSeconds = integerIn(row, 'media_duration')
  const call = { durationSeconds, answered: missed ? false : null, video: false }
  return { kind: 'call', body: missed ? 'Missed call' : 'Call', attachments: [], details: { call } }
}
