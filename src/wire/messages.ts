import { type Static, Type } from 'typebox'
import { languageGrounds, languages } from '../core/language.ts'
import { messageKinds } from '../core/message.ts'
import type { ZoneSource } from '../core/time.ts'
import { trafficMarks } from '../core/traffic.ts'
import type { CopyRule } from '../store/copy-joiner.ts'
import { CaptureModeWire, locatorFields, RepairsWire } from './exhibits.ts'
import { EnteredSearch } from './journal.ts'
import { MessageDetailsWire } from './message-details.ts'
import { MessageReviewWire, ReviewHistoryWire } from './review.ts'
import { count, counted, counting, instant, list, oneOf, orNull, page, textOrNull } from './schema.ts'

const copyRuleNames = ['original-id', 'clock', 'translation', 'person'] as const satisfies readonly CopyRule[]
const zoneSources = ['stated', 'assumed', 'unknown', 'none'] as const satisfies readonly ZoneSource[]

const TranslationWire = Type.Object({
  of: Type.String({ description: 'Language of the original.' }),
  body: Type.String(),
  exhibit: Type.String(),
  entry: Type.String(),
  offset: count('Bytes from the start of the entry.'),
})

const MessageFileWire = Type.Object({
  name: textOrNull({ description: 'As the source names it.' }),
  claims: textOrNull({ description: 'Media type as the source claims it.' }),
  sha256: textOrNull({ description: 'Null where the exhibit does not hold the file.' }),
  mediaType: textOrNull({ description: 'By its first bytes.' }),
  size: orNull(count('Bytes.')),
  thumbnail: Type.Boolean({ description: 'It is a picture of which a thumbnail was made.' }),
})
export type MessageFile = Static<typeof MessageFileWire>

/** Where words matched. */
export const RangesWire = list(
  Type.Unsafe<readonly [number, number]>({
    type: 'array',
    items: { type: 'integer' },
    minItems: 2,
    maxItems: 2,
  }),
  { description: 'Half-open UTF-16 ranges that matched.' },
)

/** Words that matched in what a machine read or heard in a file. */
export const FileWordsWire = Type.Object({
  sha256: Type.String(),
  kind: oneOf(['ocr', 'speech'] as const),
  engine: Type.String(),
  version: Type.String(),
  language: textOrNull({ description: 'The engine was told to expect it.' }),
  excerpt: Type.String({ description: 'Words around the first match. Untrusted: show it as text only.' }),
  highlights: RangesWire,
  before: count('UTF-16 units left out before it.'),
  after: count('UTF-16 units left out after it.'),
})
export type FileWords = Static<typeof FileWordsWire>

/** Words that matched in what a message said before it was edited. */
export const EarlierFoundWire = Type.Object({
  timeText: textOrNull({ description: 'When it said so, exactly as it stands in the source.' }),
  exhibit: Type.String(),
  entry: Type.String(),
  offset: count('Bytes from the start of the entry.'),
  excerpt: Type.String({ description: 'Words around the first match. Untrusted: show it as text only.' }),
  highlights: RangesWire,
  before: count('UTF-16 units left out before it.'),
  after: count('UTF-16 units left out after it.'),
})
export type EarlierFound = Static<typeof EarlierFoundWire>

/** Fields every account of a message has. */
export const messageFields = {
  uid: Type.String({ description: '32 hex digits, the same in every case and on every machine.' }),
  sentAt: instant('When it was sent.'),
  timeText: Type.String({ description: 'The time exactly as it stands in the source.' }),
  zone: oneOf(zoneSources, {
    description: 'How the zone of the time is known; unknown was read as UTC, none states no time.',
  }),
  network: Type.String(),
  conversation: Type.String({ description: '16 hex digits.' }),
  kind: oneOf(messageKinds),
  traffic: oneOf(trafficMarks, { description: 'Whether it is simply something said.' }),
  language: oneOf(languages, {
    description: 'ISO 639-1 of its own words; none where it is not known. Derived, never a fact.',
  }),
  languageBy: oneOf(languageGrounds, { description: 'How the language is known.' }),
  translations: list(TranslationWire, { description: 'Translations put beside it.' }),
  wordsDiffer: Type.Boolean({ description: 'A copy has other words: edited, or taken back.' }),
  translationOf: textOrNull({
    description: 'Language of the original where only a translation is in the case.',
  }),
  from: Type.String({ description: 'network:address' }),
  to: list(Type.String(), { description: 'Empty for a room.' }),
  body: Type.String({ description: 'Exactly as written. Untrusted: show it as text only.' }),
  bodyCutFrom: orNull(
    count('UTF-16 units of all of it where body is only its beginning; /messages/{uid} has all of it.'),
  ),
  files: list(MessageFileWire, { description: 'Files sent with it, each once.' }),
  review: MessageReviewWire,
  sightings: count('Copies seen in exhibits.'),
  repaired: Type.Boolean(),
  exhibit: Type.String({ description: 'Where the first copy stands: reference of the exhibit.' }),
  entry: Type.String({ description: 'Where the first copy stands: path within the exhibit.' }),
  offset: count('Where the first copy stands: bytes from the start of the entry.'),
}

/** A message of the case. */
export const StoredMessage = Type.Object(messageFields)
export type StoredMessage = Static<typeof StoredMessage>

/** A message that was found, and where it matched. */
export const Hit = Type.Object({
  ...messageFields,
  highlights: RangesWire,
  furtherOn: orNull(
    Type.Pick(EarlierFoundWire, ['excerpt', 'highlights', 'before', 'after'], {
      description: 'The first match where it lies beyond what body has of a very long one.',
    }),
  ),
  earlierWords: list(EarlierFoundWire, {
    description: 'What matched in what it said before it was edited, as a copy of it states.',
  }),
  fileWords: list(FileWordsWire, {
    description: 'What matched in its files, as machines read or heard them: nobody wrote these words.',
  }),
  conversationTitle: textOrNull({ description: 'Title of the room; null for two handles.' }),
})
export type Hit = Static<typeof Hit>

/** What is searched for. */
export const SearchRequestQuery = Type.Object({
  q: Type.String({
    default: '',
    maxLength: 10_000,
    description:
      'Words, "phrases", prefix*, AND OR NOT, from: to: received: pair: in: network: is: after: before: written: in-file:',
  }),
  sort: Type.Optional(oneOf(['time', 'rank'], { description: 'time unless stated.' })),
  context: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 10,
      description: 'Messages before and after each hit in its conversation; 0 unless stated.',
    }),
  ),
  enter: Type.Optional(
    oneOf(['yes', 'no'], {
      description:
        'Whether it is entered in the search journal; its first page is unless stated. The audit log has it in any case.',
    }),
  ),
  parent: Type.Optional(
    Type.Integer({ minimum: 0, description: 'The entry of the journal it was narrowed from.' }),
  ),
  why: Type.Optional(Type.String({ maxLength: 4000, description: 'Why it is made, for the journal.' })),
  ...counting,
  ...page(50, 500),
})

const SuggestionsWire = Type.Object(
  {
    words: list(
      Type.Object({
        word: Type.String(),
        near: list(
          Type.Object({
            word: Type.String(),
            messages: count('Messages that have it.'),
            query: Type.String({ description: 'The search with it in place of the other.' }),
          }),
        ),
      }),
      { description: 'Words that no message has.' },
    ),
    corrected: textOrNull({ description: 'The search with the nearest word in place of each.' }),
    without: list(
      Type.Object({
        term: Type.String(),
        query: Type.String({ description: 'The search without it.' }),
        messages: count('What that finds.'),
      }),
      { description: 'Terms without which the rest finds messages.' },
    ),
  },
  { description: 'What may have been meant; null where something was found.' },
)
export type SearchSuggestions = Static<typeof SuggestionsWire>

/** What was found. */
export const SearchPage = Type.Object({
  ...counted,
  readAs: Type.String({ description: 'How the query was read.' }),
  total: count('Hits on all pages, each once however they are counted.'),
  counted: count('The same hits, as the scope counts them.'),
  hits: list(Hit),
  around: list(
    Type.Object({
      uid: Type.String({ description: 'Of the hit.' }),
      before: list(StoredMessage),
      after: list(StoredMessage),
    }),
    { description: 'What stands around each hit; empty unless context is asked for.' },
  ),
  suggestions: orNull(SuggestionsWire),
  journal: orNull(EnteredSearch),
})
export type SearchPage = Static<typeof SearchPage>

const sightingFields = {
  ...locatorFields,
  uid: Type.String(),
  exhibitSha256: Type.String(),
  entrySha256: Type.String(),
  format: Type.String(),
  profile: textOrNull({ description: 'Mapping profile and its id.' }),
  captureMode: CaptureModeWire,
  repairs: RepairsWire,
  details: orNull(MessageDetailsWire),
  side: oneOf(['sender', 'recipient', 'unknown'] as const, { description: 'Whose copy it is.' }),
  copy: orNull(
    Type.Object(
      {
        rule: oneOf(copyRuleNames),
        score: orNull(
          Type.Number({ minimum: 0, maximum: 1, description: 'How sure the rule is; no probability.' }),
        ),
        offsetSeconds: orNull(Type.Number({ description: 'By which its clock is ahead.' })),
        sentAt: instant('By its own clock.'),
        timeText: Type.String(),
        zone: oneOf(zoneSources),
        body: textOrNull({ description: 'Its own words where they are not the message’s.' }),
      },
      { description: 'What it says otherwise than the message; null when its uid is the message’s.' },
    ),
  ),
  inPlace: Type.Boolean({ description: 'Its bytes stand at offset of the entry.' }),
  raw: Type.String({ description: 'The bytes of the record, base64.' }),
}

/** A copy of a message in an exhibit. */
export const Sighting = Type.Object(sightingFields)
export type Sighting = Static<typeof Sighting>

/** Every copy of a message with the bytes around it. */
export const SourceList = list(
  Type.Object({
    ...sightingFields,
    before: Type.String({ description: 'Up to 256 bytes before the record in the exhibit, base64.' }),
    after: Type.String({ description: 'Up to 256 bytes after the record in the exhibit, base64.' }),
  }),
)
export type SourceList = Static<typeof SourceList>

/** A message's uid in a path. */
export const MessagePath = Type.Object({
  uid: Type.String({ pattern: '^[0-9a-fA-F]{32}$', description: '32 hex digits.' }),
})

/** How many messages around it are wanted. */
export const MessageQuery = Type.Object({
  context: Type.Integer({
    minimum: 0,
    maximum: 100,
    default: 0,
    description: 'Messages before and after it.',
  }),
})

/** A message, its copies, and what stands around it in its conversation. */
export const MessageDetail = Type.Object({
  message: StoredMessage,
  sightings: list(Sighting),
  spans: list(Type.Never(), { description: 'Empty until extraction is built.' }),
  translations: list(TranslationWire),
  decided: ReviewHistoryWire,
  before: list(StoredMessage),
  after: list(StoredMessage),
})
export type MessageDetail = Static<typeof MessageDetail>
