import { type Static, Type } from 'typebox'
import { StoredMessage } from './messages.ts'
import { count, instant, list, oneOf, orNull, page, textOrNull } from './schema.ts'

const SourceName = Type.Object({ exhibit: Type.String(), entry: Type.String() })

/** How much each side of a conversation shows of it, its gaps, and how the clocks of its sources differ. */
export const Coverage = Type.Object({
  seen: Type.Object({
    senderOnly: count('Messages of which only the sender’s copy is there.'),
    recipientOnly: count('Messages of which only another’s copy is there.'),
    both: count('Messages seen from both sides.'),
    neither: count('Messages from sources that are neither side’s.'),
  }),
  sources: list(
    Type.Object({
      exhibit: Type.String(),
      entry: Type.String(),
      owner: textOrNull({ description: 'Whose device or account it is, where stated.' }),
      sightings: count('Copies.'),
      firstAt: instant('First copy.'),
      lastAt: instant('Last copy.'),
    }),
  ),
  gaps: list(
    Type.Object({
      from: Type.String({ description: 'YYYY-MM-DD in the case zone.' }),
      until: Type.String({ description: 'YYYY-MM-DD in the case zone.' }),
      days: count('Days without a message here.'),
      handle: Type.String(),
      elsewhere: count('Messages the handle wrote elsewhere in those days.'),
    }),
  ),
  clocks: list(
    Type.Object({
      first: SourceName,
      second: SourceName,
      offsetSeconds: Type.Number({ description: 'By which the second is ahead of the first.' }),
      support: count('Messages with words of their own that agree on it.'),
      overlap: Type.Object({
        first: count('Messages of the first in the time both cover.'),
        second: count('Messages of the second in the time both cover.'),
        both: count('Messages of both.'),
      }),
    }),
  ),
})
export type Coverage = Static<typeof Coverage>

/** Two hand-overs, by exhibit reference. */
export const DiffQuery = Type.Object({
  before: Type.String({ minLength: 1, maxLength: 200 }),
  after: Type.String({ minLength: 1, maxLength: 200 }),
  ...page(50, 500),
})

/** What changed between two hand-overs. */
export const DropDiff = Type.Object({
  added: count('Messages only the later one has.'),
  removed: count('Messages only the earlier one has.'),
  changed: count('Same conversation and sender within five seconds, other words.'),
  same: count('Messages both have.'),
  items: list(
    Type.Object({
      change: oneOf(['added', 'removed', 'changed'] as const),
      before: orNull(StoredMessage),
      after: orNull(StoredMessage),
    }),
    { description: 'Changed first, then removed, then added, each in order of time.' },
  ),
})
export type DropDiff = Static<typeof DropDiff>

/** What is to be counted: the case, a conversation, or what a handle sent. */
export const ScopesQuery = Type.Object({
  conversation: Type.Optional(Type.String({ pattern: '^[0-9a-f]{16}$' })),
  handle: Type.Optional(Type.String({ minLength: 3, maxLength: 2000 })),
})

/** The three ways of counting what was seen more than once. */
export const CountingScopes = Type.Object({
  global: count('Each message once.'),
  custodian: count('Each message once for each owner whose copy is there.'),
  device: count('Each message once for each file it stands in.'),
})
export type CountingScopes = Static<typeof CountingScopes>

const UidText = Type.String({ pattern: '^[0-9a-fA-F]{32}$', description: '32 hex digits.' })

/** A person's decision about copies; each takes the other back. */
export const CopyDecisionBody = Type.Union([
  Type.Object({ split: UidText }, { additionalProperties: false }),
  Type.Object({ join: Type.Tuple([UidText, UidText]) }, { additionalProperties: false }),
])

/** That it was carried out, and put on record. */
export const CopyDecided = Type.Object({ done: Type.Literal(true) })
