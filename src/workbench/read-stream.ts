import { parseSearch } from '../core/search/parse-search.ts'
import type { Answers, Questions } from '../store/questions.ts'
import type { StreamAnswers, StreamQuestions, Wanted } from '../store/reading.ts'
import type { Asker, CaseReader } from '../store/store.ts'

/** A search as typed, read. @throws {BaileyError} `bad-query`. */
function wanted(text: string, zone: string): Wanted {
  return { text, query: parseSearch(text, zone) }
}

/** What a filter as typed asks for; null where nothing is typed. @throws {BaileyError} `bad-query`. */
export function readFilter(text: string, zone: string): Wanted | null {
  return text.trim() === '' ? null : wanted(text, zone)
}

/** A question about a stream with its searches as typed. */
type Typed<Q> = {
  readonly [K in keyof Q as K extends 'query' ? never : K]: K extends 'filter' | 'marks' ? string : Q[K]
}

/** Asks about the hits of a search as one stream. */
export interface StreamReader {
  read(question: Typed<StreamQuestions['stream']>): Promise<StreamAnswers['stream']>
  locate(question: Typed<StreamQuestions['streamPosition']>): Promise<StreamAnswers['streamPosition']>
  outline(question: Typed<StreamQuestions['streamOutline']>): Promise<StreamAnswers['streamOutline']>
  step(question: Typed<StreamQuestions['streamStep']>): Promise<StreamAnswers['streamStep']>
  /** A page of one conversation, which has a key of its own. */
  readThread(question: ThreadAsked): Promise<Answers['thread']>
}

type ThreadAsked = Omit<Questions['thread'], 'filter'> & { readonly filter: string }

/**
 * Reads streams of a case; every search is refused as `bad-query` where it cannot be read.
 *
 * @param zone - the case zone, in which dates without one are read.
 */
export function openStreamReader(store: CaseReader, asker: Asker, zone: string): StreamReader {
  return {
    read: async ({ text, filter, ...page }) =>
      await store.ask(asker, 'stream', { ...wanted(text, zone), filter: readFilter(filter, zone), ...page }),
    locate: async ({ text, ...place }) =>
      await store.ask(asker, 'streamPosition', { ...wanted(text, zone), ...place }),
    outline: async ({ text, filter, marks, bins }) =>
      await store.ask(asker, 'streamOutline', {
        ...wanted(text, zone),
        filter: readFilter(filter, zone),
        marks: readFilter(marks, zone),
        bins,
      }),
    step: async ({ text, filter, ...place }) =>
      await store.ask(asker, 'streamStep', {
        ...wanted(text, zone),
        filter: readFilter(filter, zone),
        ...place,
      }),
    readThread: async ({ filter, ...page }) =>
      await store.ask(asker, 'thread', { ...page, filter: readFilter(filter, zone) }),
  }
}
