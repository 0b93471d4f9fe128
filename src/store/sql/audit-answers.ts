import { type Kysely, sql } from 'kysely'
import type { AuditItem, AuditPage, AuditQuestion } from '../audit-views.ts'
import { sha256Hex } from './audit-log.ts'
import type { Case } from './open-case.ts'
import type { Tables } from './tables.ts'

/** Entries read at a time, and at most for one answer. */
const pageEntries = 10_000
const mostEntries = 200_000

/** Answers with acts of the audit log, newest first, looking through so many entries at most. */
export async function answerAudit({ db }: Pick<Case, 'db'>, question: AuditQuestion): Promise<AuditPage> {
  const head = await db
    .selectFrom('audit_head')
    .select(['size', 'note'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  const info = await db
    .selectFrom('case_info')
    .select(['verified_at', 'verified_problems'])
    .executeTakeFirstOrThrow()
  const { until, before } = question
  const end = until === null ? head.size : await firstAtOrAfter(db, head.size, until)
  const found = await lookBack(db, Math.min(end, before ?? head.size), question)
  return {
    ...found,
    head: { auditEntries: head.size, checkpoint: head.note },
    verified:
      info.verified_at === null
        ? null
        : {
            at: info.verified_at,
            ok: info.verified_problems === 0,
            problems: info.verified_problems ?? 0,
          },
  }
}

async function lookBack(
  db: Kysely<Tables>,
  before: number,
  question: AuditQuestion,
): Promise<Pick<AuditPage, 'items' | 'lookedTo'>> {
  const items: AuditItem[] = []
  const last = Math.max(0, before - mostEntries)
  for (let end = before; end > last; end -= pageEntries) {
    const start = Math.max(last, end - pageEntries)
    for (const row of await candidates(db, { start, end }, question)) {
      const item = itemOf(row)
      if (question.from !== null && item.at < question.from) return { items, lookedTo: null }
      if (!isWanted(item, row, question)) continue
      items.push(item)
      if (items.length === question.limit) return { items, lookedTo: row.seq === 0 ? null : row.seq }
    }
  }
  return { items, lookedTo: last === 0 ? null : last }
}

interface AuditRow {
  readonly seq: number
  readonly entry: string
  readonly detail: string | null
}

const holds = (column: 'entry' | 'detail', text: string) =>
  sql<boolean>`${sql.ref(column)} like ${`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} escape '\\'`

/** Rows that may be wanted, newest first: what a database tells roughly is told exactly afterwards. */
async function candidates(
  db: Kysely<Tables>,
  { start, end }: { readonly start: number; readonly end: number },
  { actor, action, object, from }: AuditQuestion,
): Promise<readonly AuditRow[]> {
  let rows = db
    .selectFrom('audit_entry')
    .select(['seq', 'entry', 'detail'])
    .where('seq', '>=', start)
    .where('seq', '<', end)
    .orderBy('seq', 'desc')
  // Where a day begins is seen at the first entry before it, whatever else is wanted.
  if (from === null) {
    if (action !== null) rows = rows.where(holds('entry', `"action":${JSON.stringify(action)}`))
    if (actor !== null) rows = rows.where(holds('entry', `"actor":${JSON.stringify(actor)}`))
    if (object !== null) {
      const text = JSON.stringify(object).slice(1, -1)
      rows = rows.where((eb) => eb.or([holds('entry', text), holds('detail', text)]))
    }
  }
  return await rows.execute()
}

function itemOf({ seq, entry, detail }: AuditRow): AuditItem {
  const fields = objectOf(entry) ?? {}
  const text = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value : ''
  }
  const isKept = detail !== null && text('detail') === sha256Hex(detail)
  return {
    seq,
    at: text('at'),
    actor: text('actor'),
    via: text('via'),
    action: text('action'),
    object: fields['object'] === null || fields['object'] === undefined ? null : text('object'),
    detail: isKept ? withoutSalt(objectOf(detail)) : null,
  }
}

function withoutSalt(detail: Fields | null): Fields | null {
  return detail === null
    ? null
    : Object.fromEntries(Object.entries(detail).filter(([name]) => name !== 'salt'))
}

function isWanted(item: AuditItem, { detail }: AuditRow, { actor, action, object }: AuditQuestion): boolean {
  if (actor !== null && item.actor !== actor) return false
  if (action !== null && item.action !== action) return false
  if (object === null) return true
  return (item.object ?? '').includes(object) || (detail ?? '').includes(JSON.stringify(object).slice(1, -1))
}

type Fields = Readonly<Record<string, unknown>>

function objectOf(json: string): Fields | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** The first entry at or after an instant; entries stand in order of time as far as the clock of the machine did. */
async function firstAtOrAfter(db: Kysely<Tables>, size: number, at: string): Promise<number> {
  let [low, high] = [0, size]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await db
      .selectFrom('audit_entry')
      .select(['seq', 'entry', 'detail'])
      .where('seq', '>=', middle)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
    if (row && itemOf(row).at < at) low = middle + 1
    else high = middle
  }
  return low
}
