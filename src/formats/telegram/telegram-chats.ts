import { type Address, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import { type JsonOutline, readJsonOutline } from '../json-outline.ts'
import type { JsonList, JsonPiece, JsonRecords } from '../json-records.ts'
import { headText, isObject, type JsonObject, objectOf, textOf } from '../json-values.ts'
import { ownerOf } from '../owner.ts'
import { chatOf } from '../source-address.ts'

/** What an export states of its chats and of whose they are. */
export interface TelegramChats {
  /** The account's own address as the export states it; null when it does not. */
  readonly owner: Address | null
  /** The conversation of a message in that list, by its sender. */
  conversation(list: JsonList | null, from: Address): ConversationRef
}

/** Reads an export once for what it states of its chats, wherever that stands, and for whose it is. */
export async function readTelegramChats(
  file: EvidenceFile,
  context: ReadContext,
  shape: JsonRecords,
): Promise<TelegramChats> {
  const senders = new Map<number, Set<string>>()
  const outline = await readJsonOutline(file, shape, (piece) => noteSender(senders, piece))
  const owner = statedOwner(outline)
  const me = owner ?? impliedOwner(outline, senders) ?? ownerOf(file, context)
  const known = new Map<number, (from: Address) => ConversationRef>()
  return {
    owner,
    conversation(list, from) {
      const number = list?.number ?? -1
      const make = known.getOrInsertComputed(number, () => conversationMaker(outline, { list, file, me }))
      return make(from)
    },
  }
}

/** Keeps the first two accounts that write in each list: enough to tell the owner from the other side. */
function noteSender(senders: Map<number, Set<string>>, { list, bytes }: JsonPiece): void {
  if (list === null || bytes === null || !list.name.endsWith('messages')) return
  const seen = senders.getOrInsertComputed(list.number, () => new Set<string>())
  if (seen.size > 1) return
  const head = headText(bytes.subarray(0, 1000))
  const found = /"(?:from|actor)_id"\s{0,9}:\s{0,9}(?:"(user\d{1,20})"|(\d{1,20}))/.exec(head)
  if (found) seen.add(found[1] ?? `user${found[2]}`)
}

function statedOwner({ root }: JsonOutline): Address | null {
  if (!isObject(root)) return null
  const id = textOf(objectOf(root, 'personal_information'), 'user_id')
  return id === null ? null : parseAddress(`user${id}`)
}

function impliedOwner(
  outline: JsonOutline,
  senders: ReadonlyMap<number, ReadonlySet<string>>,
): Address | null {
  for (const [number, seen] of senders) {
    const chat = outline.around({ number, name: 'messages' })[0]
    const id = chat && textOf(chat, 'id')
    if (!chat || id == null) continue
    const type = textOf(chat, 'type')
    if (type === 'saved_messages') return parseAddress(`user${id}`)
    if (type !== 'personal_chat' && type !== 'bot_chat') continue
    const other = [...seen].find((sender) => sender !== `user${id}`)
    if (other !== undefined) return parseAddress(other)
  }
  return null
}

interface ChatPlace {
  readonly list: JsonList | null
  readonly file: EvidenceFile
  readonly me: Address
}

function conversationMaker(
  outline: JsonOutline,
  { list, file, me }: ChatPlace,
): (from: Address) => ConversationRef {
  const chat = chatAround(outline, list)
  const id = textOf(chat, 'id')
  const type = textOf(chat, 'type')
  const title = textOf(chat, 'name')
  const peer = id === null ? null : parseAddress(`user${id}`)
  if (peer && (type === 'personal_chat' || type === 'bot_chat')) {
    const conversation = directConversation(me, peer)
    return () => conversation
  }
  if (peer && type === 'saved_messages') {
    const conversation = directConversation(peer, peer)
    return () => conversation
  }
  const key = id === null ? (title ?? chatOf(file)) : `${prefixOf(type)}${id}`
  return (from) => ({ kind: 'group', key, title, participants: [from] })
}

/** The chat of that list; after damage the only chat of the file, where it has one only. */
function chatAround(outline: JsonOutline, list: JsonList | null): JsonObject {
  const [chat] = outline.around(list)
  if (chat) return chat
  const alone = isObject(outline.root) && 'messages' in outline.root ? outline.root : null
  return list === null && alone ? alone : {}
}

/** What Telegram puts before the number of a chat of that type (`chat1`, `channel1`): it counts each kind apart. */
export function prefixOf(type: string | null): string {
  if (type === 'private_group') return 'chat'
  return type !== null && /^(?:private|public)_(?:supergroup|channel)$/.test(type) ? 'channel' : ''
}
