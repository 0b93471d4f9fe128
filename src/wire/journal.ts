import { type Static, Type } from 'typebox'
import { countingScopes } from '../core/counting-scope.ts'
import { journalKinds } from '../store/journal.ts'
import { count, instant, list, oneOf, orNull, textOrNull } from './schema.ts'

const entryNumber = Type.Integer({ minimum: 0, description: 'Number of a journal entry.' })

/** What the case held. */
export const CorpusState = Type.Object({
  messages: count('Messages.'),
  sightings: count('Copies of them.'),
  exhibits: count('Exhibits read to their end.'),
  fingerprint: Type.String({ description: 'SHA-256 over reference, hash and sightings of each exhibit.' }),
})
export type CorpusState = Static<typeof CorpusState>

/** Where a search was entered in the journal. */
export const EnteredSearch = Type.Object({
  entry: entryNumber,
  corpus: CorpusState,
  previous: orNull(
    Type.Object(
      {
        entry: entryNumber,
        at: instant('When.'),
        who: Type.String(),
        hits: count('Hits it had then.'),
        corpus: CorpusState,
      },
      { description: 'The same search before, by anybody.' },
    ),
  ),
})
export type EnteredSearch = Static<typeof EnteredSearch>

const TermHits = Type.Object({ text: Type.String(), readAs: Type.String(), hits: count('Hits.') })

/** An entry of the search journal. */
export const JournalEntry = Type.Object({
  entry: entryNumber,
  at: instant('When.'),
  who: Type.String(),
  via: Type.String({ description: 'cli or api.' }),
  kind: oneOf(journalKinds),
  parent: orNull(entryNumber),
  text: Type.String({ description: 'As typed.' }),
  readAs: Type.String({ description: 'How it was read.' }),
  versions: Type.Object({
    language: count('Of the language of search.'),
    folding: count('Of how words are compared.'),
  }),
  lexicons: Type.Null(),
  corpus: CorpusState,
  hits: count('Hits, each once.'),
  countedBy: oneOf(countingScopes),
  counted: count('The same hits as that scope counts them.'),
  why: textOrNull({ description: 'As stated with the search.' }),
  terms: orNull(list(TermHits)),
  sample: orNull(
    Type.Object({
      scope: Type.String(),
      seed: Type.String(),
      size: count('Messages drawn.'),
      population: count('Messages of the scope that were not found.'),
    }),
  ),
  exhibit: textOrNull({ description: 'The exhibit a watch looked into.' }),
  note: orNull(
    Type.Object(
      { why: Type.String(), who: Type.String(), at: instant('When.') },
      { description: 'What was last said of it.' },
    ),
  ),
  reviewed: count('Hits opened from it.'),
  decided: count('Messages tagged or called relevant or not while its hits were reviewed.'),
  savedAs: textOrNull({ description: 'The name the same search is saved by.' }),
})
export type JournalEntry = Static<typeof JournalEntry>

/** Entries, newest first. */
export const JournalPage = Type.Object({
  entries: list(JournalEntry),
  more: Type.Boolean({ description: 'There are earlier ones.' }),
  people: list(Type.String(), { description: 'Everyone who has searched.' }),
})
export type JournalPage = Static<typeof JournalPage>

/** Which entries are wanted. */
export const JournalQuery = Type.Object({
  who: Type.Optional(Type.String({ maxLength: 200 })),
  contains: Type.Optional(Type.String({ maxLength: 1000 })),
  before: Type.Optional(entryNumber),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 300 }),
})

/** An entry in a path. */
export const EntryPath = Type.Object({
  entry: Type.String({ pattern: '^[0-9]{1,15}$', description: 'Number of a journal entry.' }),
})

/** Why a search was made. */
export const WhyBody = Type.Object({ why: Type.String({ maxLength: 4000 }) })

/** A hit that was opened. */
export const OpenedBody = Type.Object({ uid: Type.String({ pattern: '^[0-9a-fA-F]{32}$' }) })

/** Nothing is left to be said. */
export const Done = Type.Object({})
