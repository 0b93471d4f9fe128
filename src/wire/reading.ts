import { type Static, Type } from 'typebox'
import { EarlierFoundWire, FileWordsWire, messageFields, RangesWire } from './messages.ts'
import { count, instant, list, oneOf, orNull, page, textOrNull } from './schema.ts'

const AnsweredMessageWire = Type.Object(
  {
    words: textOrNull({
      description: 'Of it: as the source repeats them, or its own. Untrusted: show as text.',
    }),
    message: orNull(
      Type.Object({
        uid: Type.String(),
        from: Type.String({ description: 'network:address' }),
        sentAt: instant('When it was sent.'),
      }),
    ),
    found: orNull(
      count(
        'Messages of the conversation and the exhibit that go by the id it answers: 0 where it was not handed over.',
      ),
    ),
  },
  { description: 'The message it answers or quotes.' },
)

/** A message as it stands among others that are read. */
export const ReadMessage = Type.Object({
  ...messageFields,
  conversationTitle: textOrNull({ description: 'Title of the room; null for two handles.' }),
  match: orNull(
    Type.Object(
      { highlights: RangesWire, earlierWords: list(EarlierFoundWire), fileWords: list(FileWordsWire) },
      {
        description:
          'What of it matches the filter, or the search a stream is made by; null where nothing does.',
      },
    ),
  ),
  answers: orNull(AnsweredMessageWire),
  answeredBy: orNull(
    Type.Object({
      messages: count('That answer it.'),
      first: Type.String({ description: 'Uid of the first.' }),
    }),
  ),
})
export type ReadMessage = Static<typeof ReadMessage>

/** Messages that follow one another in a conversation or a stream. */
export const ReadPage = Type.Object({ total: count('Of all.'), messages: list(ReadMessage) })
export type ReadPage = Static<typeof ReadPage>

const queryText = (description: string) => Type.String({ default: '', maxLength: 10_000, description })
const filterText = Type.Optional(
  Type.String({
    maxLength: 10_000,
    description: 'A search, in the same language: which of the messages match it is said with each.',
  }),
)

/** A filter of what is read. */
export const filtering = { filter: filterText }

const streamed = { q: queryText('A search: its hits are the stream.') }

/** Which messages of a stream are wanted. */
export const StreamQuery = Type.Object({ ...streamed, ...filtering, ...page(100, 1000) })

/** The message or the instant whose place is wanted. */
const place = {
  uid: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{32}$' })),
  at: Type.Optional(Type.String({ description: 'ISO 8601 with its offset.' })),
}

/** Whose place in a stream is wanted: of a uid or of an instant. */
export const StreamPositionQuery = Type.Object({ ...streamed, ...place })

/** By how many stretches of time a stream is counted. */
export const OutlineQuery = Type.Object({
  ...streamed,
  ...filtering,
  marks: Type.Optional(
    Type.String({ maxLength: 10_000, description: 'A search whose hits are counted too.' }),
  ),
  bins: Type.Integer({ minimum: 1, maximum: 2000, default: 400, description: 'Stretches of time.' }),
})

const Counts = list(Type.Integer({ minimum: 0 }))

/** A stream over time, in equal stretches. */
export const StreamOutline = Type.Object({
  total: count('Messages.'),
  matching: orNull(count('Of them, those that match the filter; null without one.')),
  marked: orNull(count('Of them, those that match marks; null without.')),
  span: orNull(
    Type.Object(
      {
        firstAt: instant('The first message.'),
        lastAt: instant('The last message.'),
        seconds: Type.Integer({ minimum: 1, description: 'Of each stretch.' }),
        messages: Counts,
        matching: orNull(Counts),
        marked: orNull(Counts),
      },
      { description: 'Null where none of its messages states a time.' },
    ),
  ),
})
export type StreamOutline = Static<typeof StreamOutline>

/** From where and in which direction the next match is wanted. */
export const StepQuery = Type.Object({
  ...streamed,
  ...filtering,
  ...place,
  by: oneOf(['next', 'previous'] as const),
})

/** The next message that matches. */
export const StreamStep = Type.Object({
  match: orNull(Type.Object({ uid: Type.String(), number: count('Which of the matches, counted from 1.') })),
})
export type StreamStep = Static<typeof StreamStep>
