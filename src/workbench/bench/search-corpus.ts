import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { type Said, sampleMessages } from './corpus.ts'

/** What a corpus for searches consists of: Jabber JSON, in two files that are two exhibits. */
export interface SearchCorpus {
  readonly paths: readonly string[]
  readonly messages: number
}

/**
 * Writes a corpus whose words are as many, and as unequal, as those of people: the sample's messages with invented words put
 * among them. A word comes up in inverse proportion to its rank (Zipf), and new ones go on coming as the corpus grows (Heaps):
 * some 200,000 different words in a million messages, a million in ten. Every other message is one pair's; the rest are written
 * by 500 handles, a few of them most of the time. The same count of messages gives the same corpus.
 */
export async function writeSearchCorpus(dir: string, messages: number): Promise<SearchCorpus> {
  const said = sampleMessages()
  const random = seeded(0xba11e)
  const words = openWords(random)
  const paths = ['first.json', 'second.json'].map((name) => join(dir, name))
  const second = Math.floor(messages * 0.9)
  for (const [part, path] of paths.entries()) {
    const stream = createWriteStream(path)
    const [from, until] = part === 0 ? [0, second] : [second, messages]
    let text = ''
    for (let i = from; i < until; i++) {
      text += `${JSON.stringify(messageAt(i, { messages, said, random, words, part }))}\n`
      if (text.length > 1 << 20) {
        if (!stream.write(text)) await once(stream, 'drain')
        text = ''
      }
    }
    await new Promise<void>((resolve) => stream.end(text, resolve))
  }
  return { paths, messages }
}

interface Making {
  readonly messages: number
  readonly said: readonly Said[]
  readonly random: () => number
  readonly words: () => string
  /** Which file it is for: each has handles of its own, so that no copies are looked for between them. */
  readonly part: number
}

const startMs = Date.UTC(2015, 0, 1)
const spanMs = 8 * 365 * 86_400_000
const handles = 500

function messageAt(i: number, { messages, said, random, words, part }: Making): Said {
  const body = (said[i % said.length]?.body ?? '').split(' ')
  const more = 2 + Math.floor(random() * 5)
  for (let k = 0; k < more; k++) body.splice(Math.floor(random() * (body.length + 1)), 0, words())
  const step = spanMs / messages
  const at = new Date(startMs + Math.floor(i * step)).toISOString()
  const [from, to] = i % 2 === 0 ? pairOfHalf(i, part) : [handle(random, part), handle(random, part)]
  return {
    ts: `${at.slice(0, 19)}.${String(i % 1_000_000).padStart(6, '0')}`,
    from,
    to,
    body: body.join(' '),
  }
}

function pairOfHalf(i: number, part: number): readonly [string, string] {
  const [one, other] = part === 0 ? (['north', 'south'] as const) : (['east', 'west'] as const)
  return i % 4 === 0 ? [one, other] : [other, one]
}

function handle(random: () => number, part: number): string {
  return `${invented(zipf(random, handles))}${part}`
}

/** A rank from 0 of `all`, each coming up in inverse proportion to it. */
function zipf(random: () => number, all: number): number {
  return Math.min(all - 1, Math.floor((all + 1) ** random()) - 1)
}

/** Distinct words after so many words: `growth * said ** bend`, as in natural text. */
const growth = 4.8
const bend = 0.7

function openWords(random: () => number): () => string {
  let said = 0
  let known = 1
  return () => {
    said++
    if (growth * said ** bend > known) return invented(known++)
    return invented(zipf(random, known))
  }
}

const letters = 'bdfghjklmnprstvwzcyx'
const vowels = 'aeiou'
/** How many syllables words have: the commonest are short. */
const lengths = [3, 3, 4, 4, 4, 5, 5, 4] as const

/** The word of a rank: another for every rank, neighbours unlike each other. */
function invented(rank: number): string {
  const syllables = rank < 3000 ? 2 : (lengths[rank % lengths.length] ?? 4)
  let rest = (rank * 7_777_777 + 41) % 100 ** syllables
  let word = ''
  for (let k = 0; k < syllables; k++) {
    const syllable = rest % 100
    rest = Math.floor(rest / 100)
    word += `${letters[Math.floor(syllable / 5)] ?? ''}${vowels[syllable % 5] ?? ''}`
  }
  return word
}

/** Numbers from 0 to 1 that look random and are the same in every run. @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md#mulberry32 */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
