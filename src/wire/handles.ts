import { type Static, Type } from 'typebox'
import { handleMarks } from '../core/traffic.ts'
import { conversationFields, DayCount } from './conversations.ts'
import { count, counted, counting, instantOrNull, list, oneOf, page, TrafficCounts } from './schema.ts'

const handleFields = {
  handle: Type.String({ description: 'network:address' }),
  sent: count('Messages it sent.'),
  received: count('Messages it received.'),
  contacts: count('Handles it wrote with.'),
  firstAt: instantOrNull('First seen.'),
  lastAt: instantOrNull('Last seen.'),
  names: list(Type.String(), { description: 'Names shown or saved for it.' }),
  mark: oneOf(handleMarks, {
    description: 'A room posing as a person, or a sender of the same lines again and again.',
  }),
}

/** A handle in a list. */
export const HandleSummary = Type.Object(handleFields)
export type HandleSummary = Static<typeof HandleSummary>

/** A handle with its hours, days and conversations. */
export const HandleDetail = Type.Object({
  ...counted,
  ...handleFields,
  traffic: TrafficCounts,
  hourOfWeek: list(Type.Integer(), {
    description: '168 counts of messages sent, Monday 00:00 first, in the case zone.',
  }),
  days: list(DayCount),
  conversations: list(
    Type.Object({
      ...conversationFields,
      sent: count('Sent by the handle.'),
      received: count('Received by the handle.'),
    }),
    { description: 'Most messages first, at most 200.' },
  ),
})
export type HandleDetail = Static<typeof HandleDetail>

/** Which handles are wanted. */
export const HandleQuery = Type.Object({
  contains: Type.Optional(Type.String({ maxLength: 1000, description: 'Part of the address or a name.' })),
  ...counting,
  ...page(50, 500),
})

/** A page of handles. */
export const HandlePage = Type.Object({
  ...counted,
  total: count('Of all pages.'),
  items: list(HandleSummary),
})
export type HandlePage = Static<typeof HandlePage>

/** A handle in a path. */
export const HandlePath = Type.Object({ handle: Type.String({ description: 'network:address' }) })
