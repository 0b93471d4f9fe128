/**
 * The b-trees an SQLite database keeps its tables in, and the chains of pages long records go on in. Every walk visits
 * a page once at most: a tree that points in circles ends, and what was wrong with it is noted.
 */

import { longestRecord } from './format.ts'
import { joinBytes } from './lines.ts'
import type { Pages } from './sqlite-pages.ts'
import { readVarint } from './sqlite-record.ts'

/** Pages that could not be read as what they should be, with a sentence each. */
export interface Damage {
  note(page: number, says: string): void
  /** What was noted since it was last asked for, by page. */
  take(): ReadonlyMap<number, string>
}

/** Which pages have been visited, of those there are. */
export interface Visited {
  /** Whether the page exists and is met for the first time. */
  add(page: number): boolean
}

/** A record's cell on a leaf page. */
export interface Cell {
  readonly rowid: number | bigint
  /** Where it begins and ends on its page. */
  readonly start: number
  readonly end: number
  /** Where its payload begins on the page, and how many bytes of it stand there. */
  readonly payload: number
  readonly local: number
  /** All bytes of the payload. */
  readonly length: number | bigint
  /** The first page of the chain it goes on in, or 0. */
  readonly overflow: number
}

/** Bytes of a leaf page that are no cell. */
export interface BadCell {
  readonly start: number
  readonly says: string
}

const interiorPage = 0x05
const leafPage = 0x0d
const deepest = 40
const mostNotes = 10_000

/** An empty list of damage; past ten thousand pages it only counts. */
export function damageNotes(): Damage {
  let notes = new Map<number, string>()
  let noted = 0
  return {
    note(page, says) {
      if (notes.has(page) || noted >= mostNotes) return
      noted += 1
      notes.set(page, noted === mostNotes ? `${says} Further damage of this kind is not listed.` : says)
    },
    take() {
      const taken = notes
      notes = new Map()
      return taken
    },
  }
}

/** A memory of the pages visited: one bit for each of the file, a set for those that only the log holds. */
export function visitedPages(pages: Pages): Visited {
  const bits = new Uint8Array(Math.ceil((pages.count + 1) / 8))
  const beyond = new Set<number>()
  return {
    add(page) {
      if (!pages.exists(page) || beyond.has(page)) return false
      if (page > pages.count) {
        beyond.add(page)
        return true
      }
      const bit = 1 << (page & 7)
      const index = page >>> 3
      if (((bits[index] ?? 0) & bit) !== 0) return false
      bits[index] = (bits[index] ?? 0) | bit
      return true
    },
  }
}

/**
 * The leaf pages of the table rooted at `root`, in no order. Only the pages above them are read: a tree's leaves all
 * stand at one depth, which is found by going down to one.
 */
export async function leavesOf(
  pages: Pages,
  root: number,
  visited: Visited,
  damage: Damage,
): Promise<number[]> {
  const leaves: number[] = []
  if (!visited.add(root)) {
    damage.note(1, 'A table begins at a page that does not exist or is part of another table.')
    return leaves
  }
  let level = [root]
  for (let depth = 0; level.length > 0 && depth < deepest; depth += 1) {
    if ((await levelType(pages, level)) !== interiorPage) return [...leaves, ...level]
    const next: number[] = []
    for (const page of level) {
      const bytes = await pages.read(page)
      const type = bytes[headerAt(page)]
      if (type === leafPage) leaves.push(page)
      else if (type !== interiorPage) damage.note(page, notATablePage(type))
      else
        for (const child of childrenOf(bytes, page)) {
          if (child !== null && visited.add(child)) next.push(child)
          else
            damage.note(
              page,
              'A page of a table points to a page that does not exist or is part of a table already.',
            )
        }
    }
    level = next
  }
  return leaves
}

/** The cells of a leaf page in the order they stand in it, or a sentence when the page is no leaf of a table. */
export function cellsOf(
  bytes: Uint8Array,
  page: number,
  { usable }: Pages,
): readonly (Cell | BadCell)[] | string {
  const at = headerAt(page)
  if (bytes[at] !== leafPage) return notATablePage(bytes[at])
  const count = word(bytes, at + 3)
  if (at + 8 + count * 2 > bytes.length)
    return 'The page states more records than it has room for, or the file ends within it.'
  const cells: (Cell | BadCell)[] = []
  for (let index = 0; index < count; index += 1)
    cells.push(readCell(bytes, word(bytes, at + 8 + index * 2), at + 8 + count * 2, usable))
  return cells.toSorted((a, b) => a.start - b.start)
}

/** A cell with the page it stands on. */
export interface FoundCell {
  readonly page: number
  readonly bytes: Uint8Array
  readonly cell: Cell
}

/** Finds the cell of a row by its number; at once where the page is at hand. */
export type CellFinder = (rowid: number | bigint) => FoundCell | null | Promise<FoundCell | null>

/** A leaf page and the numbers of the rows that can stand on it: above one, up to another. */
interface KnownLeaf {
  readonly page: number
  readonly bytes: Uint8Array
  readonly above: number | bigint
  readonly upTo: number | bigint
}

/**
 * Finds rows of the table rooted at `root` by going down its tree. The leaf met last is kept, since rows are mostly asked
 * for in the order they stand in.
 */
export function cellFinder(pages: Pages, root: number, damage: Damage): CellFinder {
  let leaf: KnownLeaf | null = null
  return (rowid) => {
    if (leaf !== null && rowid > leaf.above && rowid <= leaf.upTo)
      return cellOnLeaf(pages, leaf, rowid, damage)
    return descend(pages, root, rowid, damage).then((found) => {
      if (found === null) return null
      leaf = found
      return cellOnLeaf(pages, found, rowid, damage)
    })
  }
}

async function descend(
  pages: Pages,
  root: number,
  rowid: number | bigint,
  damage: Damage,
): Promise<KnownLeaf | null> {
  let page = root
  let above: number | bigint = Number.NEGATIVE_INFINITY
  let upTo: number | bigint = Number.POSITIVE_INFINITY
  for (let depth = 0; depth < deepest && pages.exists(page); depth += 1) {
    const bytes = await pages.read(page)
    const at = headerAt(page)
    const type = bytes[at]
    const count = word(bytes, at + 3)
    if ((type !== leafPage && type !== interiorPage) || at + 12 + count * 2 > bytes.length) {
      damage.note(page, notATablePage(type))
      return null
    }
    if (type === leafPage) return { page, bytes, above, upTo }
    const keyAt = (index: number): number | bigint => keyOf(bytes, word(bytes, at + 12 + index * 2), false)
    const index = firstNotBelow(count, rowid, keyAt)
    if (index > 0) above = keyAt(index - 1)
    if (index < count) upTo = keyAt(index)
    page = index === count ? long(bytes, at + 8) : long(bytes, word(bytes, at + 12 + index * 2))
  }
  return null
}

function cellOnLeaf(
  { usable }: Pages,
  { page, bytes }: KnownLeaf,
  rowid: number | bigint,
  damage: Damage,
): FoundCell | null {
  const at = headerAt(page)
  const count = word(bytes, at + 3)
  const keyAt = (index: number): number | bigint => keyOf(bytes, word(bytes, at + 8 + index * 2), true)
  const index = firstNotBelow(count, rowid, keyAt)
  if (index === count || keyAt(index) !== rowid) return null
  const cell = readCell(bytes, word(bytes, at + 8 + index * 2), at + 8 + count * 2, usable)
  if ('payload' in cell) return { page, bytes, cell }
  damage.note(page, cell.says)
  return null
}

/** The whole payload of a cell; a sentence when its chain of pages is broken, null when it is longer than a record may be. */
export async function payloadOf(
  pages: Pages,
  bytes: Uint8Array,
  { payload, local, length, overflow }: Cell,
  visited: Visited | null,
): Promise<Uint8Array | string | null> {
  const first = bytes.subarray(payload, payload + local)
  if (overflow === 0) return first
  if (length > longestRecord) return null
  const parts = [first.slice()]
  let left = Number(length) - local
  let page = overflow
  for (; left > 0 && page > 0; ) {
    if (!pages.exists(page) || (visited !== null && !visited.add(page)))
      return 'The record goes on in a page that does not exist or belongs to another record.'
    const next = await pages.read(page)
    const some = next.slice(4, Math.min(pages.usable, 4 + left))
    if (some.length === 0) return 'The file ends before the record does.'
    parts.push(some)
    left -= some.length
    page = long(next, 0)
  }
  return left > 0 ? 'The chain of pages the record goes on in ends before the record does.' : joinBytes(parts)
}

/** The kind of page a level of a tree holds, told by the first page of it that can be read. */
async function levelType(pages: Pages, level: readonly number[]): Promise<number> {
  for (const page of level) {
    const type = (await pages.read(page))[headerAt(page)]
    if (type === leafPage || type === interiorPage) return type
  }
  return leafPage
}

function childrenOf(bytes: Uint8Array, page: number): (number | null)[] {
  const at = headerAt(page)
  const count = word(bytes, at + 3)
  const children: (number | null)[] = []
  for (let index = 0; index < count && at + 14 + index * 2 <= bytes.length; index += 1) {
    const start = word(bytes, at + 12 + index * 2)
    children.push(start + 4 <= bytes.length ? long(bytes, start) : null)
  }
  if (children.length < count) children.push(null)
  children.push(at + 12 <= bytes.length ? long(bytes, at + 8) : null)
  return children
}

function readCell(bytes: Uint8Array, start: number, first: number, usable: number): Cell | BadCell {
  const bad = {
    start,
    says: 'A record of the page does not stand where the page says, or the file ends within it.',
  }
  if (start < first || start >= usable) return bad
  const length = readVarint(bytes, start)
  const rowid = length && readVarint(bytes, length.end)
  if (!length || !rowid || length.value < 0) return bad
  const local = localBytes(length.value, usable)
  const overflows = local < length.value
  const end = rowid.end + local + (overflows ? 4 : 0)
  if (end > Math.min(usable, bytes.length)) return bad
  return {
    rowid: rowid.value,
    start,
    end,
    payload: rowid.end,
    local,
    length: length.value,
    overflow: overflows ? long(bytes, end - 4) : 0,
  }
}

/** How many bytes of a payload stand on the leaf page itself. */
function localBytes(length: number | bigint, usable: number): number {
  if (length <= usable - 35) return Number(length)
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const kept = least + Number((BigInt(length) - BigInt(least)) % BigInt(usable - 4))
  return kept <= usable - 35 ? kept : least
}

/** The key of a cell; what cannot be read counts as larger than any. */
function keyOf(bytes: Uint8Array, start: number, leaf: boolean): number | bigint {
  const at = leaf ? (readVarint(bytes, start)?.end ?? bytes.length) : start + 4
  return readVarint(bytes, at)?.value ?? Number.POSITIVE_INFINITY
}

function firstNotBelow(
  count: number,
  key: number | bigint,
  keyAt: (index: number) => number | bigint,
): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyAt(middle) < key) low = middle + 1
    else high = middle
  }
  return low
}

function notATablePage(type: number | undefined): string {
  return type === undefined
    ? 'A page of a table lies past the end of the file.'
    : 'A page that should hold records of a table holds something else.'
}

function headerAt(page: number): number {
  return page === 1 ? 100 : 0
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function long(bytes: Uint8Array, at: number): number {
  return word(bytes, at) * 0x1_0000 + word(bytes, at + 2)
}
