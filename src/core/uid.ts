import { sha256 } from '@noble/hashes/sha2.js'
import type { Brand } from './brand.ts'
import type { Network } from './handle.ts'
import type { ConversationKind, MessageKind } from './message.ts'
import type { EpochMicros } from './time.ts'

/** The identity of a message: 32 lower-case hex digits, the same in every case and on every machine. */
export type Uid = Brand<string, 'Uid'>

/** What the identity is made of. */
export interface Identity {
  readonly network: Network
  readonly conversationKind: ConversationKind
  readonly conversationKey: string
  readonly sender: string
  readonly at: EpochMicros
  readonly kind: MessageKind
  readonly body: string
  readonly mediaHashes: readonly string[]
}

const utf8 = new TextEncoder()

/**
 * The canonical form of a message: a JSON array (RFC 8259, no white space) of
 * `["bailey-message-1", network, conversation kind, conversation key, sender, microseconds, kind, body, [media hashes]]`.
 * JSON escapes lone surrogates, so no two bodies share a form.
 */
export function identityForm(of: Identity): string {
  return JSON.stringify([
    'bailey-message-1',
    of.network,
    of.conversationKind,
    of.conversationKey,
    of.sender,
    of.at,
    of.kind,
    of.body,
    of.mediaHashes,
  ])
}

/** First 128 bits of SHA-256 over the UTF-8 bytes of {@link identityForm}. A reader of millions hashes the form natively instead. */
export function uidBytes(of: Identity): Uint8Array {
  return sha256(utf8.encode(identityForm(of))).subarray(0, 16)
}

/** The conversation's public id: first 64 bits of SHA-256 over `["bailey-conversation-1", network, kind, key]`, as 16 hex digits. */
export function conversationId(network: Network, kind: ConversationKind, key: string): string {
  const form = JSON.stringify(['bailey-conversation-1', network, kind, key])
  return sha256(utf8.encode(form)).subarray(0, 8).toHex()
}

/** Reads a uid, or null when it is not 32 hex digits. */
export function parseUid(text: string): Uid | null {
  const lower = text.toLowerCase()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a Uid is made from text
  return /^[0-9a-f]{32}$/.test(lower) ? (lower as Uid) : null
}
