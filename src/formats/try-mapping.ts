import { serviceAddress } from '../core/handle.ts'
import { readCellTime, statedOrder, type TimeLayout } from './cell-time.ts'
import type { MappingProfile } from './mapping-profile.ts'
import { isUtcHeading, mapTable, timeHeading } from './table.ts'
import { tableRow } from './table-row.ts'

/** How rows of a table read under a profile. */
export interface Trial {
  readonly rows: number
  /** Rows that make a message, a contact or a place. */
  readonly read: number
  /** Why the first of the others does not; null when all read. */
  readonly says: string | null
}

interface TrialTable {
  readonly name: string
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Reads the rows of a table under a profile, to see whether it fits. */
export function tryMapping({ name, headings, rows }: TrialTable, profile: MappingProfile): Trial {
  const table = mapTable(headings, { profile, name, owner: { address: serviceAddress, stated: false } })
  if (!table) return { rows: rows.length, read: 0, says: 'The profile does not fit the headings.' }
  const order = statedOrder(profile)
  const layout: TimeLayout = {
    order,
    orderStated: order !== null,
    zone: null,
    utc: isUtcHeading(timeHeading(table)),
  }
  const nowhere = { start: 0, end: 0 }
  const made = rows.map((cells) =>
    tableRow(table, cells, {
      time: (cell) => readCellTime(cell, layout),
      place: { part: null, span: nowhere, record: nowhere, raw: null },
      noted: [],
    }),
  )
  const unread = made.filter((row) => row.kind === 'problem')
  return { rows: rows.length, read: rows.length - unread.length, says: unread[0]?.problem.says ?? null }
}
