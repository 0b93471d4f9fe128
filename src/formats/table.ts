import type { Address } from '../core/handle.ts'
import { parseAddress, parseNetwork } from '../core/handle.ts'
import type { ConversationRef, Message } from '../core/message.ts'
import { directConversation, listConversation } from '../core/message.ts'
import type { MessageDetails } from '../core/message-details.ts'
import type { Problem, ProblemCode, RepairCode } from '../core/problem.ts'
import { problemCodes } from '../core/problem.ts'
import type { TimeRead } from './cell-time.ts'
import { directionOf } from './direction-words.ts'
import type { EvidenceFile, MessageRow, ProblemRow, ReadContext } from './format.ts'
import type {
  ColumnHeadings,
  ColumnPart,
  MappingProfile,
  SheetKind,
  SheetMapping,
} from './mapping-profile.ts'
import { allColumnParts, sheetKinds, sheetNamed } from './mapping-profile.ts'
import { ownerOf } from './owner.ts'
import { readyProfiles } from './profiles/ready-profiles.ts'

/** A row of a table as a message, or why it is none. */
export type Said = Pick<MessageRow, 'message' | 'repairs'> | { readonly problem: Problem }

/** Which column holds what, by its number from 0; null where the table has no such column. */
export type Columns = Readonly<Record<ColumnPart, number | null>>

/** Whose device or account a table is of, where its rows do not say. */
export interface TableOwner {
  readonly address: Address
  /** False when nobody has stated it: the address then only names the file. */
  readonly stated: boolean
}

/** What is known of a table before its headings are looked at. */
export interface TableContext {
  readonly profile: MappingProfile | null
  /** The sheet's name, or the file's without its ending. */
  readonly name: string
  readonly owner: TableOwner
}

/** A table whose headings a profile maps. */
export interface MappedTable {
  readonly profile: MappingProfile
  readonly kind: SheetKind
  readonly columns: Columns
  /** True where an owner, a peer and a direction stand for sender and recipient. */
  readonly sided: boolean
  readonly headings: readonly string[]
  readonly owner: TableOwner
  /** True for a sheet of a profile of several sheets, whose owner is part of what it says. */
  readonly isSheet: boolean
}

/** What a record of any table or list of fields states, before it is checked. */
export interface Statement {
  readonly network: string
  readonly from: string
  readonly fromName: string | null
  readonly to: readonly string[]
  /** A room's key; null or blank for none. */
  readonly conversation: string | null
  readonly time: TimeRead | null
  /** Null when the record states no words. */
  readonly body: string | null
}

/** The context of a file, or of a sheet in it. */
export function tableContext(
  file: EvidenceFile,
  context: ReadContext,
  sheet: string | null = null,
): TableContext {
  const { profile } = context
  const path = file.name.split('/')
  const stem = (path.at(-1) ?? '').replace(/\.[^.]{1,10}$/, '')
  const named =
    profile?.ownerFrom === 'file-name'
      ? parseAddress(stem)
      : profile?.ownerFrom === 'folder-name'
        ? parseAddress(path.at(-2) ?? '')
        : null
  const owner =
    named === null
      ? { address: ownerOf(file, context), stated: context.owner !== null }
      : { address: named, stated: true }
  return { profile, name: sheet ?? stem, owner }
}

/** A heading as it is compared: without case, the space around it, a byte order mark, or the differences of NFC. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFC')
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
}

/** The table these headings make under the given profile, or under the first ready-made one that fits; null when none does. */
export function mapTable(headings: readonly string[], context: TableContext): MappedTable | null {
  const { profile: given, name, owner } = context
  for (const profile of given ? [given] : readyProfiles.filter(({ sheets }) => sheets === undefined)) {
    const sheet = sheetNamed(profile, name)
    const isSheet = sheet !== null && profile.sheets?.includes(sheet) === true
    const mapped = sheet && mapColumns(headings, sheet, isSheet)
    if (mapped) return { profile, kind: sheet.kind, ...mapped, headings, owner, isSheet }
  }
  return null
}

/** The problem of every row of a sheet or file for which a profile of several sheets has no mapping; null when it has one. */
export function unmappedSheet({ profile, name }: TableContext): Problem | null {
  if (profile?.sheets === undefined || sheetNamed(profile, name) !== null) return null
  const says = `The profile ${profile.name} says nothing of a sheet or file called ${JSON.stringify(name.slice(0, 80))}: add it under sheets.`
  return refuse('unmapped-sheet', says)
}

/** True when both rows of cells are the same headings, as where pages were joined. */
export function repeatsHeadings(table: MappedTable, cells: readonly string[]): boolean {
  return table.headings.every((heading, at) => plainHeading(cells[at] ?? '') === plainHeading(heading))
}

/** True for a heading that states its times are in UTC, as `Time (UTC)`. */
export function isUtcHeading(heading: string): boolean {
  return /\bUTC\b/i.test(heading)
}

/** The heading of a table's times, that of their days with it; empty for a table without. */
export function timeHeading(table: MappedTable): string {
  return timeCell(table, table.headings)
}

/** The time of a row as it stands: one cell, or where the day has a column of its own, both with a space between. */
export function timeCell(
  { columns }: { readonly columns: Pick<Columns, 'date' | 'time'> },
  cells: readonly string[],
): string {
  const { date, time } = columns
  if (time === null) return ''
  // Some tables state the day again in a column of its own beside whole times.
  if (date === null || wholeTime.test((cells[time] ?? '').trim())) return cells[time] ?? ''
  return `${(cells[date] ?? '').trim()} ${(cells[time] ?? '').trim()}`.trim()
}

/** The problem of a table that no profile maps; names the headings found. */
export function unmappedTable(headings: readonly string[], given: MappingProfile | null): Problem {
  const found = headings
    .slice(0, 40)
    .map((heading) => JSON.stringify(heading.slice(0, 60)))
    .join(', ')
  const tried = given ? `The profile ${given.name} does not fit` : 'No ready-made profile fits'
  return refuse(
    'not-a-record',
    `${tried} this table, whose first row is ${found || 'empty'}: say with --mapping which column holds what.`,
  )
}

/** Reads what the cells of a record of a table are read with. */
export interface RowCells {
  /** The cell of a part; empty where the table has no such column. */
  text(part: ColumnPart): string
  /** The time in the cell of a part; null when the cell is empty. */
  time(part: ColumnPart): TimeRead | null
}

/** Reads one row of a table of messages. */
export function readMessageCells(table: MappedTable, cells: RowCells): Said {
  const parties = partiesOf(table, cells)
  if ('problem' in parties) return parties
  const body = cells.text('body')
  const said = readStatement({
    network: table.profile.network,
    from: parties.from,
    fromName: cells.text('fromName').trim() || null,
    to: parties.to,
    conversation: cells.text('conversation'),
    time: cells.time('time'),
    body: body === '' ? null : body,
  })
  return withOwner(said, table, cells, {})
}

/** Checks what a record states and makes the message of it. */
export function readStatement(said: Statement): Said {
  const network = parseNetwork(said.network)
  if (!network)
    return {
      problem: refuse(
        'not-a-record',
        `${JSON.stringify(said.network.slice(0, 60))} is no name of a network.`,
      ),
    }
  if (said.time === null) return { problem: refuse('no-timestamp') }
  if (said.time.kind === 'unread') return { problem: refuse('bad-timestamp', said.time.says) }
  const damaged = [said.from, ...said.to].find(isShortened)
  if (damaged !== undefined) return { problem: shortenedHandle(damaged) }
  const from = parseAddress(said.from)
  if (!from) return { problem: refuse('no-sender') }
  const to = said.to.map(parseAddress).filter((address) => address !== null)
  const conversation = conversationOf(said.conversation, from, to)
  if (!conversation) return { problem: refuse('no-recipient') }
  if (said.body === null) return { problem: refuse('no-body') }
  const { sent, repair } = said.time
  const message: Message = {
    network,
    conversation,
    from,
    fromName: said.fromName,
    sent,
    kind: 'text',
    body: said.body,
    mediaHashes: [],
    details: null,
  }
  const repairs: readonly RepairCode[] = repair ? [repair] : []
  return { message, repairs }
}

/** A sheet's own statement of whose copy a message is, with what else its row states. */
export function withOwner(said: Said, table: MappedTable, cells: RowCells, details: MessageDetails): Said {
  if ('problem' in said) return said
  const owner = table.isSheet ? statedOwner(table, cells) : null
  const stated = owner === null ? details : { ...details, owner }
  if (Object.keys(stated).length === 0) return said
  return { ...said, message: { ...said.message, details: stated } }
}

/** The owner a row names, else the one of its file where that was stated; else null. */
export function statedOwner({ owner }: MappedTable, cells: RowCells): Address | null {
  return parseAddress(cells.text('owner')) ?? (owner.stated ? owner.address : null)
}

/** A problem in its code's own sentence, or in one that says what was found. */
export function refuse(code: ProblemCode, says: string = problemCodes[code]): Problem {
  return { code, says }
}

/** The row of bytes that could not be read. */
export function problemRow(part: string | null, span: ProblemRow['span'], problem: Problem): ProblemRow {
  return { kind: 'problem', part, span, problem }
}

/** True for what a spreadsheet makes of a long number, as `4.47E+11`. */
export function isShortened(cell: string): boolean {
  return cell.length <= 40 && /^[+-]?\d(?:[.,]\d{1,30})?E\+?\d{2,3}$/i.test(cell.trim())
}

/** The problem of a handle that a spreadsheet shortened. */
export function shortenedHandle(handle: string): Problem {
  return refuse(
    'damaged-before-receipt',
    `${handle.trim().slice(0, 40)} stands where a handle should: a spreadsheet shortened the number before this file was received. Ask for the original.`,
  )
}

type Mapped = Pick<MappedTable, 'columns' | 'sided'>

function mapColumns(
  headings: readonly string[],
  { kind, columns: names }: SheetMapping,
  isSheet: boolean,
): Mapped | null {
  const columns = placesOf(headings, names)
  if (!sheetKinds[kind].needs.every((needed) => needed.some((part) => columns[part] !== null))) return null
  if (kind !== 'messages' && kind !== 'calls') return { columns, sided: false }
  if (columns.from !== null && (columns.to !== null || columns.conversation !== null))
    return { columns, sided: false }
  const sided = columns.peer !== null && columns.direction !== null && (isSheet || columns.owner !== null)
  return sided ? { columns, sided } : null
}

function placesOf(headings: readonly string[], names: ColumnHeadings): Columns {
  const plain = headings.map(plainHeading)
  const find = (part: ColumnPart): number | null => {
    for (const name of names[part] ?? []) {
      const at = plain.indexOf(plainHeading(name))
      if (at >= 0) return at
    }
    return null
  }
  const places: { -readonly [Part in ColumnPart]: number | null } = { ...noColumns }
  for (const part of allColumnParts) places[part] = find(part)
  // A profile may name one heading under both: a table that has only it holds day and time of day in one cell.
  if (places.date === places.time) places.date = null
  return places
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every part is among its keys
const noColumns = Object.fromEntries(allColumnParts.map((part) => [part, null])) as Columns

type Parties = { readonly from: string; readonly to: readonly string[] } | { readonly problem: Problem }

/** Who wrote or called whom. */
export function partiesOf(table: MappedTable, cells: RowCells): Parties {
  if (!table.sided) {
    const to = cells.text('to')
    const separator = table.profile.recipientSeparator
    return { from: cells.text('from'), to: separator === null ? [to] : to.split(separator) }
  }
  const owner = table.columns.owner === null ? table.owner.address : cells.text('owner')
  const peer = cells.text('peer')
  const direction = directionOf(cells.text('direction'), table.headings[table.columns.direction ?? -1] ?? '')
  if (direction === 'out') return { from: owner, to: [peer] }
  if (direction === 'in' || (table.kind === 'calls' && direction === 'missed'))
    return { from: peer, to: [owner] }
  const written = cells.text('direction').trim().toLowerCase().slice(0, 40)
  return {
    problem: refuse('no-sender', `The direction is ${JSON.stringify(written)}: neither in nor out.`),
  }
}

function conversationOf(room: string | null, from: Address, to: readonly Address[]): ConversationRef | null {
  const key = room?.normalize('NFC').trim()
  if (key) return { kind: 'group', key, title: null, participants: [...new Set([from, ...to])].toSorted() }
  const [only] = to
  if (only === undefined) return null
  return new Set(to).size === 1 ? directConversation(from, only) : listConversation([from, ...to])
}

const wholeTime = /^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,4}([./-])\d{1,2}\1\d{2,4})[ T,]/
