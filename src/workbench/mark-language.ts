import { habitOf, language, languageOf, ownLanguage } from '../analyses/language/language.ts'
import { packOwnWords } from '../analyses/language/pack-words.ts'
import type { FreshMark, LanguageMark, LanguageMarker } from '../store/language-marker.ts'
import type { Asker } from '../store/store.ts'

/** A message that was read just now, with what its words say, as its reader packed it. */
export interface ReadMessage {
  readonly id: number
  readonly conversation: number
  readonly sender: number
  readonly ownWords: number
}

/** A sender in a conversation. */
export type Pair = readonly [conversation: number, sender: number]

/** Messages and what their words say, laid out in columns: 14 bytes each, since there are millions of them. */
export class ToldMessages {
  #ids = new Float64Array(1024)
  #pairs = new Int32Array(1024)
  #ownWords = new Uint16Array(1024)
  #size = 0
  readonly #places = new Map<number, Map<number, number>>()
  readonly #named: Pair[] = []
  readonly #inConversation = new Map<number, number>()
  readonly #counts: Map<number, number>[] = []

  add({ id, conversation, sender, ownWords }: ReadMessage): void {
    if (this.#size === this.#ids.length) this.#grow()
    const pair = this.#place(conversation, sender)
    this.#ids[this.#size] = id
    this.#pairs[this.#size] = pair
    this.#ownWords[this.#size++] = ownWords
    this.#inConversation.set(conversation, this.inConversation(conversation) + 1)
    const own = ownLanguage(ownWords)
    const counts = this.#counts[pair]
    if (own > 0 && counts !== undefined) counts.set(own, (counts.get(own) ?? 0) + 1)
  }

  /** How many of these messages are of a conversation. */
  inConversation(conversation: number): number {
    return this.#inConversation.get(conversation) ?? 0
  }

  /** Names a sender in a conversation whose habit is to be looked at, whether it wrote something or not. */
  name([conversation, sender]: Pair): void {
    this.#place(conversation, sender)
  }

  /** Every sender in a conversation with how many of these messages are in each language by their own words. */
  pairs(): Iterable<readonly [Pair, ReadonlyMap<number, number>]> {
    return this.#named.map((pair, place) => [pair, this.#counts[place] ?? new Map<number, number>()])
  }

  /** @param habits - in the order of {@link pairs}. */
  *marks(habits: readonly number[]): Generator<FreshMark> {
    for (let i = 0; i < this.#size; i++) {
      const ownWords = this.#ownWords[i] ?? 0
      const place = this.#pairs[i] ?? 0
      const [conversation, sender] = this.#named[place] ?? [0, 0]
      const told = languageOf(ownWords, habits[place] ?? 0)
      yield { id: this.#ids[i] ?? 0, ...told, conversation, sender, own: ownLanguage(ownWords) }
    }
  }

  #place(conversation: number, sender: number): number {
    let senders = this.#places.get(conversation)
    if (senders === undefined) this.#places.set(conversation, (senders = new Map()))
    const known = senders.get(sender)
    if (known !== undefined) return known
    senders.set(sender, this.#named.length)
    this.#counts.push(new Map())
    return this.#named.push([conversation, sender]) - 1
  }

  #grow(): void {
    const length = this.#ids.length * 2
    const [ids, pairs, ownWords] = [new Float64Array(length), new Int32Array(length), new Uint16Array(length)]
    ids.set(this.#ids)
    pairs.set(this.#pairs)
    ownWords.set(this.#ownWords)
    this.#ids = ids
    this.#pairs = pairs
    this.#ownWords = ownWords
  }
}

/** Whether only what is read from now on has to be told: everything else is marked by this version of the analysis. */
export async function isTold(marker: LanguageMarker): Promise<boolean> {
  return (await marker.markedBy()) === language.version
}

/**
 * Marks in which language messages are written that bear no mark yet, and those whose sender's habit that changes. Runs
 * again without harm.
 *
 * @param read - every unmarked message where that is known; null to look for them, and to look at all messages again where
 * they were not all marked by this version before.
 * @param decided - senders whose copies a person joined or parted.
 */
export async function markLanguages(
  marker: LanguageMarker,
  asker: Asker,
  read: ToldMessages | null = null,
  decided: readonly Pair[] = [],
): Promise<void> {
  const told = read ?? (await tellUnmarked(marker))
  for (const pair of decided) told.name(pair)
  const habits: number[] = []
  const changed = new Map<number, Map<number, number>>()
  for (const [[conversation, sender], more] of told.pairs()) {
    const before = marker.countsOf(conversation, sender)
    const habit = habitOf(sum(before, more))
    habits.push(habit)
    // Where copies were joined, counts may have gone down before; where all is new, nothing bears a mark to be changed.
    if (read !== null && habit === habitOf(before)) continue
    if (marker.messagesIn(conversation) === told.inConversation(conversation)) continue
    const senders = changed.get(conversation) ?? new Map<number, number>()
    changed.set(conversation, senders.set(sender, habit))
  }
  await marker.record(asker, {
    fresh: told.marks(habits),
    changed: changedMarks(marker, changed),
    version: language.version,
  })
}

/** Throws every mark away first where they were told by another version or not to their end. */
export async function remarkLanguages(marker: LanguageMarker, asker: Asker): Promise<void> {
  if (!(await isTold(marker))) await marker.forget()
  await markLanguages(marker, asker)
}

async function tellUnmarked(marker: LanguageMarker): Promise<ToldMessages> {
  const told = new ToldMessages()
  for await (const page of marker.unmarked())
    for (const { body, ...message } of page) told.add({ ...message, ownWords: packOwnWords(body) })
  return told
}

function sum(
  one: ReadonlyMap<number, number>,
  other: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const all = new Map(one)
  for (const [place, n] of other) all.set(place, (all.get(place) ?? 0) + n)
  return all
}

/** @param habits - by conversation and sender. */
async function* changedMarks(
  marker: LanguageMarker,
  habits: ReadonlyMap<number, ReadonlyMap<number, number>>,
): AsyncGenerator<LanguageMark> {
  for (const [conversation, senders] of habits)
    for await (const page of marker.unsure(conversation))
      for (const { id, sender, body, ...was } of page) {
        const habit = senders.get(sender)
        if (habit === undefined) continue
        const mark = languageOf(packOwnWords(body), habit)
        if (mark.language !== was.language || mark.ground !== was.ground) yield { id, ...mark }
      }
}
