import type { Asker } from './store.ts'

/** A message as its language is told from it; store ids. */
export interface TellableMessage {
  readonly id: number
  readonly conversation: number
  readonly sender: number
  readonly body: string
}

/** Language and ground of a message, by their places in `languages` and `languageGrounds`. */
export interface LanguageMark {
  readonly id: number
  readonly language: number
  readonly ground: number
}

/** A mark with what it adds to the habit of its sender in its conversation. */
export interface FreshMark extends LanguageMark {
  readonly conversation: number
  readonly sender: number
  /** The language by own words, 0 for none. */
  readonly own: number
}

/** What is to be kept. Marks and counts of messages that had none are written together, so that neither stands alone. */
export interface LanguageMarks {
  /** Of messages that bear none, in any order. */
  readonly fresh: Iterable<FreshMark>
  /** In place of those that messages bear. */
  readonly changed: AsyncIterable<LanguageMark>
  /** Version of the analysis. */
  readonly version: number
}

/**
 * Keeps in which language messages are written. Derived: it can be thrown away and told anew at any time. Nothing else may
 * add messages meanwhile.
 */
export interface LanguageMarker {
  /** Version by which all that was read into the case is marked; null when some of it is not. */
  markedBy(): Promise<number | null>
  /** Throws every mark away. */
  forget(): Promise<void>
  /** Messages that bear no mark, in order of time, in lists of any length. */
  unmarked(): AsyncIterable<readonly TellableMessage[]>
  /** Messages of a conversation that bear a mark which their own words did not give them. */
  unsure(conversation: number): AsyncIterable<readonly (TellableMessage & Omit<LanguageMark, 'id'>)[]>
  /** How many messages there are in a conversation, marked or not. */
  messagesIn(conversation: number): number
  /** How many messages of a sender in a conversation are in each language by their own words, by its place. */
  countsOf(conversation: number, sender: number): ReadonlyMap<number, number>
  /** Conversation and sender of the message that goes by a uid. */
  pairOf(uid: string): readonly [conversation: number, sender: number] | null
  record(asker: Asker, marks: LanguageMarks): Promise<void>
}
