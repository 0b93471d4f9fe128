import type { SearchQuery } from '../core/search/search-query.ts'
import type { EarlierFound, FileWords } from './found-words.ts'
import type { StoredMessage } from './message-views.ts'

/** A search as typed and as it was read. */
export interface Wanted {
  readonly text: string
  readonly query: SearchQuery
}

/** Questions about the hits of a search read as one stream in order of time, whatever conversations they are of. */
export interface StreamQuestions {
  /** Messages `offset` to `offset + limit` of a stream in time order; with a filter, which of them match is said with each. */
  readonly stream: Wanted & {
    readonly filter: Wanted | null
    readonly offset: number
    readonly limit: number
  }
  /** How many messages of a stream come before a uid, whether that is of it or not, or before an instant. */
  readonly streamPosition: Wanted & { readonly uid: string | null; readonly at: string | null }
  /** How a stream, what of it matches a filter, and what of it is to be marked are spread over time. */
  readonly streamOutline: Wanted & {
    readonly filter: Wanted | null
    readonly marks: Wanted | null
    /** Stretches of time to count by. */
    readonly bins: number
  }
  /** The next message of a stream that matches, from a uid or an instant on; from its start or its end without either. */
  readonly streamStep: Wanted & {
    readonly filter: Wanted | null
    readonly uid: string | null
    readonly at: string | null
    readonly by: 1 | -1
  }
}

/** What they are answered with. */
export interface StreamAnswers {
  readonly stream: ReadPage
  readonly streamPosition: { readonly offset: number }
  readonly streamOutline: StreamOutline
  readonly streamStep: {
    /** Null where there is none in that direction. */
    readonly match: {
      readonly uid: string
      /** Which of the matches it is, counted from 1. */
      readonly number: number
    } | null
  }
}

/** Messages that follow one another in a conversation or a stream, and how many there are in all. */
export interface ReadPage {
  readonly total: number
  readonly messages: readonly ReadMessage[]
}

/** A message as it stands among others that are read. */
export interface ReadMessage extends StoredMessage {
  /** Title of the room, or null. */
  readonly conversationTitle: string | null
  /** What of it matches what is looked for; null where it does not match, or nothing is. */
  readonly match: MatchMarks | null
  readonly answers: AnsweredMessage | null
  readonly answeredBy: AnsweredBy | null
}

/** Where a message matches. */
export interface MatchMarks {
  /** Half-open UTF-16 ranges of the body. */
  readonly highlights: readonly (readonly [number, number])[]
  readonly earlierWords: readonly EarlierFound[]
  readonly fileWords: readonly FileWords[]
}

/** The message that one answers or quotes. */
export interface AnsweredMessage {
  /** Words of it that the source repeats; the message's own where it repeats none and the message is known. */
  readonly words: string | null
  /** The message; null where it is not known which it is. */
  readonly message: { readonly uid: string; readonly from: string; readonly sentAt: string } | null
  /**
   * Messages of the conversation that go by the id it answers, in the exhibit of the copy: 0 where the one it answers was
   * not handed over, several where the id does not tell which; null where the source states no id.
   */
  readonly found: number | null
}

/** By how many messages one is answered, and which is the first. */
export interface AnsweredBy {
  readonly messages: number
  readonly first: string
}

/** A stream over time, in equal stretches. */
export interface StreamOutline {
  readonly total: number
  /** How many match the filter; null without one. */
  readonly matching: number | null
  /** How many are to be marked; null where nothing is. */
  readonly marked: number | null
  /** Null where no message of it states a time. */
  readonly span: {
    readonly firstAt: string
    readonly lastAt: string
    /** Seconds of each stretch; the first begins with the first message. */
    readonly seconds: number
    /** Messages of each stretch. */
    readonly messages: readonly number[]
    readonly matching: readonly number[] | null
    readonly marked: readonly number[] | null
  } | null
}
