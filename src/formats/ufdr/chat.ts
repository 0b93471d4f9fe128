import type { Address } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EpochMicros } from '../../core/time.ts'
import type { EvidenceFile } from '../format.ts'
import { addressOf } from '../source-address.ts'
import type { XmlElement, XmlTag } from '../xml-element.ts'
import { readXml, type XmlRecords } from '../xml-records.ts'
import type { XmlEncoding } from '../xml-text.ts'
import { modelOf, type Party, partyOf, valueOf } from './model.ts'

/** A chat as its own fields state it, gathered while they are read. */
export interface Chat {
  /** Where its element begins. */
  readonly start: number
  readonly id: string | null
  /** Values by field; null for one that the chat states twice and differently. */
  readonly fields: Map<string, string | null>
  participants: readonly Party[] | null
  /** Messages of it met so far, read or not. */
  messages: number
  /** Made when its first message is read. */
  conversation: ConversationRef | null
  /** Where the last message of it stands in time. */
  last: EpochMicros | null
}

/** A chat whose element has just begun. */
export function openChat(tag: XmlTag, start: number): Chat {
  return {
    start,
    id: tag.attributes.get('id') ?? null,
    fields: new Map(),
    participants: null,
    messages: 0,
    conversation: null,
    last: null,
  }
}

/** Takes in a field of a chat that is not its messages; false when it holds models of another kind. */
export function addToChat(chat: Chat, element: XmlElement): boolean {
  const name = element.attributes.get('name') ?? ''
  if (name === 'Participants') {
    const parties = element.children.flatMap((child) => {
      const model = modelOf(child)
      return (model && partyOf(model)) ?? []
    })
    chat.participants = [...(chat.participants ?? []), ...parties]
    return true
  }
  if (element.name !== 'field')
    return !/^(?:multiModelField|modelField)$/.test(element.name) || element.children.length === 0
  const value = valueOf(element)?.trim() ?? ''
  if (value === '') return true
  const known = chat.fields.get(name)
  chat.fields.set(name, known === undefined || known === value ? value : null)
  return true
}

/** Whether what tells a chat from others is still to come when its messages begin. */
export function isUnnamed({ fields, participants }: Chat): boolean {
  return !fields.has('Id') || participants === null
}

const headerOnly: XmlRecords = {
  step({ name, attributes }, around) {
    if (around.length === 0) return 'enter'
    return name === 'multiModelField' && attributes.get('name') === 'Messages' ? 'pass' : 'record'
  },
  resumes: () => false,
}

const sliceSize = 1 << 20

/** Reads ahead, past a chat's messages, for fields that stand after them. Gives how many bytes it read. */
export async function readAhead(chat: Chat, file: EvidenceFile, encoding: XmlEncoding): Promise<number> {
  let at = chat.start
  async function* slices(): AsyncGenerator<Uint8Array> {
    for (; at < file.size; at += sliceSize) yield await file.slice(at, Math.min(file.size, at + sliceSize))
  }
  const whole = openChat({ name: 'model', attributes: new Map() }, chat.start)
  const rest = { size: file.size, bytes: slices }
  for await (const pieces of readXml(rest, headerOnly, { ...encoding, mark: 0 })) {
    for (const piece of pieces) {
      if (piece.kind === 'record') addToChat(whole, piece.element)
      if (piece.kind !== 'close' && piece.kind !== 'damage' && piece.kind !== 'unended') continue
      for (const [name, value] of whole.fields) chat.fields.set(name, value)
      chat.participants = whole.participants
      return at - chat.start
    }
  }
  return at - chat.start
}

/** The conversation of a chat. `fallback` is the owner's address where no party of the chat is marked as the owner. */
export function conversationOf(chat: Chat, fallback: Address, unknown: string): ConversationRef {
  chat.conversation ??= makeConversation(chat, fallback, unknown)
  return chat.conversation
}

/** The address of the device's owner in a chat, or null when it states none. */
export function ownerIn({ participants, fields }: Chat): Address | null {
  const marked = participants?.find(({ owner, identified }) => owner && identified)?.address
  return marked ?? addressOf(fields.get('Account'))
}

function makeConversation(chat: Chat, fallback: Address, unknown: string): ConversationRef {
  const { fields, id } = chat
  const own = ownerIn(chat) ?? fallback
  const addresses = (chat.participants ?? []).map(({ address, owner, identified }) =>
    owner && !identified ? own : address,
  )
  const everyone = [...new Set(addresses)]
  const type = fields.get('ChatType') ?? null
  const [first, second, ...more] = everyone
  const oneOnOne = type !== null && /^(?:one\s?on\s?one|private|direct)$/i.test(type)
  const unsaid = type === null || /^unknown$/i.test(type)
  if (first !== undefined && more.length === 0 && (oneOnOne || (unsaid && second !== undefined))) {
    if (second !== undefined) return directConversation(first, second)
    if (own !== first) return directConversation(first, own)
  }
  const stated = fields.get('Id')
  const key = stated ?? (stated === null ? null : id) ?? unknown
  return { kind: 'group', key, title: fields.get('Name') ?? null, participants: everyone }
}
