import type { Address } from '../core/handle.ts'
import { parseAddress, parseNetwork } from '../core/handle.ts'
import type { ConversationRef, Message } from '../core/message.ts'
import { directConversation, listConversation } from '../core/message.ts'
import type { Problem, ProblemCode, RepairCode } from '../core/problem.ts'
import { problemCodes } from '../core/problem.ts'
import type { TimeRead } from './cell-time.ts'
import type { MessageRow, ProblemRow } from './format.ts'
import type { MappingProfile } from './mapping-profile.ts'
import { readyProfiles } from './profiles/ready-profiles.ts'

/** A row of a table as a message, or why it is none. */
export type Said = Pick<MessageRow, 'message' | 'repairs'> | { readonly problem: Problem }

/** Which column holds what, by its number from 0; null where the table has no such column. */
export interface Columns {
  readonly time: number
  readonly body: number
  readonly from: number | null
  readonly to: number | null
  readonly conversation: number | null
  readonly fromName: number | null
  /** Set all three or none. */
  readonly sided: { readonly owner: number; readonly peer: number; readonly direction: number } | null
}

/** A table whose headings a profile maps. */
export interface MappedTable {
  readonly profile: MappingProfile
  readonly columns: Columns
  readonly headings: readonly string[]
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

/** A heading as it is compared: without case, the space around it, a byte order mark, or the differences of NFC. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFC')
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase()
}

/** The table these headings make under the given profile, or under the first ready-made one that fits; null when none does. */
export function mapTable(headings: readonly string[], given: MappingProfile | null): MappedTable | null {
  for (const profile of given ? [given] : readyProfiles) {
    const columns = mapColumns(headings, profile)
    if (columns) return { profile, columns, headings }
  }
  return null
}

/** True when both rows of cells are the same headings, as where pages were joined. */
export function repeatsHeadings(table: MappedTable, cells: readonly string[]): boolean {
  return table.headings.every((heading, at) => plainHeading(cells[at] ?? '') === plainHeading(heading))
}

/** True for a heading that states its times are in UTC, as `Time (UTC)`. */
export function isUtcHeading(heading: string): boolean {
  return /\bUTC\b/i.test(heading)
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

/** Reads one row of a table; `time` reads the cell of the time column. */
export function readCells(
  table: MappedTable,
  cells: readonly string[],
  time: (cell: string) => TimeRead,
): Said {
  const { columns, profile } = table
  const cell = (at: number | null): string => (at === null ? '' : (cells[at] ?? ''))
  const parties = partiesOf(table, cell)
  if ('problem' in parties) return parties
  const stamp = cell(columns.time)
  const body = cell(columns.body)
  return readStatement({
    network: profile.network,
    from: parties.from,
    fromName: cell(columns.fromName).trim() || null,
    to: parties.to,
    conversation: cell(columns.conversation),
    time: stamp.trim() === '' ? null : time(stamp),
    body: body === '' ? null : body,
  })
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
  const damaged = [said.from, ...said.to].find((handle) => shortenedNumber.test(handle.trim()))
  if (damaged !== undefined) return { problem: refuse('not-a-record', damagedSays(damaged)) }
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

/** A problem in its code's own sentence, or in one that says what was found. */
export function refuse(code: ProblemCode, says: string = problemCodes[code]): Problem {
  return { code, says }
}

/** The row of bytes that could not be read. */
export function problemRow(part: string | null, span: ProblemRow['span'], problem: Problem): ProblemRow {
  return { kind: 'problem', part, span, problem }
}

/** What a spreadsheet makes of a long number, as `4.47E+11`. */
const shortenedNumber = /^[+-]?\d([.,]\d+)?E\+?\d{2,3}$/i

function damagedSays(handle: string): string {
  return `${handle.trim().slice(0, 40)} stands where a handle should: a spreadsheet shortened the number before this file was received. Ask for the original.`
}

function mapColumns(headings: readonly string[], profile: MappingProfile): Columns | null {
  const plain = headings.map(plainHeading)
  const find = (names: readonly string[] | undefined): number | null => {
    for (const name of names ?? []) {
      const at = plain.indexOf(plainHeading(name))
      if (at >= 0) return at
    }
    return null
  }
  const { columns } = profile
  const [time, body, from, to] = [
    find(columns.time),
    find(columns.body),
    find(columns.from),
    find(columns.to),
  ]
  const [owner, peer, direction] = [find(columns.owner), find(columns.peer), find(columns.direction)]
  const conversation = find(columns.conversation)
  const sided = owner !== null && peer !== null && direction !== null ? { owner, peer, direction } : null
  if (time === null || body === null) return null
  if (from === null || (to === null && conversation === null)) {
    if (!sided) return null
    return { time, body, from: null, to: null, conversation, fromName: find(columns.fromName), sided }
  }
  return { time, body, from, to, conversation, fromName: find(columns.fromName), sided: null }
}

type Parties = { readonly from: string; readonly to: readonly string[] } | { readonly problem: Problem }

function partiesOf({ columns, profile }: MappedTable, cell: (at: number | null) => string): Parties {
  if (!columns.sided) {
    const to = cell(columns.to)
    const separator = profile.recipientSeparator
    return { from: cell(columns.from), to: separator === null ? [to] : to.split(separator) }
  }
  const [owner, peer] = [cell(columns.sided.owner), cell(columns.sided.peer)]
  const direction = cell(columns.sided.direction).trim().toLowerCase()
  if (outgoing.includes(direction)) return { from: owner, to: [peer] }
  if (incoming.includes(direction)) return { from: peer, to: [owner] }
  return {
    problem: refuse(
      'no-sender',
      `The direction is ${JSON.stringify(direction.slice(0, 40))}: neither in nor out.`,
    ),
  }
}

const outgoing: readonly string[] = ['out', 'outgoing', 'outbound', 'sent', 'o']
const incoming: readonly string[] = ['in', 'incoming', 'inbound', 'received', 'i']

function conversationOf(room: string | null, from: Address, to: readonly Address[]): ConversationRef | null {
  const key = room?.normalize('NFC').trim()
  if (key) return { kind: 'group', key, title: null, participants: [...new Set([from, ...to])].toSorted() }
  const [only] = to
  if (only === undefined) return null
  return new Set(to).size === 1 ? directConversation(from, only) : listConversation([from, ...to])
}
