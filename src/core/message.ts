import type { Address, Network } from './handle.ts'
import type { MessageDetails } from './message-details.ts'
import type { SentTime } from './time.ts'

/** What a message is: words, a file with or without words, a call, or a notice made by the application itself. */
export const messageKinds = ['text', 'media', 'call', 'system'] as const
export type MessageKind = (typeof messageKinds)[number]

/** Two handles writing to each other, or a room (or list of recipients) with its own key. */
export const conversationKinds = ['direct', 'group'] as const
export type ConversationKind = (typeof conversationKinds)[number]

/** The conversation a message belongs to, as its source states it. */
export interface ConversationRef {
  readonly kind: ConversationKind
  /** For `direct` see {@link directConversation}; for `group` the room's own key in the source. */
  readonly key: string
  /** The room's name in the source, or null. */
  readonly title: string | null
  /** Everyone the record itself names as taking part, the sender included. */
  readonly participants: readonly Address[]
}

/** One message as the source states it, before anyone has interpreted it. */
export interface Message {
  readonly network: Network
  readonly conversation: ConversationRef
  readonly from: Address
  /** The name the source shows for the sender beside the address, or null. */
  readonly fromName: string | null
  readonly sent: SentTime
  readonly kind: MessageKind
  /** The words exactly as written; may hold lone surrogates and NUL. Empty for a file without words. */
  readonly body: string
  /** SHA-256 (lower-case hex) of each file sent with it, in order. */
  readonly mediaHashes: readonly string[]
  /** What else this copy states; null when nothing. */
  readonly details: MessageDetails | null
}

/** The conversation of two handles: the same whoever writes. The key holds both addresses in code-unit order. */
export function directConversation(a: Address, b: Address): ConversationRef {
  const participants = a === b ? [a] : a < b ? [a, b] : [b, a]
  return { kind: 'direct', key: JSON.stringify(participants), title: null, participants }
}

/** The conversation of a message sent to several handles at once, keyed by everyone in it. */
export function listConversation(everyone: readonly Address[]): ConversationRef {
  const participants = [...new Set(everyone)].toSorted()
  return { kind: 'group', key: JSON.stringify(participants), title: null, participants }
}
