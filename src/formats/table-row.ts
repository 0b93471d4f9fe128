import type { Contact } from '../core/contact.ts'
import { type Address, type Network, parseAddress, parseNetwork } from '../core/handle.ts'
import type { Call } from '../core/message-details.ts'
import type { Problem, RepairCode } from '../core/problem.ts'
import type { SentTime } from '../core/time.ts'
import type { Place, Trace } from '../core/trace.ts'
import type { TimeRead } from './cell-time.ts'
import { directionOf } from './direction-words.ts'
import type { MessageRow, Row } from './format.ts'
import {
  isShortened,
  type MappedTable,
  partiesOf,
  problemRow,
  type RowCells,
  readMessageCells,
  readStatement,
  refuse,
  type Said,
  shortenedHandle,
  statedOwner,
  timeCell,
  withOwner,
} from './table.ts'

/** Where a row of a table stands. */
export interface RowPlace {
  readonly part: string | null
  readonly span: Row['span']
  readonly record: Row['span']
  /** The record's bytes where they stand in a part. */
  readonly raw: Uint8Array | null
}

/**
 * The row of evidence that one row of a table is: a message, a call, a name, a place, or a problem.
 *
 * @param noted - what was already repaired or noted of the row.
 */
export function tableRow(
  table: MappedTable,
  cells: readonly string[],
  { time, place, noted }: RowReading,
): Row {
  const said = readAny(table, {
    text: (part) => {
      const at = table.columns[part]
      return at === null ? '' : (cells[at] ?? '')
    },
    time: (part) => {
      const at = table.columns[part]
      const cell = part === 'time' ? timeCell(table, cells) : at === null ? '' : (cells[at] ?? '')
      return at === null || cell.trim() === '' ? null : time(cell, at)
    },
  })
  const { part, span, record, raw } = place
  if ('problem' in said) return problemRow(part, span, said.problem)
  if ('contact' in said) return { kind: 'contact', part, span, record, contact: said.contact }
  if ('trace' in said) return { kind: 'trace', part, span, record, trace: said.trace }
  const repairs = [...noted, ...said.repairs, ...damagesOf(cells, table)]
  return { kind: 'message', part, span, record, raw, message: said.message, repairs }
}

/** How a row is read, and where it stands. */
export interface RowReading {
  /** Reads the time in a cell of the column `at`. */
  readonly time: (cell: string, at: number) => TimeRead
  readonly place: RowPlace
  readonly noted: MessageRow['repairs']
}

type AnySaid = Said | { readonly contact: Contact } | { readonly trace: Trace }

function readAny(table: MappedTable, cells: RowCells): AnySaid {
  switch (table.kind) {
    case 'messages':
      return readMessageCells(table, cells)
    case 'calls':
      return readCall(table, cells)
    case 'contacts':
      return readContact(table, cells)
    case 'wifi':
      return readTrace(table, cells, {
        kind: 'wifi',
        network: joined(cells, ['network', 'hardware'], ' '),
      })
    case 'cells':
      return readTrace(table, cells, {
        kind: 'cell',
        cell: joined(cells, ['country', 'operator', 'area', 'cell'], '-'),
      })
    case 'notes':
      return readNote(table, cells)
  }
}

/** The most characters a cell of a spreadsheet holds: what is longer is cut there. */
const fullCell = 32_767

/** What a spreadsheet did to the cells of a row before it was received. */
function damagesOf(cells: readonly string[], { columns }: MappedTable): readonly RepairCode[] {
  const codes: RepairCode[] = []
  if (cells.some((cell) => cell.length === fullCell)) codes.push('cut-cell')
  const timed = [columns.date, columns.time]
  if (cells.some((cell, at) => !timed.includes(at) && isShortened(cell))) codes.push('shortened-number')
  return codes
}

function readCall(table: MappedTable, cells: RowCells): Said {
  const parties = partiesOf(table, cells)
  if ('problem' in parties) return parties
  const said = readStatement({
    network: table.profile.network,
    from: parties.from,
    fromName: cells.text('fromName').trim() || null,
    to: parties.to,
    conversation: cells.text('conversation'),
    time: cells.time('time'),
    body: 'Voice call',
  })
  if ('problem' in said) return said
  const call: Call = {
    durationSeconds: secondsOf(cells.text('duration')),
    answered: answeredOf(cells),
    video: false,
  }
  return withOwner({ ...said, message: { ...said.message, kind: 'call' } }, table, cells, { call })
}

function answeredOf(cells: RowCells): boolean | null {
  const word = cells.text('answered').trim().toLowerCase()
  if (['yes', 'y', 'true', '1', 'answered', 'connected'].includes(word)) return true
  if (['no', 'n', 'false', '0'].includes(word) || directionOf(word, '') === 'missed') return false
  return directionOf(cells.text('direction'), '') === 'missed' ? false : null
}

/** Seconds of `75`, `0:01:15` or `1m 15s`; null for anything else, as `1:15` may be minutes or hours. */
function secondsOf(text: string): number | null {
  const plain = text.trim().toLowerCase()
  if (/^\d{1,7}(?: ?s(?:ec(?:onds?)?)?)?$/.test(plain)) return Number.parseInt(plain, 10)
  const [, hours, minutes, seconds] = /^(\d{1,3}):(\d\d):(\d\d)$/.exec(plain) ?? []
  if (hours !== undefined) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  const [whole, h, m, s] =
    /^(?:(\d{1,3}) ?h ?)?(?:(\d{1,3}) ?m(?:in)? ?)?(?:(\d{1,3}) ?s(?:ec)?)?$/.exec(plain) ?? []
  return whole ? Number(h ?? 0) * 3600 + Number(m ?? 0) * 60 + Number(s ?? 0) : null
}

function readContact(table: MappedTable, cells: RowCells): AnySaid {
  const [written, name] = [cells.text('address'), cells.text('name')]
  if (isShortened(written)) return { problem: shortenedHandle(written) }
  const address = parseAddress(written)
  if (address === null) return { problem: refuse('not-a-record', 'The row states no address for the name.') }
  if (name.trim() === '')
    return { problem: refuse('not-a-record', 'The row states no name for the address.') }
  const savedBy = statedOwner(table, cells)
  return { contact: { network: networkOf(table), address, name, savedBy } }
}

function readTrace(table: MappedTable, cells: RowCells, place: Place): AnySaid {
  const from = timeOf(cells.time('time'))
  if ('problem' in from) return from
  const end = cells.time('until')
  const until = end === null ? null : timeOf(end)
  if (until !== null && 'problem' in until) return until
  if (
    (place.kind === 'wifi' && place.network === '') ||
    (place.kind === 'cell' && cells.text('cell').trim() === '')
  )
    return { problem: refuse('not-a-record', 'The row names no cell or network.') }
  const device =
    parseAddress(cells.text('device')) ?? parseAddress(cells.text('owner')) ?? table.owner.address
  return { trace: { device, from: from.sent, until: until?.sent ?? null, place } }
}

function timeOf(time: TimeRead | null): { readonly sent: SentTime } | { readonly problem: Problem } {
  if (time === null) return { problem: refuse('no-timestamp') }
  return time.kind === 'unread' ? { problem: refuse('bad-timestamp', time.says) } : time
}

/** A note is words its owner wrote to nobody: a message in a room of its own, in which only the owner is. */
function readNote(table: MappedTable, cells: RowCells): Said {
  const owner: Address = parseAddress(cells.text('owner')) ?? table.owner.address
  const body = cells.text('body')
  const said = readStatement({
    network: table.profile.network,
    from: owner,
    fromName: null,
    to: [],
    conversation: `notes:${owner}`,
    time: cells.time('time'),
    body: body === '' ? null : body,
  })
  if ('problem' in said) return said
  const conversation = { ...said.message.conversation, title: 'Notes' }
  return withOwner({ ...said, message: { ...said.message, conversation } }, table, cells, {})
}

function joined(
  cells: RowCells,
  parts: readonly Parameters<RowCells['text']>[0][],
  separator: string,
): string {
  return parts
    .map((part) => cells.text(part).trim())
    .filter((text) => text !== '')
    .join(separator)
}

function networkOf({ profile }: MappedTable): Network {
  const network = parseNetwork(profile.network)
  if (network === null) throw new Error('A profile without a network')
  return network
}
