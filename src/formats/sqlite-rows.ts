import type { Contact } from '../core/contact.ts'
import type { Message } from '../core/message.ts'
import { type ProblemCode, problemCodes, type RepairCode } from '../core/problem.ts'
import type { EvidenceFile, Row } from './format.ts'
import { noRepairs } from './row-tiles.ts'
import { type Database, openDatabase, type StoredRow, type Table } from './sqlite-file.ts'
import { cutRecord } from './sqlite-record.ts'
import { type Cell, cellsOf, leavesOf, payloadOf, type Visited, visitedPages } from './sqlite-tree.ts'

/** What a format makes of a row of a table; null for a row that is no record of a message or contact. */
export type RowReading =
  | { readonly kind: 'message'; readonly message: Message; readonly repairs?: readonly RepairCode[] }
  | { readonly kind: 'contact'; readonly contact: Contact }
  | { readonly kind: 'problem'; readonly code: ProblemCode; readonly says?: string }

/** Which tables of a database hold records, and how a row of them is read. */
export interface ReadingPlan {
  readonly tables: readonly Table[]
  /** What of the database is not read, told at its end. */
  readonly notes?: readonly { readonly code: ProblemCode; readonly says: string }[]
  read(row: StoredRow): Promise<RowReading | null>
}

/** Rows of one part, kept in order and apart whatever the file claims. */
interface Placer {
  readonly part: string | null
  /** Nothing stands behind it. */
  readonly limit: number
  end: number
}

/**
 * The rows of a database in the order of their place: those whose page stands in the file, then those whose newest
 * page stands in the write-ahead log. A record's bytes are its cell on its leaf page.
 *
 * @param plan - asked once the database is open; a sentence when it holds none of the tables looked for.
 */
export async function* readDatabase(
  file: EvidenceFile,
  plan: (database: Database) => Promise<ReadingPlan | string>,
): AsyncGenerator<readonly Row[]> {
  const database = await openDatabase(file)
  if (database.kind === 'refusal') {
    yield [
      problemAt(
        { part: null, limit: file.size, end: 0 },
        { start: 0, end: file.size },
        database.code,
        database.says,
      ),
    ]
    return
  }
  const found = await plan(database)
  const planned = typeof found === 'string' ? [] : found.tables
  const own: Placer = { part: null, limit: file.size, end: 0 }
  let rows = 0
  for await (const some of placedRows(database, planned, typeof found === 'string' ? null : found, own)) {
    rows += some.length
    yield some
  }
  const last = endingRows(database, own)
  if (typeof found === 'object')
    for (const { code, says } of found.notes ?? [])
      last.push(problemAt(own, { start: own.end, end: own.end }, code, says))
  if (typeof found === 'string')
    last.push(problemAt(own, { start: own.end, end: own.end }, 'no-records', found))
  else if (rows + last.length === 0)
    last.push(problemAt(own, { start: 0, end: file.size }, 'no-records', problemCodes['no-records']))
  if (last.length > 0) yield last
}

/** What remains to be said at the end: damage met while looking things up, and files beside that were not applied. */
function endingRows({ file, pages, damage }: Database, own: Placer): Row[] {
  const rows: Row[] = []
  for (const [page, says] of damage.take()) {
    const { part, start } = pages.place(page)
    const where = `Page ${page} (bytes ${start} to ${start + pages.size}${part === null ? '' : ` of ${part}`}): ${says}`
    rows.push(problemAt(own, { start: own.end, end: own.end }, 'unread-part', where))
  }
  const { log } = pages
  if (log !== null && log.unused !== null)
    rows.push(problemAt(own, { start: own.end, end: own.end }, 'unread-part', log.unused))
  const journal = file.beside(`${file.name.split('/').at(-1) ?? ''}-journal`)
  if (journal && journal.size > 0)
    rows.push(
      problemAt(
        own,
        { start: own.end, end: own.end },
        'unread-part',
        'A rollback journal lies beside the database; if it is not stale, the database was copied in the middle of a change. The journal was not applied.',
      ),
    )
  return rows
}

/** Leaf pages of the tables and pages known to be damaged, packed as numbers: a large database has millions. */
interface Leaves {
  /** Page times 4096 and the place of its table among the tables; 4095 for a damaged page. */
  readonly packed: Float64Array
  readonly damaged: ReadonlyMap<number, string>
}

const tablePlaces = 4096
const noTable = tablePlaces - 1

async function* placedRows(
  database: Database,
  tables: readonly Table[],
  plan: ReadingPlan | null,
  own: Placer,
): AsyncGenerator<Row[]> {
  const { pages } = database
  const logged: Placer = { part: pages.log?.name ?? null, limit: Number.MAX_SAFE_INTEGER, end: 0 }
  const chained = visitedPages(pages)
  const { packed, damaged } = await placedLeaves(database, tables)
  const inLog = packed
    .filter((leaf) => pages.log?.pages.has(pageOf(leaf)))
    .toSorted((a, b) => pages.place(pageOf(a)).start - pages.place(pageOf(b)).start)
  for (const leaves of [packed, inLog])
    for (const leaf of leaves) {
      const page = pageOf(leaf)
      const placer = pages.place(page).part === null ? own : logged
      if (leaves === packed && placer === logged) continue
      const table = tables[leaf % tablePlaces]
      if (table === undefined || plan === null)
        yield [problemAt(placer, pageSpan(database, page), 'unread-part', damaged.get(page) ?? '')]
      else yield* leafRows({ database, plan, placer, chained }, page, table)
    }
}

function pageOf(leaf: number): number {
  return Math.floor(leaf / tablePlaces)
}

/** The leaves in the order of their pages. */
async function placedLeaves(database: Database, tables: readonly Table[]): Promise<Leaves> {
  const { pages, damage } = database
  const visited = visitedPages(pages)
  visited.add(1)
  const lists: Float64Array[] = []
  if (tables.length > noTable)
    damage.note(1, `The database holds records in more than ${noTable} tables; the rest were not read.`)
  for (const [place, table] of tables.slice(0, noTable).entries()) {
    const leaves = await leavesOf(pages, table.root, visited, damage)
    lists.push(Float64Array.from(leaves, (page) => page * tablePlaces + place))
  }
  const damaged = damage.take()
  lists.push(Float64Array.from(damaged.keys(), (page) => page * tablePlaces + noTable))
  const packed = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const list of lists) {
    packed.set(list, at)
    at += list.length
  }
  return { packed: packed.toSorted(), damaged }
}

interface LeafReading {
  readonly database: Database
  readonly plan: ReadingPlan
  readonly placer: Placer
  readonly chained: Visited
}

/** Bytes of records held before they are handed over. */
const mostHeld = 1 << 20

async function* leafRows(reading: LeafReading, page: number, table: Table): AsyncGenerator<Row[]> {
  const { database, placer } = reading
  const place = database.pages.place(page)
  const bytes = await database.pages.read(page)
  const cells = cellsOf(bytes, page, database.pages)
  if (typeof cells === 'string') {
    yield [problemAt(placer, pageSpan(database, page), 'unread-part', cells)]
    return
  }
  let rows: Row[] = []
  let held = 0
  for (const cell of cells) {
    const start = place.start + cell.start
    if ('says' in cell) rows.push(problemAt(placer, { start, end: start }, 'unread-part', cell.says))
    else if (start < placer.end)
      rows.push(problemAt(placer, { start, end: start }, 'unread-part', 'Two records of a page overlap.'))
    else {
      const row = await cellRow(reading, table, { cell, bytes, start })
      if (row) rows.push(row)
      held += Number(cell.length)
    }
    if (held > mostHeld) {
      yield rows
      rows = []
      held = 0
    }
  }
  if (rows.length > 0) yield rows
}

interface PlacedCell {
  readonly cell: Cell
  readonly bytes: Uint8Array
  readonly start: number
}

async function cellRow(
  { database: { pages }, plan, placer, chained }: LeafReading,
  table: Table,
  { cell, bytes, start }: PlacedCell,
): Promise<Row | null> {
  const span = { start, end: start + cell.end - cell.start }
  const payload = await payloadOf(pages, bytes, cell, chained)
  if (payload === null) return problemAt(placer, span, 'record-too-long', problemCodes['record-too-long'])
  if (typeof payload === 'string') return problemAt(placer, span, 'unread-part', payload)
  const record = cutRecord(payload)
  if (record === null)
    return problemAt(placer, span, 'not-a-record', 'The columns of the record do not fit in it.')
  const read = await plan.read({ table, rowid: cell.rowid, record, pages })
  if (read === null) return null
  if (read.kind === 'problem') return problemAt(placer, span, read.code, read.says ?? problemCodes[read.code])
  placer.end = span.end
  const at = { part: placer.part, span, record: span }
  if (read.kind === 'contact') return { kind: 'contact', ...at, contact: read.contact }
  const raw = cell.overflow !== 0 ? payload : placer.part === null ? null : bytes.slice(cell.start, cell.end)
  return { kind: 'message', ...at, message: read.message, repairs: read.repairs ?? noRepairs, raw }
}

function pageSpan({ pages }: Database, page: number): { start: number; end: number } {
  const { start } = pages.place(page)
  return { start, end: start + pages.size }
}

/** A problem, moved behind the rows already there and into the file so that no byte is told of twice. */
function problemAt(
  placer: Placer,
  { start, end }: { readonly start: number; readonly end: number },
  code: ProblemCode,
  says: string,
): Row {
  const from = Math.min(Math.max(start, placer.end), placer.limit)
  const span = { start: from, end: Math.min(Math.max(end, from), placer.limit) }
  placer.end = span.end
  return { kind: 'problem', part: placer.part, span, problem: { code, says } }
}
