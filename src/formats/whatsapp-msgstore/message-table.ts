import { type Address, serviceAddress } from '../../core/handle.ts'
import type { Attachment, Reaction } from '../../core/message-details.ts'
import { integerIn, positionIn, textIn, textRepairs, timeIn, wordsIn } from '../sqlite-columns.ts'
import { type StoredRow, valueIn } from '../sqlite-file.ts'
import { firstOf, type Lookup } from '../sqlite-lookup.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { callOf, callWords } from './call-log.ts'
import {
  attachmentOf,
  type Chat,
  deliveryOf,
  fromMeIn,
  type MessageStore,
  messageReading,
  noticeText,
  senderOf,
} from './message-store.ts'

/** The tables that say more of a message, each found by the number of the message's row. */
interface Beside {
  readonly media: Lookup
  readonly quoted: Lookup
  readonly addOns: Lookup
  readonly reactions: Lookup
  readonly revoked: Lookup
  readonly edited: Lookup
  readonly forwarded: Lookup
  readonly viewOnce: Lookup
  readonly location: Lookup
  readonly system: Lookup
  readonly members: Lookup
  readonly numberChange: Lookup
  readonly vcards: Lookup
  readonly options: Lookup
  readonly template: Lookup
  readonly calls: Lookup
  readonly callLog: Lookup
}

/** What a message row is read with. */
interface Reader extends Beside {
  readonly store: MessageStore
}

/** Reads rows of `message`, the table of 2021 and later. */
export async function messageReader(store: MessageStore): Promise<(row: StoredRow) => Promise<RowReading>> {
  const of = (table: string, column = 'message_row_id'): Promise<Lookup> => store.finder(table, column)
  const reader: Reader = {
    store,
    media: await of('message_media'),
    quoted: await of('message_quoted'),
    addOns: await of('message_add_on', 'parent_message_row_id'),
    reactions: await of('message_add_on_reaction', 'message_add_on_row_id'),
    revoked: await of('message_revoked'),
    edited: await of('message_edit_info'),
    forwarded: await of('message_forwarded'),
    viewOnce: await of('message_view_once_media'),
    location: await of('message_location'),
    system: await of('message_system'),
    members: await of('message_system_chat_participant'),
    numberChange: await of('message_system_number_change'),
    vcards: await of('message_vcard'),
    options: await of('message_poll_option'),
    template: await of('message_template'),
    calls: await of('message_call_log'),
    callLog: await of('call_log', '_id'),
  }
  return async (row) => {
    const read = await readMessage(reader, row)
    return read.kind === 'message' ? { ...read, repairs: textRepairs(row, ['text_data']) } : read
  }
}

async function readMessage(reader: Reader, row: StoredRow): Promise<RowReading> {
  const { store } = reader
  const id = integerIn(row, '_id')
  const chat = await store.chatOf(valueIn(row, 'chat_row_id'))
  if (id === null || chat === null) return placeholder(row) ?? { kind: 'problem', code: 'no-recipient' }
  const type = integerIn(row, 'message_type')
  const called = await callBehind(reader, id)
  const sent = timeIn(called ?? row, 'timestamp', 'milliseconds')
  if (typeof sent === 'string') return { kind: 'problem', code: sent }
  const fromMe = fromMeIn(row, 'from_me')
  const named = await store.addressOf(valueIn(row, 'sender_jid_row_id'))
  if (type === 7)
    return messageReading(store.owner, {
      chat,
      from: named ?? serviceAddress,
      sent,
      kind: 'system',
      body: await noticeWords(reader, row, id),
      attachments: [],
      details: { sourceId: wordsIn(row, 'key_id') },
    })
  const from = fromMe === null ? null : senderOf(store.owner, fromMe, named, chat)
  if (from === null || fromMe === null) return { kind: 'problem', code: 'no-sender' }
  const words = await wordsOf(reader, { row, id, type, called })
  return messageReading(store.owner, {
    chat,
    from,
    sent,
    ...words,
    details: {
      ...(await detailsOf(reader, { row, id, type, chat })),
      ...words.details,
      delivery: fromMe ? deliveryOf(row) : null,
    },
  })
}

/** The row every store begins with, which holds nothing. */
function placeholder(row: StoredRow): RowReading | null {
  return row.rowid === 1 && wordsIn(row, 'text_data') === null && (integerIn(row, 'timestamp') ?? 0) === 0
    ? {
        kind: 'problem',
        code: 'not-a-record',
        says: 'The row WhatsApp begins its table with, which is no message.',
      }
    : null
}

async function callBehind({ calls, callLog }: Reader, id: number): Promise<StoredRow | null> {
  const link = await firstOf(calls, id)
  return link && (await firstOf(callLog, valueIn(link, 'call_log_row_id')))
}

/** The words of a notice, or its number, and the addresses it names. */
async function noticeWords(reader: Reader, row: StoredRow, id: number): Promise<string> {
  const { store } = reader
  const action = integerIn(await firstOf(reader.system, id), 'action_type')
  const members: string[] = []
  for (const member of await reader.members(id)) {
    const address = await store.addressOf(valueIn(member, 'user_jid_row_id'))
    if (address !== null) members.push(address)
  }
  const change = await firstOf(reader.numberChange, id)
  const [old, changed] = change
    ? [
        await store.addressOf(valueIn(change, 'old_jid_row_id')),
        await store.addressOf(valueIn(change, 'new_jid_row_id')),
      ]
    : [null, null]
  if (old !== null && changed !== null) members.push(`${old} is now ${changed}`)
  return noticeText(
    action,
    [wordsIn(row, 'text_data'), ...members].filter((text) => text !== null),
  )
}

interface RowFacts {
  readonly row: StoredRow
  readonly id: number
  readonly type: number | null
}

interface Words {
  readonly kind: 'text' | 'media' | 'call' | 'system'
  readonly body: string
  readonly attachments: readonly Attachment[]
  readonly details?: { readonly call: ReturnType<typeof callOf> }
}

const callTypes = new Set([8, 10, 90])
const nothingToShow = 11
const takenBack = new Set([15, 64])

async function wordsOf(
  reader: Reader,
  { row, id, type, called }: RowFacts & { readonly called: StoredRow | null },
): Promise<Words> {
  if (called)
    return { kind: 'call', body: callWords(called), attachments: [], details: { call: callOf(called) } }
  const media = await firstOf(reader.media, id)
  const attachment =
    media &&
    attachmentOf(
      reader.store.file,
      wordsIn(media, 'file_path'),
      wordsIn(media, 'media_name'),
      wordsIn(media, 'mime_type'),
    )
  const attachments = attachment ? [attachment] : []
  const own = textIn(row, 'text_data') ?? textIn(media, 'media_caption') ?? ''
  const body = own === '' ? await wordsBeside(reader, id) : await withOptions(reader, id, own)
  if (type !== null && callTypes.has(type) && body === '') return { kind: 'call', body: 'Call', attachments }
  if (body === '' && attachments.length > 0) return { kind: 'media', body, attachments }
  if (body === '' && type === nothingToShow)
    return { kind: 'system', body: 'Waiting for this message', attachments }
  const isRevoked = type !== null && takenBack.has(type)
  const unsaid = body === '' && !isRevoked && (await firstOf(reader.revoked, id)) === null
  if (unsaid && type !== 0 && type !== null)
    return { kind: 'system', body: `Message of type ${type}`, attachments }
  return { kind: 'text', body, attachments }
}

/** Words that stand in other tables: contact cards, the name of a place, a template. */
async function wordsBeside({ vcards, location, template }: Reader, id: number): Promise<string> {
  const cards = (await vcards(id)).map((card) => textIn(card, 'vcard')).filter((card) => card !== null)
  if (cards.length > 0) return cards.join('\n')
  const place = await firstOf(location, id)
  if (place) {
    const lines = [wordsIn(place, 'place_name'), wordsIn(place, 'place_address')].filter(
      (line) => line !== null,
    )
    return lines.length > 0 ? lines.join('\n') : 'Location'
  }
  return textIn(await firstOf(template, id), 'content_text_data') ?? ''
}

/** A poll's question and, below it, what could be chosen. */
async function withOptions({ options }: Reader, id: number, body: string): Promise<string> {
  const choices = (await options(id))
    .map((option) => textIn(option, 'option_name'))
    .filter((name) => name !== null)
  return choices.length === 0 ? body : [body, ...choices].join('\n')
}

async function detailsOf(
  reader: Reader,
  { row, id, type, chat }: RowFacts & { readonly chat: Chat },
): Promise<Parameters<typeof messageReading>[1]['details']> {
  const quoted = await firstOf(reader.quoted, id)
  const revoked = (type !== null && takenBack.has(type)) || (await firstOf(reader.revoked, id)) !== null
  const viewOnce = type === 42 || type === 43 || type === 82 || (await firstOf(reader.viewOnce, id)) !== null
  return {
    sourceId: wordsIn(row, 'key_id'),
    answers: quoted && { sourceId: wordsIn(quoted, 'key_id'), words: wordsIn(quoted, 'text_data') },
    reactions: await reactionsTo(reader, id, chat),
    earlier: (await firstOf(reader.edited, id)) === null ? null : [],
    deleted: revoked ? true : null,
    forwardedFrom: (await firstOf(reader.forwarded, id)) === null ? null : '',
    viewOnce: viewOnce ? true : null,
    position: positionIn(await firstOf(reader.location, id)),
  }
}

async function reactionsTo(
  { store, addOns, reactions }: Reader,
  id: number,
  { jid }: Chat,
): Promise<readonly Reaction[]> {
  const found: Reaction[] = []
  for (const addOn of await addOns(id)) {
    const reaction = await firstOf(reactions, valueIn(addOn, '_id'))
    const emoji = wordsIn(reaction, 'reaction')
    if (emoji === null) continue
    const fromMe = fromMeIn(addOn, 'from_me')
    const named = await store.addressOf(valueIn(addOn, 'sender_jid_row_id'))
    const from: Address | null =
      fromMe === null ? named : senderOf(store.owner, fromMe, named, { jid, subject: null })
    found.push({ emoji, from, timeText: textIn(reaction, 'sender_timestamp') ?? textIn(addOn, 'timestamp') })
  }
  return found
}
