import type { Kysely } from 'kysely'
import { renderDay } from '../../core/clock.ts'
import type { CountingScope } from '../../core/counting-scope.ts'
import { BaileyError } from '../../core/errors.ts'
import { isCaptureMode } from '../../core/exhibit.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import type { ZoneSource } from '../../core/time.ts'
import type { Answers, ExhibitReceipt, Overview, Questions } from '../questions.ts'
import { conversationSummaries, selectConversations } from './conversation-answers.ts'
import { counted, furtherColumn } from './copy-counts.ts'
import { busiestHandles, handleSummaries } from './handle-answers.ts'
import { parseRepairs } from './message-answers.ts'
import type { Case } from './open-case.ts'
import { openAlerts } from './saved-answers.ts'
import { countAll, entryPath, hex, instant } from './stored-message.ts'
import { type Tables, zoneSources } from './tables.ts'
import { trafficCounts } from './traffic-counts.ts'

const busiest = 12

/** Answers with every exhibit in order of receipt. */
export async function answerExhibits({ db }: Pick<Case, 'db'>): Promise<readonly ExhibitReceipt[]> {
  const formats = await formatsByExhibit(db)
  const rows = await exhibitRows(db)
  return rows.map((row) => {
    const sightings = row.sightings
    return {
      id: row.id,
      ref: row.ref,
      name: row.name,
      sha256: row.sha256,
      size: row.size,
      entries: row.entries,
      entriesHeld: row.held,
      receivedFrom: row.received_from,
      authority: row.authority,
      captureMode: isCaptureMode(row.capture_mode) ? row.capture_mode : 'unknown',
      timezone: row.timezone,
      owner: row.owner,
      translationOf: row.translation_of,
      receivedAt: row.received_at,
      receivedBy: row.received_by,
      state: row.state,
      formats: formats.get(row.id) ?? [],
      records: row.rows - row.contacts - row.traces,
      contacts: row.contacts,
      traces: row.traces,
      sightings,
      duplicates: sightings - row.messages,
      repaired: row.repaired,
      rejected: row.rejected,
    }
  })
}

async function exhibitRows(db: Kysely<Tables>) {
  return await db
    .selectFrom('exhibit as x')
    .innerJoin('entry as e', 'e.exhibit_id', 'x.id')
    .selectAll('x')
    .select(({ fn }) => [
      fn.count<number>('e.id').as('entries'),
      fn.count<number>('e.id').filterWhere('e.state', '=', 'held').as('held'),
      fn.sum<number>('e.rows_done').as('rows'),
      fn.sum<number>('e.contacts').as('contacts'),
      fn.sum<number>('e.traces').as('traces'),
      fn.sum<number>('e.sightings').as('sightings'),
      fn.sum<number>('e.messages').as('messages'),
      fn.sum<number>('e.repaired').as('repaired'),
      fn.sum<number>('e.rejected').as('rejected'),
    ])
    .groupBy('x.id')
    .orderBy('x.id')
    .execute()
}

async function formatsByExhibit(db: Kysely<Tables>): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await db
    .selectFrom('entry')
    .select(['exhibit_id', 'format'])
    .distinct()
    .where('format', 'is not', null)
    .orderBy('format')
    .execute()
  const byExhibit = Map.groupBy(rows, (row) => row.exhibit_id)
  return new Map([...byExhibit].map(([id, found]) => [id, found.map(({ format }) => format ?? '')]))
}

/** Answers with the figures of the whole case, from roll-ups only. */
export async function answerOverview(
  { db, zone }: Case,
  { count = 'global' }: Questions['overview'],
): Promise<Overview> {
  const exhibits = await answerExhibits({ db })
  const days = await daysOf(db, count)
  const info = await db
    .selectFrom('case_info')
    .select(['name', 'verified_at', 'verified_problems'])
    .executeTakeFirstOrThrow()
  const totals = await conversationTotals(db, count)
  const handles = await db.selectFrom('handle').select(countAll).executeTakeFirstOrThrow()
  const log = await db.selectFrom('audit_head').select('size').where('id', '=', 1).executeTakeFirst()
  return {
    case: { name: info.name, timezone: zone },
    countedBy: count,
    counts: {
      messages: totals.messages ?? 0,
      conversations: totals.conversations,
      handles: handles.n,
      days: days.length,
      exhibits: exhibits.length,
      ...sumsOf(exhibits),
    },
    traffic: await trafficCounts(db, { all: totals.messages ?? 0, scope: count }, null),
    zones: await zoneCounts(db, count),
    firstAt: instant(totals.first),
    lastAt: instant(totals.last),
    days,
    handles: await handleSummaries(db, await busiestHandles(db, count).limit(busiest).execute()),
    conversations: await conversationSummaries(
      db,
      await selectConversations(db, count)
        .orderBy(counted(count, 'c.messages', 'c.'), 'desc')
        .orderBy('c.id')
        .limit(busiest)
        .execute(),
    ),
    exhibits,
    verified:
      info.verified_at === null
        ? null
        : {
            at: info.verified_at,
            ok: Number(info.verified_problems) === 0,
            problems: Number(info.verified_problems),
          },
    alerts: await openAlerts(db),
    auditEntries: log?.size ?? 0,
  }
}

function sumsOf(
  exhibits: readonly ExhibitReceipt[],
): Record<'sightings' | 'records' | 'repaired' | 'rejected', number> {
  const sum = (pick: (exhibit: ExhibitReceipt) => number): number =>
    exhibits.reduce((n, exhibit) => n + pick(exhibit), 0)
  return {
    sightings: sum((x) => x.sightings),
    records: sum((x) => x.records),
    repaired: sum((x) => x.repaired),
    rejected: sum((x) => x.rejected),
  }
}

async function conversationTotals(db: Kysely<Tables>, scope: CountingScope) {
  return await db
    .selectFrom('conversation')
    .select(({ fn }) => [
      fn.sum<number | null>(counted(scope, 'messages', '')).as('messages'),
      fn.countAll<number>().as('conversations'),
      fn.min('first_at').as('first'),
      fn.max('last_at').as('last'),
    ])
    .executeTakeFirstOrThrow()
}

async function daysOf(db: Kysely<Tables>, scope: CountingScope): Promise<Overview['days']> {
  const days = await db
    .selectFrom('activity_day')
    .select(({ fn }) => ['day', fn.sum<number>(counted(scope, 'messages', '')).as('n')])
    .groupBy('day')
    .orderBy('day')
    .execute()
  return days.map(({ day, n }) => ({ day: renderDay(day), messages: n }))
}

async function zoneCounts(db: Kysely<Tables>, scope: CountingScope): Promise<Overview['zones']> {
  const row = await db
    .selectFrom('entry')
    .select(({ fn }) => [
      fn.sum<number | null>('messages').as('messages'),
      fn.sum<number | null>('zone_assumed').as('assumed'),
      fn.sum<number | null>('zone_unknown').as('unknown'),
      fn.sum<number | null>('zone_none').as('none'),
    ])
    .executeTakeFirstOrThrow()
  const assumed = row.assumed ?? 0
  const unknown = row.unknown ?? 0
  const none = row.none ?? 0
  const once = { stated: (row.messages ?? 0) - assumed - unknown - none, assumed, unknown, none }
  const further = furtherColumn(scope)
  if (further === null) return once
  const added = await db
    .selectFrom('zone_copies')
    .select(['zone', `${further} as n`])
    .execute()
  const add = (zone: ZoneSource): number =>
    once[zone] + (added.find((of) => zoneSources[of.zone] === zone)?.n ?? 0)
  return { stated: add('stated'), assumed: add('assumed'), unknown: add('unknown'), none: add('none') }
}

/** Answers with rejected records, in order of exhibit, entry and place. @throws {BaileyError} `no-such-exhibit`. */
export async function answerRejections(
  { db }: Pick<Case, 'db'>,
  { exhibit, limit, offset }: Questions['rejections'],
): Promise<Answers['rejections']> {
  if (exhibit !== null) await checkExhibit(db, exhibit)
  const query = db
    .selectFrom('rejection as r')
    .innerJoin('entry as e', 'e.id', 'r.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .$if(exhibit !== null, (all) => all.where('x.ref', '=', exhibit))
  const total = await query.select(countAll).executeTakeFirstOrThrow()
  const rows = await query
    .select(['x.ref', 'e.name', 'r.part', 'r.start', 'r.length', 'r.code', 'r.says'])
    .orderBy('r.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: total.n,
    items: rows.map((row) => ({ ...locator(row), reason: problemCode(row.code), says: row.says })),
  }
}

/** Answers with repaired records, in order of exhibit, entry and place. @throws {BaileyError} `no-such-exhibit`. */
export async function answerRepairs(
  { db }: Pick<Case, 'db'>,
  { exhibit, limit, offset }: Questions['repairs'],
): Promise<Answers['repairs']> {
  if (exhibit !== null) await checkExhibit(db, exhibit)
  const query = db
    .selectFrom('sighting as r')
    .innerJoin('entry as e', 'e.id', 'r.entry_id')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .where('r.repairs', 'is not', null)
    .$if(exhibit !== null, (all) => all.where('x.ref', '=', exhibit))
  const total = await query.select(countAll).executeTakeFirstOrThrow()
  const rows = await query
    .select(['x.ref', 'e.name', 'r.part', 'r.start', 'r.length', 'r.uid', 'r.repairs'])
    .orderBy('r.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: total.n,
    items: rows.map((row) => ({ ...locator(row), uid: hex(row.uid), repairs: parseRepairs(row.repairs) })),
  }
}

async function checkExhibit(db: Kysely<Tables>, ref: string): Promise<void> {
  const found = await db.selectFrom('exhibit').select('id').where('ref', '=', ref).executeTakeFirst()
  if (!found) throw new BaileyError('no-such-exhibit', ref)
}

interface PlacedRow {
  readonly ref: string
  readonly name: string
  readonly part: string | null
  readonly start: number
  readonly length: number
}

function locator({ ref, name, part, start, length }: PlacedRow): {
  exhibit: string
  entry: string
  offset: number
  length: number
} {
  return { exhibit: ref, entry: entryPath(name, part), offset: start, length: length }
}

function problemCode(code: string): ProblemCode {
  const known = Object.keys(problemCodes).find((key): key is ProblemCode => key === code)
  if (known === undefined) throw new BaileyError('case-newer', `A rejection with the code ${code}`)
  return known
}
