import { type Address, type Network, parseAddress, parseNetwork } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { Attachment } from '../../core/message-details.ts'
import { firstBeside, nameIn } from '../attached-file.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import { ownerOf } from '../owner.ts'
import { networkNamed } from '../source-address.ts'
import { integerIn, wordsIn } from '../sqlite-columns.ts'
import { type Database, type StoredRow, valueIn } from '../sqlite-file.ts'
import { firstOf, type Lookup, lookup } from '../sqlite-lookup.ts'

/** The tables beside the messages: chats, handles and files, each found by the number of a message's row. */
export interface Chats {
  readonly file: EvidenceFile
  readonly owner: Address
  /** The chat of a message, and whether the message stands among those recently deleted. */
  chatOf(message: StoredRow): Promise<{ readonly chat: StoredRow | null; readonly deleted: boolean }>
  /** The address of a row of `handle`. */
  handle(row: unknown): Promise<Address | null>
  attachmentsOf(message: StoredRow): Promise<readonly Attachment[]>
}

/** Opens the tables beside the messages of a database. */
export async function openChats(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<Chats> {
  const of = (table: string, column: string): Promise<Lookup> =>
    lookup(database, database.table(table), column)
  const handles = await of('handle', 'rowid')
  const chats = await of('chat', 'rowid')
  const chatLinks = await of('chat_message_join', 'message_id')
  const deletedLinks = await of('chat_recoverable_message_join', 'message_id')
  const fileLinks = await of('message_attachment_join', 'message_id')
  const files = await of('attachment', 'rowid')
  return {
    file,
    owner: ownerOf(file, context),
    async chatOf(message) {
      const link = await firstOf(chatLinks, message.rowid)
      const deleted = link ? null : await firstOf(deletedLinks, message.rowid)
      const found = link ?? deleted
      return { chat: found && (await firstOf(chats, valueIn(found, 'chat_id'))), deleted: deleted !== null }
    },
    async handle(row) {
      const found = typeof row === 'number' && row > 0 ? await firstOf(handles, row) : null
      const id = wordsIn(found, 'id')
      return id === null ? null : parseAddress(id)
    },
    async attachmentsOf(message) {
      const attachments: Attachment[] = []
      for (const link of await fileLinks(message.rowid)) {
        const row = await firstOf(files, valueIn(link, 'attachment_id'))
        if (row) attachments.push(attachmentOf(file, row))
      }
      return attachments
    },
  }
}

/** Whether a chat has a room of its own: Apple's style 43, or the `;+;` of its identifier where the style is missing. */
export function isGroup(chat: StoredRow): boolean {
  const style = integerIn(chat, 'style')
  return style === 43 || (style !== 45 && (wordsIn(chat, 'guid') ?? '').includes(';+;'))
}

/** The conversation of a chat, or of two where the message is in none; null when nobody is named. */
export function conversationOf(
  chat: StoredRow | null,
  peer: Address | null,
  owner: Address,
): ConversationRef | null {
  const key = wordsIn(chat, 'chat_identifier') ?? wordsIn(chat, 'guid')
  if (chat !== null && key !== null && isGroup(chat))
    return { kind: 'group', key, title: wordsIn(chat, 'display_name'), participants: [] }
  const other = (key === null ? null : parseAddress(key)) ?? peer
  return other === null ? null : directConversation(owner, other)
}

/** The network a message went over, as the row or else its chat names it. */
export function networkOf(row: StoredRow, chat: StoredRow | null): Network {
  const service = wordsIn(row, 'service') ?? wordsIn(chat, 'service_name')
  if (service === null) return networkNamed('unknown')
  if (/^imessage/i.test(service)) return networkNamed('imessage')
  return parseNetwork(service.toLowerCase()) ?? networkNamed('unknown')
}

function attachmentOf(file: EvidenceFile, row: StoredRow): Attachment {
  const path = wordsIn(row, 'filename')
  const inside = path === null ? -1 : path.indexOf('Attachments/')
  const places = path === null || inside < 0 ? [] : [path.slice(inside), `../${path.slice(inside)}`]
  return {
    name: wordsIn(row, 'transfer_name') ?? (path === null ? null : nameIn(path)),
    claims: wordsIn(row, 'mime_type'),
    sha256: firstBeside(file, places)?.sha256 ?? null,
  }
}
