import { renderDay, wallHours } from '../../core/clock.ts'
import { parseEpochMicros } from '../../core/time.ts'
import type { Answers, Count, Questions } from '../questions.ts'
import type { Case } from './case-reader.ts'
import { type CompiledSearch, compileSearch } from './match-expression.ts'
import { selectMessages, storedMessages, text, textOrNull } from './stored-message.ts'

type Parameter = string | number

/** Answers a search with its true total and one page of hits. */
export async function answerSearch(
  open: Case,
  { query, sort, limit, offset }: Questions['search'],
): Promise<Answers['search']> {
  const compiled = compileSearch(open.raw, query)
  const { from, parameters } = hitsClause(compiled)
  const total = open.raw.prepare(`select count(*) as n from ${from}`).get(...parameters)
  const order = sort === 'rank' && compiled.match !== null ? 'rank, m.id' : 'm.id'
  const key = compiled.match === null ? 'm.id' : 'm.rowid'
  const ids = open.raw
    .prepare(`select ${key} as id from ${from} order by ${order.replace('m.id', key)} limit ? offset ?`)
    .all(...parameters, limit, offset)
    .map((row) => Number(row['id']))
  const highlight =
    compiled.match === null
      ? null
      : open.raw.prepare(
          `select highlight(message_fts, 0, char(2), char(3)) as marked from message_fts where message_fts match ? and rowid = ?`,
        )
  const find = open.raw.prepare(`${selectMessages} where m.id = ?`)
  const rows = ids.map((id) => find.get(id)).filter((row) => row !== undefined)
  const hits = storedMessages(open.raw, rows).map((message, i) => {
    // A BigInt, because FTS5 ignores a row id bound as a float, which is how a number is bound.
    const marked = highlight?.get(compiled.match ?? '', BigInt(ids[i] ?? 0))
    const stored = rows[i]
    return {
      ...message,
      highlights: marked ? highlightRanges(text(marked['marked']), message.body) : [],
      conversationTitle: textOrNull(stored?.['conversation_title']),
    }
  })
  return { total: Number(total?.['n']), hits }
}

/** `from … where …` over hits, aliased `m`, with its parameters. */
function hitsClause({ match, from, until, condition }: CompiledSearch): {
  readonly from: string
  readonly parameters: readonly Parameter[]
} {
  const key = match === null ? 'm.id' : 'm.rowid'
  const bounds = [
    ...(from === null ? [] : [`${key} >= ${from}`]),
    ...(until === null ? [] : [`${key} < ${until}`]),
  ]
  if (match !== null)
    return {
      from: `message_fts m where message_fts match ?${bounds.map((bound) => ` and ${bound}`).join('')}`,
      parameters: [match],
    }
  const where = [condition?.sql ?? 'true', ...bounds].join(' and ')
  return { from: `message m where ${where}`, parameters: condition?.parameters ?? [] }
}

const opens = '\u0002'
const closes = '\u0003'

/** Reads FTS5's marks as UTF-16 ranges of the body. The same characters in the body itself are told from marks by walking both. */
export function highlightRanges(marked: string, body: string): [number, number][] {
  const ranges: [number, number][] = []
  let start = -1
  let at = 0
  for (const character of splitUnits(marked)) {
    if (character === body[at] && !(start >= 0 && character === closes)) at++
    else if (character === opens) start = at
    else if (character === closes && start >= 0) {
      ranges.push([start, at])
      start = -1
    }
  }
  return ranges
}

function* splitUnits(of: string): Generator<string> {
  for (let i = 0; i < of.length; i++) yield of.charAt(i)
}

/** Counts the hits of a search by handle, conversation, network and month. */
export async function answerFacets(open: Case, { query }: Questions['facets']): Promise<Answers['facets']> {
  const { from, parameters } = hitsClause(compileSearch(open.raw, query))
  const key = from.startsWith('message_fts') ? 'm.rowid' : 'm.id'
  const rows = open.raw
    .prepare(
      `select h.conversation_id as conversation, h.sender_id as sender, count(*) as n from (select ${key} as id from ${from}) k join message h on h.id = k.id group by 1, 2`,
    )
    .all(...parameters)
  const conversations = new Map<number, number>()
  const senders = new Map<number, number>()
  for (const row of rows) {
    const n = Number(row['n'])
    add(conversations, Number(row['conversation']), n)
    add(senders, Number(row['sender']), n)
  }
  const ids = open.raw.prepare(`select ${key} as id from ${from} order by ${key}`)
  ids.setReturnArrays(true)
  return {
    handles: busiest(senders).map(([id, messages]) => handleCount(open, id, messages)),
    conversations: busiest(conversations).map(([id, messages]) => conversationCount(open, id, messages)),
    networks: networkCounts(open, conversations),
    months: monthCounts(open.zone, ids.iterate(...parameters)),
  }
}

function add<K>(counts: Map<K, number>, key: K, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n)
}

function busiest(counts: ReadonlyMap<number, number>): (readonly [number, number])[] {
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 50)
}

function handleCount({ raw }: Case, id: number, messages: number): Count {
  const row = raw
    .prepare(
      'select n.name as network, h.address from handle h join network n on n.id = h.network_id where h.id = ?',
    )
    .get(id)
  const value = `${text(row?.['network'])}:${text(row?.['address'])}`
  return { value, label: value, messages }
}

function conversationCount({ raw }: Case, id: number, messages: number): Count {
  const row = raw.prepare('select public_id, title from conversation where id = ?').get(id)
  const members = raw
    .prepare(
      'select h.address from participant p join handle h on h.id = p.handle_id where p.conversation_id = ? order by h.address limit 3',
    )
    .all(id)
  const label = textOrNull(row?.['title']) ?? members.map((member) => text(member['address'])).join(' ↔ ')
  return { value: text(row?.['public_id']), label, messages }
}

function networkCounts({ raw }: Case, conversations: ReadonlyMap<number, number>): Count[] {
  const networkOf = new Map(
    raw
      .prepare('select c.id, n.name from conversation c join network n on n.id = c.network_id')
      .all()
      .map((row) => [Number(row['id']), text(row['name'])]),
  )
  const counts = new Map<string, number>()
  for (const [id, n] of conversations) add(counts, networkOf.get(id) ?? '', n)
  return [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([value, messages]) => ({ value, label: value, messages }))
}

function monthCounts(zone: string, ids: Iterable<unknown>): Count[] {
  const wallHour = wallHours(zone)
  const counts = new Map<string, number>()
  let lastDay = Number.NaN
  let month = ''
  for (const row of ids) {
    const at = Array.isArray(row) ? parseEpochMicros(Number(row[0])) : null
    if (at === null) continue
    const { day } = wallHour(at)
    if (day !== lastDay) {
      lastDay = day
      month = renderDay(day).slice(0, 7)
    }
    add(counts, month, 1)
  }
  return [...counts].map(([value, messages]) => ({ value, label: value, messages }))
}
