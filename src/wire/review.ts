import { type Static, type TObject, type TProperties, type TUnion, Type } from 'typebox'
import { relevances } from '../core/review.ts'
import { count, instant, list, oneOf, textOrNull } from './schema.ts'

/** The most messages that are named one by one in a decision. */
export const mostUids = 5000

/** What people decided of a message, in short. */
export const MessageReviewWire = Type.Object({
  tags: list(Type.String(), { description: 'Tags on it.' }),
  relevance: oneOf(relevances, { description: 'What was said last.' }),
  disputed: Type.Boolean({ description: 'Somebody’s last word differs from another’s.' }),
  readBy: list(Type.String(), { description: 'Who read it.' }),
})
export type MessageReview = Static<typeof MessageReviewWire>

const byWhom = { by: Type.String(), at: instant('When.') }

/** Everything people decided of a message. */
export const ReviewHistoryWire = Type.Object({
  tags: list(Type.Object({ tag: Type.String(), ...byWhom })),
  relevance: list(
    Type.Object({
      relevance: oneOf(relevances),
      ...byWhom,
      stands: Type.Boolean({ description: 'Its person has not said otherwise since, nor taken it back.' }),
    }),
    { description: 'Oldest first.' },
  ),
  reads: list(Type.Object(byWhom), { description: 'Who read it, and when first.' }),
})
export type ReviewHistory = Static<typeof ReviewHistoryWire>

/** The tags there are. */
export const TagList = list(
  Type.Object({
    tag: Type.String(),
    family: textOrNull({ description: 'What stands before its first slash.' }),
    messages: count('Messages with it.'),
  }),
  { description: 'Most used first.' },
)
export type TagList = Static<typeof TagList>

/** Whose reading is counted: of a conversation, of a search, or of the case. */
export const ReadingQuery = Type.Object({
  conversation: Type.Optional(Type.String({ pattern: '^[0-9a-f]{16}$' })),
  q: Type.Optional(Type.String({ maxLength: 10_000, description: 'A search; instead of a conversation.' })),
})

/** How many of some messages people read. */
export const Reading = Type.Object({
  messages: count('All of them.'),
  read: count('Read by anybody; the others were only ever seen by machines.'),
  readers: list(Type.Object({ reader: Type.String(), messages: count('Read by that person.') }), {
    description: 'Most first.',
  }),
})
export type Reading = Static<typeof Reading>

const uids = Type.Array(Type.String({ pattern: '^[0-9a-fA-F]{32}$' }), {
  minItems: 1,
  maxItems: mostUids,
  description: 'Messages by their uids.',
})
const q = Type.String({ maxLength: 10_000, description: 'A search: every hit of it is meant.' })
const expected = count('How many hits the person was shown; when there are others now, nothing is decided.')

function ofMessages<P extends TProperties>(
  decided: P,
): TUnion<[TObject<P & { uids: typeof uids }>, TObject<P & { q: typeof q; expected: typeof expected }>]> {
  const only = { additionalProperties: false }
  return Type.Union([Type.Object({ ...decided, uids }, only), Type.Object({ ...decided, q, expected }, only)])
}

const fromSearch = {
  search: Type.Optional(
    Type.Integer({ minimum: 0, description: 'The entry of the search journal whose hits are reviewed.' }),
  ),
}

/** Puts a tag on messages, or takes it off them. */
export const TagBody = ofMessages({
  tag: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'A name; tags of a family have it before a slash.',
  }),
  on: Type.Boolean(),
  ...fromSearch,
})

/** Says whether messages are relevant. */
export const RelevanceBody = ofMessages({ relevance: oneOf(relevances), ...fromSearch })

/** Says that whoever is signed in read messages, or did not. */
export const ReadBody = ofMessages({
  read: Type.Boolean(),
  how: oneOf(['in-sight', 'by-hand'] as const, {
    description: 'Because they stood in sight long enough, or by hand.',
  }),
})

/** Takes back what the person decided. */
export const UndoBody = Type.Object(
  { decision: Type.Integer({ minimum: 0, description: 'Its place in the audit log.' }) },
  { additionalProperties: false },
)

/** What a decision came to. */
export const Decided = Type.Object({
  changed: count('Messages it changed.'),
  decision: count('Its place in the audit log, by which it can be undone.'),
})
export type Decided = Static<typeof Decided>
