import { type Static, Type } from 'typebox'
import { conversationKinds } from '../core/message.ts'
import { filtering, ReadPage } from './reading.ts'
import { count, counted, instantOrNull, list, oneOf, page, TrafficCounts, textOrNull } from './schema.ts'

/** The messages of one day. */
export const DayCount = Type.Object({
  day: Type.String({ description: 'YYYY-MM-DD in the case zone.' }),
  messages: count('Messages of that day.'),
})
export type DayCount = Static<typeof DayCount>

/** Fields every account of a conversation has, of some of its messages or of all. */
export const conversationOfSome = {
  id: Type.String({ description: '16 hex digits.' }),
  network: Type.String(),
  kind: oneOf(conversationKinds),
  title: textOrNull(),
  participants: list(Type.String(), { description: 'At most 20 handles.' }),
  messages: count('Messages in it, as the scope counts them.'),
  firstAt: instantOrNull('Its first message.'),
  lastAt: instantOrNull('Its last message.'),
}

/** Fields of an account of all of a conversation. */
export const conversationFields = {
  ...conversationOfSome,
  read: count('Its messages that anybody read, each once however they are counted.'),
}

/** A conversation in a list. */
export const ConversationSummary = Type.Object(conversationFields)
export type ConversationSummary = Static<typeof ConversationSummary>

/** A conversation with its days and senders. */
export const ConversationDetail = Type.Object({
  ...counted,
  ...conversationFields,
  total: count('Messages in its list, each once however they are counted.'),
  traffic: TrafficCounts,
  days: list(DayCount),
  senders: list(Type.Object({ handle: Type.String(), messages: count('Sent in it.') }), {
    description: 'Most first.',
  }),
})
export type ConversationDetail = Static<typeof ConversationDetail>

/** A conversation's id in a path. */
export const ConversationPath = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{16}$', description: '16 hex digits.' }),
})

/** Which messages of a conversation are wanted. */
export const ThreadQuery = Type.Object({ ...filtering, ...page(100, 1000) })

/** Messages of a conversation in time order. */
export const ThreadPage = ReadPage
export type ThreadPage = Static<typeof ThreadPage>

/** The message or the instant whose place is wanted: one of the two. */
export const PositionQuery = Type.Object({
  uid: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{32}$' })),
  at: Type.Optional(Type.String({ description: 'ISO 8601 with its offset.' })),
})

/** How many messages of the conversation come before it. */
export const Position = Type.Object({ offset: count('Messages before it.') })
export type Position = Static<typeof Position>
