import type { ReadBatch } from '../store/read-batch.ts'
import { inPages } from '../store/sql/in-pages.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'
import { wellFormed } from './verify-copies.ts'
import type { VerifyProblem } from './verify-report.ts'

/** The entry whose rows are compared. */
export interface ComparedEntry {
  readonly exhibit: string
  readonly name: string
  readonly complete: boolean
}

type Db = LocalCase['connection']['db']

/** What is stored of an entry beside its messages: compared in the order of the file, then emptied of what is left over. */
export interface SideRows {
  compare(entry: ComparedEntry, batch: ReadBatch): Promise<void>
  reportLeftOver(entry: ComparedEntry): Promise<void>
}

/** Opens the stored rejections, saved names and traces of an entry. */
export function openSideRows(db: Db, entryId: number, problems: ProblemList): SideRows {
  const rejections = inPages((after, limit) => rejectionRows(db, entryId, after, limit))
  const contacts = inPages((after, limit) => contactRows(db, entryId, after, limit))
  const traces = inPages((after, limit) => traceRows(db, entryId, after, limit))
  return {
    async compare(entry, batch) {
      const to = { entry, problems }
      await compareRows({ ...to, ...rejected, stored: rejections }, batch.problems, (row, { problem }) =>
        isSame([row.code, row.says], [problem.code, problem.says]),
      )
      await compareRows({ ...to, ...named, stored: contacts }, batch.contacts, (row, { contact }) => {
        const { network, address, name, savedBy } = contact
        return isSame([row.network, row.address, row.name, row.saved_by], [network, address, name, savedBy])
      })
      await compareRows({ ...to, ...traced, stored: traces }, batch.traces, (row, { trace }) => {
        const { device, from, until, place } = trace
        return (
          row.from_at === from.at &&
          row.until_at === (until?.at ?? null) &&
          isSame([row.device, row.place, row.detail], [device, place.kind, JSON.stringify(trace)])
        )
      })
    },
    async reportLeftOver(entry) {
      for await (const { start } of rejections) reportUnread({ ...rejected, entry, problems }, start)
      for await (const { start } of contacts) reportUnread({ ...named, entry, problems }, start)
      for await (const { start } of traces) reportUnread({ ...traced, entry, problems }, start)
    },
  }
}

const rejected = { code: 'rejection-altered', what: 'rejected record', unread: 'rejection' } as const
const named = { code: 'contact-altered', what: 'saved name', unread: 'saved name' } as const
const traced = { code: 'trace-altered', what: 'trace of a device', unread: 'trace of a device' } as const

/** A text may have been changed only in what SQLite cannot hold of it. */
function isSame(stored: readonly (string | null)[], read: readonly (string | null)[]): boolean {
  return stored.every((value, i) => {
    const own = read[i] ?? null
    return value === own || (own !== null && value === wellFormed(own))
  })
}

interface Report {
  readonly code: VerifyProblem['code']
  readonly what: string
  readonly unread: string
  readonly entry: ComparedEntry
  readonly problems: ProblemList
}

interface PlacedRow {
  readonly part: string | null
  readonly start: number
  readonly length: number
}

async function compareRows<Stored extends PlacedRow, Read extends PlacedRow>(
  { stored, ...report }: Report & { readonly stored: AsyncGenerator<Stored> },
  read: readonly Read[],
  saysSame: (stored: Stored, read: Read) => boolean,
): Promise<void> {
  const { code, what, entry, problems } = report
  for (const one of read) {
    const next = await stored.next()
    if (next.done === true && !entry.complete) return
    const row = next.done === true ? null : next.value
    if (
      row !== null &&
      row.start === one.start &&
      row.length === one.length &&
      isSame([row.part], [one.part]) &&
      saysSame(row, one)
    )
      continue
    const says = `The ${what} at ${entry.exhibit} ${entry.name}:${one.start} is not what was stored of it.`
    problems.add({ code, says, exhibit: entry.exhibit, entry: entry.name, offset: one.start })
  }
}

/** Whatever is stored beyond what the exhibit holds was put there by somebody. */
function reportUnread({ code, unread, entry, problems }: Report, offset: number): void {
  const says = `A stored ${unread} at ${entry.exhibit} ${entry.name}:${offset} is not in the exhibit.`
  problems.add({ code, says, exhibit: entry.exhibit, entry: entry.name, offset })
}

async function rejectionRows(db: Db, entryId: number, after: number, limit: number) {
  return await db
    .selectFrom('rejection')
    .select(['id', 'start', 'length', 'part', 'code', 'says'])
    .where('entry_id', '=', entryId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

async function contactRows(db: Db, entryId: number, after: number, limit: number) {
  return await db
    .selectFrom('contact as c')
    .leftJoin('handle as h', 'h.id', 'c.handle_id')
    .leftJoin('network as n', 'n.id', 'h.network_id')
    .select(['c.id', 'c.start', 'c.length', 'c.part', 'c.name', 'c.saved_by', 'h.address'])
    .select('n.name as network')
    .where('c.entry_id', '=', entryId)
    .where('c.id', '>', after)
    .orderBy('c.id')
    .limit(limit)
    .execute()
}

async function traceRows(db: Db, entryId: number, after: number, limit: number) {
  return await db
    .selectFrom('trace')
    .select(['id', 'start', 'length', 'part', 'device', 'from_at', 'until_at', 'place', 'detail'])
    .where('entry_id', '=', entryId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
