import { type Static, Type } from 'typebox'
import { mostTerms } from '../core/batch-terms.ts'
import { sampleCalls, savedKinds } from '../store/saved-views.ts'
import { CorpusState } from './journal.ts'
import { count, instant, instantOrNull, list, oneOf, orNull, textOrNull } from './schema.ts'

const entryNumber = Type.Integer({ minimum: 0, description: 'Number of a journal entry.' })
const query = Type.String({ maxLength: 10_000, description: 'As for search.' })
const who = { by: Type.String(), at: instant('When.') }

/** What people keep by a name. */
export const SavedList = list(
  Type.Object({
    id: Type.Integer(),
    name: Type.String(),
    kind: oneOf(savedKinds),
    query: Type.String({ description: 'As typed, or the terms of a list, one a line.' }),
    owner: Type.String(),
    createdAt: instant('When it was saved.'),
    watched: orNull(Type.Object(who, { description: 'Run over every exhibit that comes.' })),
    lastRun: orNull(
      Type.Object({
        entry: entryNumber,
        at: instant('When.'),
        who: Type.String(),
        hits: orNull(count('Hits; null for a list.')),
      }),
    ),
  }),
)
export type SavedList = Static<typeof SavedList>

/** What is to be saved. */
export const SaveBody = Type.Object({
  name: Type.String({ maxLength: 200 }),
  kind: oneOf(savedKinds),
  query: Type.String({ maxLength: 200_000 }),
})

/** Another name, or whether it is watched. */
export const SavedChange = Type.Union([
  Type.Object({ name: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  Type.Object({ watched: Type.Boolean() }, { additionalProperties: false }),
])

/** A saved search, or an alert, in a path. */
export const IdPath = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** What was made. */
export const MadeId = Type.Object({ id: Type.Integer() })

/** A list to be looked through before it is run. */
export const TermsBody = Type.Object({
  text: Type.String({ maxLength: 500_000 }),
  csv: Type.Boolean({ description: 'The first column of CSV; else one term a line.' }),
})

/** How each line of a list is read. */
export const TermLines = list(
  Type.Object({
    line: Type.Integer(),
    text: Type.String(),
    readAs: textOrNull({ description: 'Null where it cannot be read.' }),
    refused: textOrNull({ description: 'Why it cannot be read, with the column.' }),
  }),
)
export type TermLines = Static<typeof TermLines>

/** Some terms of a list, from the `first` on. */
export const BatchBody = Type.Object({
  list: Type.String({ maxLength: 200, default: '', description: 'Its name, or empty.' }),
  terms: Type.Unsafe<readonly string[]>(Type.Array(query, { minItems: 1, maxItems: mostTerms })),
  first: count('Place of the first of them in the list.'),
  of: count('Terms of the whole list.'),
  parent: orNull(entryNumber),
  handles: Type.Unsafe<readonly string[]>(Type.Array(Type.String({ maxLength: 1000 }), { maxItems: 24 })),
})

/** What each term finds; fewer than were asked for where time ran out. */
export const BatchPart = Type.Object({
  entry: entryNumber,
  corpus: CorpusState,
  rows: list(
    Type.Object({
      text: Type.String(),
      readAs: Type.String(),
      messages: count('Hits.'),
      conversations: count('Conversations they stand in.'),
      handles: count('Handles that sent them.'),
      firstAt: instantOrNull('The first.'),
      lastAt: instantOrNull('The last.'),
      senders: list(Type.Object({ handle: Type.String(), messages: count('Of them it sent.') }), {
        description: 'The handles asked for, or the twelve that sent most.',
      }),
    }),
  ),
})
export type BatchPart = Static<typeof BatchPart>

/** What watches found in exhibits. */
export const AlertList = list(
  Type.Object({
    id: Type.Integer(),
    saved: Type.Integer(),
    name: Type.String(),
    exhibit: Type.String(),
    entry: entryNumber,
    newHits: count('Hits first seen in the exhibit.'),
    newCopies: count('Hits known before that got a new copy.'),
    failed: textOrNull({ description: 'Why it could not be run.' }),
    at: instant('When it ran.'),
    seen: orNull(Type.Object(who, { description: 'Who acknowledged it.' })),
  }),
)
export type AlertList = Static<typeof AlertList>

/** What is to be drawn. */
export const SampleBody = Type.Object({
  q: query,
  scope: Type.String({ maxLength: 10_000, default: '', description: 'A search; empty for the whole case.' }),
  size: Type.Integer({ minimum: 1, maximum: 5000 }),
  seed: Type.String({ minLength: 1, maxLength: 200 }),
  parent: orNull(entryNumber),
  why: textOrNull(),
})

const sampleFields = {
  entry: entryNumber,
  text: Type.String({ description: 'The search, as typed.' }),
  at: instant('When it was drawn.'),
  who: Type.String(),
  scope: Type.String(),
  seed: Type.String(),
  size: count('Messages drawn.'),
  population: count('Messages of the scope that the search did not find.'),
  hits: count('Messages of the scope that it found.'),
  calls: Type.Object({
    responsive: count('Called responsive.'),
    'not-responsive': count('Called not responsive.'),
    unsure: count('Called unsure.'),
  }),
}

/** Every sample, newest first. */
export const SampleList = list(Type.Object(sampleFields))
export type SampleList = Static<typeof SampleList>

/** A sample with its messages. */
export const SampleDetail = Type.Object({
  ...sampleFields,
  items: list(
    Type.Object({
      place: count('From 0, in the order drawn.'),
      uid: Type.String(),
      call: orNull(oneOf(sampleCalls)),
      who: textOrNull(),
      at: instantOrNull('When it was called so.'),
    }),
  ),
})
export type SampleDetail = Static<typeof SampleDetail>

/** What was drawn. */
export const SampleDrawn = Type.Object({
  entry: entryNumber,
  corpus: CorpusState,
  population: count('Messages of the scope that the search did not find.'),
  hits: count('Messages of the scope that it found.'),
  uids: list(Type.String()),
})
export type SampleDrawn = Static<typeof SampleDrawn>

/** What a message of a sample is called; null takes it back. */
export const CallBody = Type.Object({
  uid: Type.String({ pattern: '^[0-9a-fA-F]{32}$' }),
  call: orNull(oneOf(sampleCalls)),
})
