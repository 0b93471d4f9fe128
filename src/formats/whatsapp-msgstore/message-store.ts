import { type Address, parseAddress, serviceAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation, type Message } from '../../core/message.ts'
import type { Attachment, MessageDetails } from '../../core/message-details.ts'
import type { SentTime } from '../../core/time.ts'
import { firstBeside, mediaHashesOf, nameIn } from '../attached-file.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import { ownerOf } from '../owner.ts'
import { networkNamed } from '../source-address.ts'
import { integerIn, textIn, wordsIn } from '../sqlite-columns.ts'
import { type Database, type StoredRow, valueIn } from '../sqlite-file.ts'
import { firstOf, type Lookup, lookup } from '../sqlite-lookup.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { type Stated, statedDetails } from '../stated-details.ts'

/** WhatsApp. */
export const whatsapp = networkNamed('whatsapp')

/** A message store open for reading: its addresses, chats and the tables that say more of a message. */
export interface MessageStore {
  readonly database: Database
  readonly file: EvidenceFile
  readonly owner: Address
  /** Finds rows of a table by one of its columns; of none when the store has no such table. */
  finder(table: string, column: string): Promise<Lookup>
  /** The address of a row of `jid`; where the store maps it to a telephone number, that of the number. */
  addressOf(jidRow: unknown): Promise<Address | null>
  /** The chat of a row of `chat`. */
  chatOf(chatRow: unknown): Promise<Chat | null>
}

/** A chat: the address it is kept under and the name it is shown with. */
export interface Chat {
  readonly jid: Address
  readonly subject: string | null
}

/** A message before its conversation is made of its chat. */
export interface StatedMessage {
  readonly chat: Chat
  readonly from: Address
  readonly sent: SentTime
  readonly kind: Message['kind']
  readonly body: string
  readonly attachments: readonly Attachment[]
  readonly details: Stated
}

/** Opens the store of a database. */
export async function openStore(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<MessageStore> {
  const finder = (table: string, column: string): Promise<Lookup> =>
    lookup(database, database.table(table), column)
  const jids = await finder('jid', '_id')
  const numbers = await finder('jid_map', 'lid_row_id')
  const chats = await finder('chat', '_id')
  const addressOf = async (jidRow: unknown): Promise<Address | null> => {
    if (typeof jidRow !== 'number') return null
    const mapped = await firstOf(numbers, jidRow)
    const number = mapped && jidText(await firstOf(jids, valueIn(mapped, 'jid_row_id')))
    return number ?? jidText(await firstOf(jids, jidRow))
  }
  return {
    database,
    file,
    owner: ownerOf(file, context),
    finder,
    addressOf,
    async chatOf(chatRow) {
      const row = typeof chatRow === 'number' ? await firstOf(chats, chatRow) : null
      const jid = row && (await addressOf(valueIn(row, 'jid_row_id')))
      return jid ? { jid, subject: wordsIn(row, 'subject') } : null
    },
  }
}

/** Whether a chat is between two: its address is a person's and neither a group, a list nor a channel. */
export function isDirect(jid: string): boolean {
  return !/@(?:g\.us|broadcast|newsletter|temp|call)$|^status$/i.test(jid)
}

/** The conversation of a chat. A group takes its key from its address. */
export function conversationOf({ jid, subject }: Chat, owner: Address, from: Address): ConversationRef {
  if (isDirect(jid)) return directConversation(owner, jid)
  return { kind: 'group', key: jid, title: subject, participants: from === serviceAddress ? [] : [from] }
}

/** The reading of a message. */
export function messageReading(
  owner: Address,
  { chat, from, sent, kind, body, attachments, details }: StatedMessage,
): Extract<RowReading, { kind: 'message' }> {
  const stated: MessageDetails | null = statedDetails({ ...details, attachments })
  const message: Message = {
    network: whatsapp,
    conversation: conversationOf(chat, owner, from),
    from,
    fromName: null,
    sent,
    kind,
    body,
    mediaHashes: mediaHashesOf(attachments),
    details: stated,
  }
  return { kind: 'message', message }
}

/** The sender: the owner, the member the row names, or whoever a chat of two is with. */
export function senderOf(
  owner: Address,
  fromMe: boolean,
  named: Address | null,
  { jid }: Chat,
): Address | null {
  if (fromMe) return owner
  return named ?? (isDirect(jid) ? jid : null)
}

/** The file of a message: its name, media type and, where the exhibit holds it, its hash. */
export function attachmentOf(
  file: EvidenceFile,
  path: string | null,
  name: string | null,
  claims: string | null,
): Attachment | null {
  if (path === null && name === null && claims === null) return null
  const found = path === null ? null : firstBeside(file, placesOf(path))
  return { name: name ?? (path === null ? null : nameIn(path)), claims, sha256: found?.sha256 ?? null }
}

/** What the status of a message the owner sent says of its way; other numbers say nothing known. */
export function deliveryOf(row: StoredRow): MessageDetails['delivery'] | null {
  return deliveries.get(integerIn(row, 'status') ?? -1) ?? null
}

const deliveries = new Map<number, MessageDetails['delivery']>([
  [4, 'sent'],
  [5, 'delivered'],
  [8, 'read'],
  [13, 'read'],
])

/** The flag that says whether the owner sent a row; null when it is neither yes nor no. */
export function fromMeIn(row: StoredRow, column: string): boolean | null {
  const value = integerIn(row, column)
  return value === 1 ? true : value === 0 ? false : null
}

/** What a notice is: WhatsApp's number for it, with its meaning where it is known, and the words and addresses it names. */
export function noticeText(action: number | null, said: readonly string[]): string {
  const meaning = action === null ? undefined : noticeMeanings.get(action)
  const head = ['Notice', action, meaning && `(${meaning})`].filter(
    (part) => part !== null && part !== undefined,
  )
  return said.length === 0 ? head.join(' ') : `${head.join(' ')}: ${said.join(', ')}`
}

/** Numbers of notices whose meaning public readers of the store agree on. */
const noticeMeanings: ReadonlyMap<number, string> = new Map([
  [1, 'name changed'],
  [5, 'left'],
  [6, 'photo changed'],
  [10, 'number changed'],
  [11, 'group created'],
  [12, 'added'],
  [14, 'removed'],
  [15, 'made admin'],
  [20, 'joined by link'],
  [27, 'description changed'],
])

/** Where the Media folder may lie from the database: beside it, above it, or in a folder WhatsApp beside either. */
function placesOf(path: string): readonly string[] {
  const clean = path.replace(/^.{0,200}?(?=(?:WhatsApp[^/]{0,20}\/)?Media\/)/, '')
  const inFolder = clean.replace(/^WhatsApp[^/]{0,20}\//, '')
  return [clean, inFolder, `WhatsApp/${inFolder}`].flatMap((some) => [some, `../${some}`, `../../${some}`])
}

function jidText(row: StoredRow | null): Address | null {
  if (row === null) return null
  const raw = wordsIn(row, 'raw_string')
  if (raw !== null) return parseAddress(raw)
  const user = wordsIn(row, 'user')
  const server = textIn(row, 'server')
  return user === null ? null : parseAddress(server === null || server === '' ? user : `${user}@${server}`)
}
