import type { Asker } from './store.ts'

/** Why two sightings are of one message. `exact` copies share their uid and never need joining. */
const copyRules = {
  'original-id':
    'Same conversation, sender and id in the source; the words may have been edited or taken back since.',
  clock: 'Same conversation, sender, kind and exact words, at the difference of the two sources’ clocks.',
  translation:
    'A translation: same conversation, sender, kind and time in a set stated to hold translations.',
  person: 'A person said that they are one message.',
} as const satisfies Record<string, string>
export type CopyRule = keyof typeof copyRules

/** What a sighting says otherwise than its message does, and why it was joined to it. Stored as JSON beside it. */
export interface CopyDifference {
  readonly rule: CopyRule
  /** Microseconds by which its source's clock is ahead of the other's; null where no clock was compared. */
  readonly offset: number | null
  /**
   * How well its source agrees with the other by the same rule, in thousandths: of the messages that share an id, those that say
   * the same; of what either source holds while both were on, what the other holds too; of the translations, those paired.
   * Null where a person decided; not there in cases from before it was kept.
   */
  readonly share?: number | null
  /** Its own time, microseconds since the epoch, as written, and the place in `zoneSources`. */
  readonly sentAt: number
  readonly timeText: string
  readonly zone: number
  /** Its own words where they are not the message's (a translation), else null. */
  readonly body: string | null
  /** Its own kind (place in `messageKinds`) and hashes of its own files (JSON, or null). */
  readonly kind: number
  readonly media: string | null
}

/** Two entries that hold some of the same conversations at about the same time; the first has the smaller id. */
export interface EntryPair {
  readonly first: number
  readonly second: number
  /** Ids of the formats they were read by. */
  readonly formats: readonly [string, string]
  /** Store ids. */
  readonly conversations: readonly number[]
}

/** A sighting as matching compares it. */
export interface WitnessRow {
  /** Store id of the sighting. */
  readonly id: number
  readonly message: number
  readonly conversation: number
  readonly sender: number
  /** Its id in its source, or null. */
  readonly sourceId: string | null
  /** Kind, and a hash of the exact words and of the hashes of the files. */
  readonly says: string
  /** By its own clock. */
  readonly at: number
}

/** Two sightings found to be of one message. */
export interface CopyJoin {
  readonly first: number
  readonly second: number
}

/** What is put on record of two entries whose clocks were compared. */
export interface ClockRecord {
  readonly pair: EntryPair
  readonly offset: number
  readonly support: number
  readonly overlap: { readonly first: number; readonly second: number; readonly both: number }
  readonly version: number
}

/** Joins copies of one message that differ in time or language, and parts them again. Each call is one transaction with its audit entry in it. */
export interface CopyJoiner {
  /** Pairs of entries of one language, at least one of them of the exhibit, that may hold copies of the same messages. */
  pairsToMatch(exhibitId: number): Promise<readonly EntryPair[]>
  /** Pairs of a translation's entry and an original's, at least one of them of the exhibit. */
  translationsToPair(exhibitId: number): Promise<readonly EntryPair[]>
  /** Joins further copies of what was joined before. @returns how many. */
  rejoin(asker: Asker): Promise<number>
  /** What an entry shows of some conversations. */
  witnesses(entryId: number, conversations: readonly number[]): Promise<readonly WitnessRow[]>
  recordClock(asker: Asker, record: ClockRecord): Promise<void>
  /**
   * Makes one message of each two: an original before a translation, what has words before what was taken back, the
   * sender's own copy before another's, the first received before a later one. Passes over those already joined and those a person keeps apart.
   * @returns how many were joined.
   */
  join(
    asker: Asker,
    joins: readonly CopyJoin[],
    rule: { readonly rule: CopyRule; readonly offset: number | null; readonly share: number | null },
  ): Promise<number>
  /** Makes a message of its own of a joined copy again. @throws {BaileyError} `no-such-message`, `bad-value` when it is not a joined copy. */
  split(asker: Asker, uid: string): Promise<void>
  /** Joins two messages of one conversation and sender because a person says so. @throws {BaileyError} `no-such-message`, `bad-value`. */
  joinByPerson(asker: Asker, uids: readonly [string, string]): Promise<void>
}
