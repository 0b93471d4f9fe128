/**
 * Tables of an SQLite database file, read without an SQL engine: no view, trigger, virtual table or computed column of
 * the file can do anything, because nothing in it is ever executed. Deleted rows and free pages are not read.
 */
import type { EvidenceFile } from './format.ts'
import { openPages, type Pages, type Refusal } from './sqlite-pages.ts'
import { cutRecord, isBrokenText, readColumn, type SqlRecord, type SqlValue } from './sqlite-record.ts'
import { parseCreateTable } from './sqlite-schema.ts'
import {
  cellFinder,
  cellsOf,
  type Damage,
  damageNotes,
  type FoundCell,
  leavesOf,
  payloadOf,
  type Visited,
  visitedPages,
} from './sqlite-tree.ts'

/** A table whose rows can be read. */
export interface Table {
  readonly name: string
  readonly root: number
  /** Place of each column in a stored record by its lower-case name; -1 when it is not stored. */
  readonly places: ReadonlyMap<string, number>
  /** What rows written before a column was added hold, by the column's lower-case name; only where it is not null. */
  readonly fallbacks: ReadonlyMap<string, SqlValue>
  /** Lower-case name of the column that is the row's own number, or null. */
  readonly rowidColumn: string | null
}

/** A row of a table. */
export interface StoredRow {
  readonly table: Table
  readonly rowid: number | bigint
  readonly record: SqlRecord
  readonly pages: Pages
}

/** A database open for reading. */
export interface Database {
  readonly kind: 'database'
  readonly file: EvidenceFile
  readonly pages: Pages
  /** What could not be read so far of tables that are looked things up in. */
  readonly damage: Damage
  /** A table by name, in any case; null when there is none or it cannot be read. */
  table(name: string): Table | null
  /** Why something of that name cannot be read as a table, or null. */
  refused(name: string): string | null
  /** Names of the tables of the schema, as written. */
  readonly names: readonly string[]
}

interface SchemaEntry {
  readonly type: string
  readonly name: string
  readonly root: SqlValue
  readonly sql: SqlValue
}

const mostObjects = 200_000
/** A record looked up again and again may not be longer: each time costs as many bytes. */
const longestLookedUp = 1 << 20

/** Opens a database, or says why it cannot be read. */
export async function openDatabase(file: EvidenceFile): Promise<Database | Refusal> {
  const pages = await openPages(file)
  if ('kind' in pages) return pages
  const damage = damageNotes()
  const entries = await readSchema(pages, damage)
  const tables = new Map<string, Table | string>()
  const find = (name: string): Table | string | null => {
    const key = name.toLowerCase()
    const known = tables.get(key)
    if (known !== undefined) return known
    const entry = entries.get(key)
    if (!entry) return null
    const table = tableOf(entry, pages)
    tables.set(key, table)
    return table
  }
  return {
    kind: 'database',
    file,
    pages,
    damage,
    names: [...entries.values()].filter(({ type }) => type === 'table').map(({ name }) => name),
    table(name) {
      const found = find(name)
      return typeof found === 'string' ? null : found
    },
    refused(name) {
      const found = find(name)
      return typeof found === 'string' ? found : null
    },
  }
}

/** The value of a column by its lower-case name; null when the table has no such column. */
export function valueIn({ table, rowid, record, pages }: StoredRow, column: string): SqlValue {
  const place = table.places.get(column)
  if (place === undefined || place < 0) return null
  const value = readColumn(record, place, pages.encoding)
  if (value === undefined) return table.fallbacks.get(column) ?? null
  return value === null && column === table.rowidColumn ? rowid : value
}

/** Whether a column's text is broken in the file, so that parts of it read as U+FFFD. */
export function hasBrokenText({ table, record, pages }: StoredRow, column: string): boolean {
  const place = table.places.get(column)
  return place !== undefined && place >= 0 && isBrokenText(record, place, pages.encoding)
}

/** Finds a row by its number; at once where its page is at hand. */
export type RowFinder = (rowid: number | bigint) => StoredRow | null | Promise<StoredRow | null>

/** Finds rows of a table by their numbers. */
export function rowFinder({ pages, damage }: Pick<Database, 'pages' | 'damage'>, table: Table): RowFinder {
  const find = cellFinder(pages, table.root, damage)
  const rowOf = (
    rowid: number | bigint,
    page: number,
    payload: Uint8Array | string | null,
  ): StoredRow | null => {
    const record = payload instanceof Uint8Array ? cutRecord(payload) : null
    if (record) return { table, rowid, record, pages }
    damage.note(page, typeof payload === 'string' ? payload : 'A record of the page cannot be read.')
    return null
  }
  const read = (rowid: number | bigint, found: FoundCell | null): ReturnType<RowFinder> => {
    if (found === null) return null
    const { page, bytes, cell } = found
    if (cell.overflow === 0)
      return rowOf(rowid, page, bytes.subarray(cell.payload, cell.payload + cell.local))
    if (cell.length > longestLookedUp)
      return rowOf(
        rowid,
        page,
        'A record that messages are joined to is longer than a mebibyte and was left out.',
      )
    return payloadOf(pages, bytes, cell, null).then((payload) => rowOf(rowid, page, payload))
  }
  return (rowid) => {
    const found = find(rowid)
    return found instanceof Promise ? found.then((cell) => read(rowid, cell)) : read(rowid, found)
  }
}

/** Every row of a table that can be read, in order of its place; what cannot be is noted as damage. */
export async function* rowsOf(
  { pages, damage }: Pick<Database, 'pages' | 'damage'>,
  table: Table,
): AsyncGenerator<StoredRow> {
  const leaves = await leavesOf(pages, table.root, visitedPages(pages), damage)
  const chained = visitedPages(pages)
  for (const page of leaves.toSorted((a, b) => a - b))
    yield* rowsOfPage({ pages, damage, chained }, table, page)
}

interface Reading {
  readonly pages: Pages
  readonly damage: Damage
  readonly chained: Visited
}

async function* rowsOfPage(
  { pages, damage, chained }: Reading,
  table: Table,
  page: number,
): AsyncGenerator<StoredRow> {
  const bytes = await pages.read(page)
  const cells = cellsOf(bytes, page, pages)
  if (typeof cells === 'string') return damage.note(page, cells)
  for (const cell of cells) {
    const payload = 'says' in cell ? cell.says : await payloadOf(pages, bytes, cell, chained)
    const record = payload instanceof Uint8Array ? cutRecord(payload) : null
    if (record && 'rowid' in cell) yield { table, rowid: cell.rowid, record, pages }
    else damage.note(page, typeof payload === 'string' ? payload : 'A record of the page cannot be read.')
  }
}

/** The table every database lists its tables in. */
const schemaTable: Table = {
  name: 'sqlite_schema',
  root: 1,
  places: new Map([
    ['type', 0],
    ['name', 1],
    ['tbl_name', 2],
    ['rootpage', 3],
    ['sql', 4],
  ]),
  fallbacks: new Map(),
  rowidColumn: null,
}

/** What the schema lists that could be taken for a table, by lower-case name; the first of a name counts. */
async function readSchema(pages: Pages, damage: Damage): Promise<Map<string, SchemaEntry>> {
  const entries = new Map<string, SchemaEntry>()
  let objects = 0
  for await (const row of rowsOf({ pages, damage }, schemaTable)) {
    objects += 1
    if (objects > mostObjects) {
      damage.note(
        1,
        `The database lists more than ${mostObjects} tables and indexes; the rest are not looked at.`,
      )
      break
    }
    const type = valueIn(row, 'type')
    const name = valueIn(row, 'name')
    if ((type !== 'table' && type !== 'view') || typeof name !== 'string') continue
    const key = name.toLowerCase()
    if (!entries.has(key))
      entries.set(key, { type, name, root: valueIn(row, 'rootpage'), sql: valueIn(row, 'sql') })
  }
  return entries
}

/** A table of the schema, or why it cannot be read as one. */
function tableOf({ type, name, root, sql }: SchemaEntry, pages: Pages): Table | string {
  const called = JSON.stringify(name.slice(0, 60))
  if (type === 'view') return `${called} is a view, which holds no records of its own.`
  if (typeof sql !== 'string') return `The definition of table ${called} is missing.`
  const definition = parseCreateTable(sql)
  if (definition === null || definition.columns.length === 0)
    return `${called} is a virtual table or its definition cannot be read.`
  if (definition.withoutRowid) return `Table ${called} is kept WITHOUT ROWID, which is not read.`
  if (typeof root !== 'number' || root < 2 || !pages.exists(root))
    return `Table ${called} begins at a page that does not exist.`
  const columns = definition.columns.toReversed()
  const rowid = definition.columns[definition.rowidColumn]
  return {
    name,
    root,
    places: new Map(columns.map((column) => [column.name.toLowerCase(), column.place])),
    fallbacks: new Map(
      columns
        .filter(({ fallback }) => fallback !== null)
        .map((column) => [column.name.toLowerCase(), column.fallback]),
    ),
    rowidColumn: rowid ? rowid.name.toLowerCase() : null,
  }
}
