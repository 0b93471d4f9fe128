import { parseNetwork } from '../core/handle.ts'
import { type ColumnValues, valuesOf } from './column-values.ts'
import { matchHeading } from './heading-words.ts'
import { damageNotes, orderOf, ownerNotes, timeNotes } from './mapping-notes.ts'
import type {
  ColumnHeadings,
  ColumnPart,
  MappingProfile,
  SheetKind,
  SheetMapping,
} from './mapping-profile.ts'
import { allColumnParts, columnParts, sheetKinds } from './mapping-profile.ts'
import { plainHeading, timeCell } from './table.ts'
import type { TableHead } from './table-head.ts'
import { type Column, kindOf } from './table-kind.ts'
import { type Trial, tryMapping } from './try-mapping.ts'

/** Which column a part was found in, and why. */
export interface ProposedColumn {
  readonly part: ColumnPart
  /** Its number from 0, and its heading. */
  readonly column: number
  readonly heading: string
  /** 0 to 1. */
  readonly confidence: number
  /** One sentence. */
  readonly reason: string
}

/** What one table most likely holds. */
export interface TableProposal {
  readonly name: string
  readonly kind: SheetKind
  readonly headings: readonly string[]
  /** The first rows under the headings. */
  readonly rows: readonly (readonly string[])[]
  readonly columns: readonly ProposedColumn[]
  /** Headings of the columns that hold something and that nothing is taken from; `column 3` for one without. */
  readonly unused: readonly string[]
  /** Parts its kind needs and no column was found for. */
  readonly missing: readonly string[]
  /** What a person should know of dates, zones and values before saving it. */
  readonly notes: readonly string[]
  /** How the first rows read under the proposal; null where it is not complete. */
  readonly trial: Trial | null
}

/** A proposal for all the tables of what was handed over. */
export interface MappingProposal {
  readonly tables: readonly TableProposal[]
  /** A profile ready to be saved; null when no table could be mapped. */
  readonly profile: MappingProfile | null
}

/** What the person says beforehand. */
export interface ProposalWishes {
  /** The name of the profile, kebab-case. */
  readonly name: string
  /** The network of the handles; `unknown` when nobody says. */
  readonly network: string
}

const shownRows = 5

/**
 * Proposes from the headings and first rows of tables which column holds what. Nothing is decided by it: the profile is
 * for a person to read, correct and save.
 */
export function proposeMapping(tables: readonly TableHead[], wishes: ProposalWishes): MappingProposal {
  const drafts = tables.map((table) => draftOf(table, tables.length > 1))
  const complete = drafts.filter(({ proposal }) => proposal.missing.length === 0)
  const dateOrder = agreed(complete.map(({ order }) => order))
  const base = {
    name: wishes.name,
    version: 1,
    network: parseNetwork(wishes.network) ?? 'unknown',
    dateOrder,
    recipientSeparator: complete.some(({ listed }) => listed) ? ';' : null,
  }
  const profile = complete.length === 0 ? null : { ...base, ...tablesOf(complete) }
  return {
    profile,
    tables: drafts.map(({ proposal, data }) => ({
      ...proposal,
      trial:
        profile === null || proposal.missing.length > 0
          ? null
          : tryMapping({ name: proposal.name, headings: proposal.headings, rows: data }, profile),
    })),
  }
}

interface Draft {
  readonly proposal: Omit<TableProposal, 'trial'>
  readonly data: readonly (readonly string[])[]
  readonly mapping: SheetMapping
  readonly order: MappingProfile['dateOrder']
  readonly listed: boolean
}

function agreed(orders: readonly MappingProfile['dateOrder'][]): MappingProfile['dateOrder'] {
  const known = new Set(orders.filter((order) => order !== 'sniff'))
  const [only = 'sniff'] = known.size === 1 ? known : []
  return only
}

/** One table of messages that names its parties is a plain profile; anything else is told apart by name. */
function tablesOf(drafts: readonly Draft[]): Pick<MappingProfile, 'columns' | 'sheets'> {
  const [only] = drafts
  const { from = [], to = [], time, body, ...rest } = only?.mapping.columns ?? {}
  const named = (from.length > 0 && (to.length > 0 || rest.conversation)) || rest.owner
  if (drafts.length === 1 && only?.mapping.kind === 'messages' && named && time && body)
    return { columns: { from, to, time, body, ...rest } }
  return { sheets: drafts.map(({ mapping }) => mapping) }
}

function draftOf(table: TableHead, several: boolean): Draft {
  const at = headingsRow(table.rows)
  const headings = at === null ? [] : (table.rows[at] ?? []).map((heading) => heading.trim())
  const data = at === null ? table.rows : table.rows.slice(at + 1)
  const columns = columnsOf(headings, data, table.dates)
  const { kind, note } = kindOf(table.name, columns)
  const found = assign(kind, columns)
  const times = timesOf(found, columns, data)
  const proposal = {
    name: table.name,
    kind,
    headings,
    rows: data.slice(0, shownRows),
    columns: found,
    unused: unusedOf(headings, data, found),
    missing: at === null ? ['a row of headings'] : missingOf(kind, found),
    notes: [
      ...(note === null ? [] : [note]),
      ...timeNotes(times.heading, times.values),
      ...ownerNotes(found.map(({ part }) => part)),
      ...damageNotes(columns),
    ],
  }
  const mapping: SheetMapping = {
    names: [several ? table.name : '*'],
    kind,
    columns: headingsOf(found),
  }
  const to = found.find(({ part }) => part === 'to')
  const listed = columns.some(({ column, values }) => column === to?.column && values.lists > 0.02)
  return { proposal, data, mapping, order: orderOf(times.values), listed }
}

interface Times {
  readonly heading: string
  readonly values: ColumnValues | undefined
}

/** What the times look like; where the day has a column of its own, with it. */
function timesOf(
  found: readonly ProposedColumn[],
  columns: readonly Column[],
  data: TableHead['rows'],
): Times {
  const time = found.find(({ part }) => part === 'time')
  const date = found.find(({ part }) => part === 'date')
  if (!time || !date)
    return {
      heading: time?.heading ?? '',
      values: columns.find(({ column }) => column === time?.column)?.values,
    }
  const places = { columns: { date: date.column, time: time.column } }
  return {
    heading: `${date.heading} ${time.heading}`,
    values: valuesOf(data.map((cells) => timeCell(places, cells))),
  }
}

function unusedOf(
  headings: readonly string[],
  data: TableHead['rows'],
  found: readonly ProposedColumn[],
): readonly string[] {
  const width = data.reduce((most, cells) => Math.max(most, cells.length), headings.length)
  return Array.from({ length: width }, (_, at) => at).flatMap((at) => {
    if (found.some(({ column }) => column === at)) return []
    const heading = headings[at] ?? ''
    if (heading !== '') return [heading]
    return data.some((cells) => (cells[at] ?? '').trim() !== '') ? [`column ${at + 1}`] : []
  })
}

function headingsOf(found: readonly ProposedColumn[]): ColumnHeadings {
  const columns: { -readonly [Part in ColumnPart]?: readonly string[] } = {}
  for (const { part, heading } of found) columns[part] = [heading]
  return columns
}

const rowsAboveHeadings = 10

/** The first of the rows whose cells say most of what their columns hold; null when no row can be headings. */
function headingsRow(rows: TableHead['rows']): number | null {
  let best: number | null = null
  let most = 0
  rows.slice(0, rowsAboveHeadings).forEach((cells, at) => {
    const known = cells.filter((cell) => allColumnParts.some((part) => matchHeading(cell, part).sure === 1))
    const said = valuesOf(cells).times > 0 ? 0 : known.length
    if (said > most) {
      best = at
      most = said
    }
  })
  if (best !== null) return best
  const first = rows.findIndex((cells) => cells.filter((cell) => cell.trim() !== '').length > 1)
  const cells = (rows[first] ?? []).filter((cell) => cell.trim() !== '')
  const values = valuesOf(cells)
  return first >= 0 && values.times === 0 && new Set(cells).size === cells.length ? first : null
}

/** The columns a profile can name: those with a heading of their own. */
function columnsOf(
  headings: readonly string[],
  rows: TableHead['rows'],
  dates: readonly number[],
): readonly Column[] {
  const plain = headings.map(plainHeading)
  return headings.flatMap((heading, column) => {
    if (heading === '' || plain.indexOf(plain[column] ?? '') !== column) return []
    const values = valuesOf(
      rows.map((cells) => cells[column] ?? ''),
      heading,
    )
    const isDate = dates.includes(column) && values.clocks < 0.5
    return [{ column, heading, values: isDate ? { ...values, times: 1, timely: 1 } : values }]
  })
}

interface Candidate extends ProposedColumn {
  readonly sure: number
}

/** Gives each part its best column and each column one part, the surest first. */
function assign(kind: SheetKind, columns: readonly Column[]): readonly ProposedColumn[] {
  const parts: readonly ColumnPart[] = sheetKinds[kind].parts
  const candidates = parts
    .flatMap((part) => columns.map((column) => candidateOf(part, column)))
    // A column of days alone is only ever one of two that are read together.
    .filter(({ part, confidence }) => part !== 'date' && confidence >= 0.35)
    .toSorted((a, b) => b.confidence - a.confidence || parts.indexOf(a.part) - parts.indexOf(b.part))
  const taken = new Map<ColumnPart, ProposedColumn>(
    (parts.includes('date') ? splitTime(columns) : []).map((column) => [column.part, column]),
  )
  const free = (column: number): boolean => ![...taken.values()].some((one) => one.column === column)
  for (const { sure: _, ...candidate } of candidates)
    if (!taken.has(candidate.part) && free(candidate.column)) taken.set(candidate.part, candidate)
  const guess = (part: ColumnPart, reason: string, column: Column | undefined): void => {
    if (column && !taken.has(part))
      taken.set(part, { part, column: column.column, heading: column.heading, confidence: 0.3, reason })
  }
  const left = (): readonly Column[] => columns.filter(({ column }) => free(column))
  if (parts.includes('time'))
    guess(
      'time',
      'Its values are dates and times.',
      left().find(({ values }) => values.times > 0.8),
    )
  if (parts.includes('body')) guess('body', 'It holds the longest words.', wordiest(left()))
  if (parts.includes('from')) guessParties(taken, left, guess)
  dropIdle(taken)
  return [...taken.values()].toSorted((a, b) => parts.indexOf(a.part) - parts.indexOf(b.part))
}

/** The two columns where day and time of day stand apart; none where some column holds both. */
function splitTime(columns: readonly Column[]): readonly ProposedColumn[] {
  if (columns.some(({ values }) => values.times > 0.8 && values.days < 0.5)) return []
  const best = (part: 'date' | 'time', share: (values: ColumnValues) => number): Candidate | undefined =>
    columns
      .filter(({ values }) => share(values) > 0.8)
      .map((column) => ({ ...candidateOf(part, column), sure: matchHeading(column.heading, part).sure }))
      .toSorted((a, b) => b.sure - a.sure)[0]
  const date = best('date', ({ days }) => days)
  const time = best('time', ({ clocks }) => clocks)
  if (!date || !time) return []
  return [date, time].map(({ sure, part, column, heading }) => ({
    part,
    column,
    heading,
    confidence: sure === 1 ? 0.99 : 0.6,
    reason:
      part === 'date'
        ? 'Its values are days, and the times of day stand in a column of their own.'
        : 'Its values are times of day, and the days stand in a column of their own.',
  }))
}

function wordiest(columns: readonly Column[]): Column | undefined {
  return columns
    .filter(
      ({ values }) =>
        values.filled > 0 && values.times < 0.5 && values.clocks < 0.5 && values.directions < 0.5,
    )
    .filter(({ values }) => values.sentences > 0.3)
    .toSorted((a, b) => b.values.averageLength - a.values.averageLength)[0]
}

function guessParties(
  taken: ReadonlyMap<ColumnPart, ProposedColumn>,
  left: () => readonly Column[],
  guess: (part: ColumnPart, reason: string, column: Column | undefined) => void,
): void {
  const address = (): Column | undefined =>
    left().find(({ values }) => values.addresses > 0.8 && values.directions < 0.5 && values.different < 1)
  const direction = left().find(({ values }) => values.directions > 0.9)
  guess('direction', 'Its values are words for in and out.', direction)
  if (taken.has('direction') && !(taken.has('from') && taken.has('to')))
    return guess('peer', 'Its values are addresses, and a direction stands beside them.', address())
  guess('from', 'Its values are addresses; the first such column is taken for the sender.', address())
  if (!taken.has('conversation'))
    guess('to', 'Its values are addresses; the next such column is taken for the recipient.', address())
}

/** Parts that only count beside others. */
function dropIdle(taken: Map<ColumnPart, ProposedColumn>): void {
  if (taken.has('from') && (taken.has('to') || taken.has('conversation'))) {
    for (const part of ['direction', 'peer'] as const) taken.delete(part)
    return
  }
  if (taken.has('peer') && taken.has('direction'))
    for (const part of ['from', 'to'] as const) taken.delete(part)
}

function candidateOf(part: ColumnPart, { column, heading, values }: Column): Candidate {
  const { sure, word } = matchHeading(heading, part)
  const fit = sure === 0 ? 0 : fitOf(part, values)
  const called =
    sure === 1
      ? `Its heading means ${columnParts[part]}`
      : `Its heading holds the word ${JSON.stringify(word)}`
  const seen = fit > 0.05 ? ', and its values fit.' : fit < -0.05 ? ', but its values look otherwise.' : '.'
  const confidence = sure === 0 ? 0 : Math.max(0, Math.min(0.99, sure * 0.85 + fit))
  return {
    part,
    column,
    heading,
    sure,
    confidence: Math.round(confidence * 100) / 100,
    reason: called + seen,
  }
}

/** How well values fit a part: from -0.6 for those that cannot be it to 0.14. */
function fitOf(part: ColumnPart, values: ColumnValues): number {
  if (values.filled === 0) return -0.2
  // A day alone may stand for the time, but a column that holds both is surer.
  if (part === 'time' || part === 'until')
    return values.times > 0.8 ? (values.days > 0.5 ? 0 : 0.14) : values.times > 0.3 ? 0 : -0.6
  if (part === 'direction') return values.directions > 0.8 ? 0.14 : -0.6
  if (values.times > 0.5) return -0.6
  if (part === 'body') return values.directions > 0.8 ? -0.6 : values.averageLength > 12 ? 0.14 : 0
  if (!addressParts.includes(part)) return 0
  if (values.directions > 0.8 || values.averageLength > 80) return -0.6
  return values.addresses > 0.8 ? 0.14 : 0
}

const addressParts: readonly ColumnPart[] = ['from', 'to', 'owner', 'peer', 'address']

function missingOf(kind: SheetKind, found: readonly ProposedColumn[]): readonly string[] {
  const has = (part: ColumnPart): boolean => found.some((column) => column.part === part)
  const missing: string[] = sheetKinds[kind].needs
    .filter((needed) => !needed.some(has))
    .map((needed) => needed.join(' or '))
  if (kind !== 'messages' && kind !== 'calls') return missing
  const named = has('from') && (has('to') || has('conversation'))
  return named || (has('peer') && has('direction'))
    ? missing
    : [...missing, 'from with to or conversation, or peer with direction']
}
