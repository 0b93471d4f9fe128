import fc from 'fast-check'
import { type Network, parseAddress, parseNetwork } from '../core/handle.ts'
import { directConversation, type Message } from '../core/message.ts'
import { parseEpochMicros, renderInstant } from '../core/time.ts'
import { conversationId, uidBytes } from '../core/uid.ts'
import type { MessageRow, ProblemRow } from '../formats/format.ts'
import { people, words } from './law-queries.ts'

/** The public id of a message's conversation. */
export function conversationOf({ network, conversation: { kind, key } }: Message): string {
  return conversationId(network, kind, key)
}

/** The uid of a message. */
export function uidOfMessage(message: Message): string {
  const { network, conversation, from: sender, sent, kind, body, mediaHashes } = message
  return uidBytes({
    network,
    conversationKind: conversation.kind,
    conversationKey: conversation.key,
    sender,
    at: sent.at,
    kind,
    body,
    mediaHashes,
  }).toHex()
}

const network: Network = parseNetwork('xmpp')!

/** A message of a few people, words and minutes, so that much is the same. */
export const anyMessage: fc.Arbitrary<Message> = fc
  .record({
    from: fc.constantFrom(...people),
    to: fc.constantFrom(...people, 'yard'),
    // Few minutes over the turn of a month, so that many messages share their time.
    minute: fc.integer({ min: 0, max: 12 }),
    body: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((some) => some.join(' ')),
  })
  .map(({ from, to, minute, body }) => {
    const other = parseAddress(to)!
    const at = parseEpochMicros(Date.UTC(2020, 2, 31, 23, 54 + minute) * 1000)!
    return {
      network,
      conversation:
        to === 'yard'
          ? { kind: 'group', key: 'yard', title: 'Yard', participants: [from] }
          : directConversation(from, other),
      from,
      fromName: null,
      sent: { at, text: renderInstant(at), zone: 'stated' },
      kind: 'text',
      body,
      mediaHashes: [],
      details: null,
    }
  })

/** Such a message as a row, or now and then a problem. */
export const anyRow: fc.Arbitrary<MessageRow | ProblemRow> = fc.oneof(
  { weight: 9, arbitrary: anyMessage.map((message) => messageRow(message)) },
  { weight: 1, arbitrary: fc.constant<ProblemRow>(problemRow()) },
)

/** Some such rows. */
export const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 40 })

/** A message as a format gives it. */
export function messageRow(message: Message): MessageRow {
  const span = { start: 0, end: 1 }
  return { kind: 'message', part: null, span, record: span, message, repairs: [], raw: null }
}

function problemRow(): ProblemRow {
  const problem = { code: 'not-a-record', says: 'Not a record.' } as const
  return { kind: 'problem', part: null, span: { start: 0, end: 1 }, problem }
}
