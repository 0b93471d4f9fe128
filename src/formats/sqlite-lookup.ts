import {
  type Database,
  type RowFinder,
  rowFinder,
  rowsOf,
  type StoredRow,
  type Table,
  valueIn,
} from './sqlite-file.ts'
import type { SqlValue } from './sqlite-record.ts'

/** Finds the rows of a table that hold a value in one column, in the order of their numbers; at once where they are at hand. */
export type Lookup = (value: SqlValue) => readonly StoredRow[] | Promise<readonly StoredRow[]>

/** More links than this are not held: 64 MiB. The rest is counted as not read. */
const mostLinks = 4_000_000
/** Most rows kept for being asked for again, and the most bytes of all of them. */
const mostKept = 4096
const mostKeptBytes = 8 * 1024 * 1024
/** More rows than this are not joined to one message. */
const mostJoined = 10_000

const nothing: readonly StoredRow[] = []

/**
 * Rows of a table by the value of a column. A column that is the row's own number is looked up in the file itself and
 * nothing is held; for any other the numbers of the rows are held by value, 16 bytes a row.
 */
export async function lookup(database: Database, table: Table | null, column: string): Promise<Lookup> {
  const isNumber =
    table?.rowidColumn === column || (column === 'rowid' && table?.places.has(column) === false)
  if (table === null || !(isNumber || table.places.has(column))) return () => nothing
  if (await isEmpty(database, table)) return () => nothing
  const find = rowFinder(database, table)
  if (isNumber) return remembering(find)
  const links = await linksOf(database, table, column)
  return (value) => {
    const rowids = links.of(keyOf(value))
    if (rowids.length === mostJoined)
      database.damage.note(
        table.root,
        `More than ${mostJoined} records of table ${table.name} belong to one message; the rest were left out.`,
      )
    return rowids.length === 0 ? nothing : rowsLinked(find, rowids, column, value)
  }
}

/** The one row that holds a value in a column, where there is one. */
export function firstOf(find: Lookup, value: SqlValue): StoredRow | null | Promise<StoredRow | null> {
  if (value === null) return null
  const rows = find(value)
  return rows instanceof Promise ? rows.then(([row]) => row ?? null) : (rows[0] ?? null)
}

async function isEmpty({ pages }: Database, { root }: Table): Promise<boolean> {
  const bytes = await pages.read(root)
  return bytes[0] === 0x0d && bytes[3] === 0 && bytes[4] === 0
}

async function rowsLinked(
  find: RowFinder,
  rowids: readonly number[],
  column: string,
  value: SqlValue,
): Promise<readonly StoredRow[]> {
  const rows: StoredRow[] = []
  for (const rowid of rowids) {
    const row = await find(rowid)
    if (row && valueIn(row, column) === value) rows.push(row)
  }
  return rows
}

/** Finds rows by their number and keeps the last ones, since chats and handles are asked for again and again. */
function remembering(find: RowFinder): Lookup {
  const kept = new Map<SqlValue, readonly StoredRow[]>()
  let bytes = 0
  const keep = (value: SqlValue, row: StoredRow | null): readonly StoredRow[] => {
    if (row === null) return nothing
    const rows = [{ ...row, record: { ...row.record, payload: row.record.payload.slice() } }]
    bytes += row.record.payload.length
    if (kept.size >= mostKept || bytes > mostKeptBytes) {
      kept.clear()
      bytes = row.record.payload.length
    }
    kept.set(value, rows)
    return rows
  }
  return (value) => {
    const known = kept.get(value)
    if (known) return known
    if (typeof value !== 'number' && typeof value !== 'bigint') return nothing
    const row = find(value)
    return row instanceof Promise ? row.then((found) => keep(value, found)) : keep(value, row)
  }
}

interface Links {
  of(key: number): readonly number[]
}

/** The numbers of the rows of a table, sorted by what `column` holds. */
async function linksOf(database: Database, table: Table, column: string): Promise<Links> {
  let keys = new Float64Array(1024)
  let rowids = new Float64Array(1024)
  let count = 0
  let left = 0
  for await (const row of rowsOf(database, table)) {
    const value = valueIn(row, column)
    if (value === null || typeof row.rowid === 'bigint') continue
    if (count >= mostLinks) {
      left += 1
      continue
    }
    if (count === keys.length) {
      keys = grown(keys)
      rowids = grown(rowids)
    }
    keys[count] = keyOf(value)
    rowids[count] = row.rowid
    count += 1
  }
  if (left > 0)
    database.damage.note(
      table.root,
      `Table ${table.name} holds ${left} records more than can be joined to the messages they belong to; those were left out.`,
    )
  const order = new Uint32Array(count).map((_, index) => index)
  order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || (rowids[a] ?? 0) - (rowids[b] ?? 0))
  return {
    of(key) {
      const found: number[] = []
      for (
        let at = lowest(order, keys, key);
        at < count && found.length < mostJoined && keys[order[at] ?? 0] === key;
        at += 1
      )
        found.push(rowids[order[at] ?? 0] ?? 0)
      return found
    },
  }
}

function grown(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}

function lowest(order: Uint32Array, keys: Float64Array, key: number): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[order[middle] ?? 0] ?? 0) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** A number that stands for a value: itself, or one made of its text (what is found is compared again). */
function keyOf(value: SqlValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string') return -1
  let first = 0x811c9dc5
  let second = 0x1000193
  for (let at = 0; at < value.length; at += 1) {
    const unit = value.charCodeAt(at)
    first = Math.imul(first ^ unit, 0x01000193)
    second = Math.imul(second ^ unit, 0x85ebca6b)
  }
  return (second & 0x1f_ffff) * 0x1_0000_0000 + (first >>> 0)
}
