import type { DatabaseSync } from 'node:sqlite'
import { openLocalCase } from '../open-case.ts'

/** A query of a class, as it is measured. */
export interface BenchQuery {
  readonly text: string
  readonly sort: 'time' | 'rank'
}

/** A query of every class the language has, made of words and handles of the case itself. */
export async function benchQueries(caseDir: string): Promise<Readonly<Record<string, BenchQuery>>> {
  const { connection } = await openLocalCase(caseDir)
  try {
    return queriesOf(connection.raw)
  } finally {
    connection.close()
  }
}

function queriesOf(raw: DatabaseSync): Readonly<Record<string, BenchQuery>> {
  const word = openWordsByCount(raw)
  const messages = count(raw, 'select count(*) as n from message')
  const [rare, common, veryCommon] = [word(messages / 10_000, 6), word(messages / 100), word(messages)]
  const other = word(messages / 50)
  const [phrase, rarePhrase] = phrases(raw)
  const uid = text(raw, `select lower(hex(uid)) as t from message where id >= ${middle(raw)} limit 1`)
  const room = text(raw, 'select public_id as t from conversation order by messages desc limit 1 offset 20')
  const handle = text(raw, 'select address as t from handle order by sent desc limit 1 offset 20')
  const many = rareWords(raw, messages / 100_000, 1000)
  const byTime = {
    'rare word': rare,
    'common word': common,
    'very common word': veryCommon,
    'common phrase': `"${phrase}"`,
    'rare phrase': `"${rarePhrase}"`,
    'words near each other': `"${veryCommon} ${other}"~5`,
    'prefix of 3 letters': `${common.slice(0, 3)}*`,
    'prefix of 2 letters': `${common.slice(0, 2)}*`,
    wildcard: `${common.slice(0, 2)}*${common.slice(-2)}`,
    'wildcard at the start': `*${rare.slice(1)}`,
    'fuzzy ~1': `${common}~1`,
    'fuzzy ~2': `${rare}~2`,
    regex: `/${common.slice(0, 2)}(la|mo|ne)[a-z]*[aeiou]/`,
    from: `from:${handle}`,
    to: `to:${handle}`,
    with: `with:north`,
    pair: `pair:north|south`,
    in: `in:${room}`,
    network: 'network:xmpp',
    exhibit: 'exhibit:E/2',
    'one year': 'on:2018',
    'one day': 'on:2018-03-05',
    hour: 'hour:22',
    'day and hour': 'day:fri-sat hour:22-3',
    'has:link': 'has:link',
    'has:file': 'has:file',
    'has:copies': 'has:copies',
    'is:broadcast': 'is:broadcast',
    'is:plain': 'is:plain',
    'near:UID': `near:${uid}~2h`,
    'word and sender': `${veryCommon} from:north`,
    'word within a year': `${veryCommon} on:2018`,
    'word at an hour': `${veryCommon} hour:22-5`,
    'word, sender, without a word': `${veryCommon} with:north NOT ${common}`,
    mixture: `(${common} OR "${phrase}" OR ${rare}~1) AND NOT (from:${handle} OR hour:3) after:2016`,
    'without a word': `NOT ${common}`,
    '1,000 words, any of them': many.join(' OR '),
    'nothing typed': '',
  }
  const byRank = {
    'common word, best first': common,
    'very common word, best first': veryCommon,
    'phrase, best first': `"${phrase}"`,
  }
  return {
    ...Object.fromEntries(Object.entries(byTime).map(([name, of]) => [name, { text: of, sort: 'time' }])),
    ...Object.fromEntries(Object.entries(byRank).map(([name, of]) => [name, { text: of, sort: 'rank' }])),
  }
}

/** The word of so many letters or more, four unless stated, that stands in about so many messages. */
function openWordsByCount(raw: DatabaseSync): (documents: number, letters?: number) => string {
  raw.exec(`create virtual table temp.bench_words using fts5vocab(main, message_fts, row);
    create table temp.bench_counts as select term, doc from temp.bench_words where length(term) > 3 and term not glob '*[^a-z]*'`)
  const near = raw.prepare(
    'select term as t from temp.bench_counts where length(term) >= ? order by abs(doc - ?), term limit 1',
  )
  return (documents, letters = 4) => String(near.get(letters, documents)?.['t'] ?? '')
}

function rareWords(raw: DatabaseSync, documents: number, limit: number): string[] {
  return raw
    .prepare('select term as t from temp.bench_counts order by abs(doc - ?), term limit ?')
    .all(documents, limit)
    .map(({ t }) => String(t))
}

/** Two neighbouring words that are often neighbours, and two that seldom are, of messages in the middle. */
function phrases(raw: DatabaseSync): readonly [string, string] {
  const counts = new Map<string, number>()
  for (const { body } of raw
    .prepare('select body from message where id >= ? limit 20000')
    .iterate(middle(raw))) {
    const words = String(body).toLowerCase().split(' ')
    for (const [i, word] of words.entries()) {
      const next = words[i + 1] ?? ''
      if (!/^[a-z]{3,}$/.test(word) || !/^[a-z]{3,}$/.test(next)) continue
      counts.set(`${word} ${next}`, (counts.get(`${word} ${next}`) ?? 0) + 1)
    }
  }
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  return [sorted[0]?.[0] ?? '', sorted.at(-1)?.[0] ?? '']
}

function middle(raw: DatabaseSync): number {
  const range = raw.prepare('select min(id) as a, max(id) as b from message').get()
  return Math.floor((Number(range?.['a']) + Number(range?.['b'])) / 2)
}

function count(raw: DatabaseSync, sql: string): number {
  return Number(raw.prepare(sql).get()?.['n'])
}

function text(raw: DatabaseSync, sql: string): string {
  return String(raw.prepare(sql).get()?.['t'] ?? '')
}
