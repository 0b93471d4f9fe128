import { renderDay } from '../../core/clock.ts'
import { BaileyError } from '../../core/errors.ts'
import { isCaptureMode } from '../../core/exhibit.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import type { Answers, ExhibitReceipt, Overview, Questions } from '../questions.ts'
import type { Case } from './case-reader.ts'
import { conversationSummaries, selectConversations } from './conversation-answers.ts'
import { handleSummaries, selectHandles } from './handle-answers.ts'
import { parseRepairs } from './message-answers.ts'
import { entryPath, hex, instant, type SqlRow, text, textOrNull } from './stored-message.ts'

/** Answers with every exhibit in order of receipt. */
export async function answerExhibits({ raw }: Case): Promise<readonly ExhibitReceipt[]> {
  return raw
    .prepare(
      `select x.*, count(e.id) as entries, sum(e.state = 'held') as held, group_concat(distinct e.format) as formats,
         sum(e.rows_done - e.contacts - e.traces) as records, sum(e.sightings) as sightings, sum(e.messages) as messages, sum(e.repaired) as repaired, sum(e.rejected) as rejected
       from exhibit x join entry e on e.exhibit_id = x.id group by x.id order by x.id`,
    )
    .all()
    .map(receipt)
}

function receipt(row: SqlRow): ExhibitReceipt {
  const mode = text(row['capture_mode'])
  const sightings = Number(row['sightings'])
  return {
    id: Number(row['id']),
    ref: text(row['ref']),
    name: text(row['name']),
    sha256: text(row['sha256']),
    size: Number(row['size']),
    entries: Number(row['entries']),
    entriesHeld: Number(row['held']),
    receivedFrom: textOrNull(row['received_from']),
    authority: textOrNull(row['authority']),
    captureMode: isCaptureMode(mode) ? mode : 'unknown',
    timezone: textOrNull(row['timezone']),
    owner: textOrNull(row['owner']),
    receivedAt: text(row['received_at']),
    receivedBy: text(row['received_by']),
    state: row['state'] === 'complete' ? 'complete' : 'reading',
    formats: row['formats'] === null ? [] : text(row['formats']).split(',').toSorted(),
    records: Number(row['records']),
    sightings,
    duplicates: sightings - Number(row['messages']),
    repaired: Number(row['repaired']),
    rejected: Number(row['rejected']),
  }
}

/** Answers with the figures of the whole case, from roll-ups only. */
export async function answerOverview(open: Case): Promise<Overview> {
  const { raw, zone } = open
  const one = (sql: string): SqlRow => raw.prepare(sql).get() ?? {}
  const exhibits = await answerExhibits(open)
  const sum = (pick: (exhibit: ExhibitReceipt) => number): number =>
    exhibits.reduce((n, exhibit) => n + pick(exhibit), 0)
  const totals = one(
    'select coalesce(sum(messages), 0) as messages, count(*) as conversations, min(first_at) as first, max(last_at) as last from conversation',
  )
  const days = raw.prepare('select day, sum(messages) as n from activity_day group by day order by day').all()
  const audit = one('select size from audit_head where id = 1')
  return {
    case: { name: text(one('select name from case_info')['name']), timezone: zone },
    counts: {
      messages: Number(totals['messages']),
      sightings: sum((x) => x.sightings),
      handles: Number(one('select count(*) as n from handle')['n']),
      conversations: Number(totals['conversations']),
      days: days.length,
      exhibits: exhibits.length,
      records: sum((x) => x.records),
      repaired: sum((x) => x.repaired),
      rejected: sum((x) => x.rejected),
    },
    zones: zoneCounts(raw),
    firstAt: instant(totals['first']),
    lastAt: instant(totals['last']),
    days: days.map((d) => ({ day: renderDay(Number(d['day'])), messages: Number(d['n']) })),
    handles: handleSummaries(
      open,
      raw.prepare(`${selectHandles} order by h.sent + h.received desc, h.id limit 12`).all(),
    ),
    conversations: conversationSummaries(
      open,
      raw.prepare(`${selectConversations} order by c.messages desc, c.id limit 12`).all(),
    ),
    exhibits,
    verified: lastVerification(one('select verified_at, verified_problems from case_info')),
    auditEntries: Number(audit['size'] ?? 0),
  }
}

function zoneCounts(raw: Case['raw']): Overview['zones'] {
  const row = raw
    .prepare(
      'select coalesce(sum(messages), 0) as messages, coalesce(sum(zone_assumed), 0) as assumed, coalesce(sum(zone_unknown), 0) as unknown from entry',
    )
    .get()
  const assumed = Number(row?.['assumed'])
  const unknown = Number(row?.['unknown'])
  return { stated: Number(row?.['messages']) - assumed - unknown, assumed, unknown }
}

function lastVerification(row: SqlRow): Overview['verified'] {
  if (typeof row['verified_at'] !== 'string') return null
  const problems = Number(row['verified_problems'])
  return { at: row['verified_at'], ok: problems === 0, problems }
}

/** Answers with rejected records, in order of exhibit, entry and place. */
export async function answerRejections(
  { raw }: Case,
  question: Questions['rejections'],
): Promise<Answers['rejections']> {
  const from = `from rejection r join entry e on e.id = r.entry_id join exhibit x on x.id = e.exhibit_id where (? is null or x.ref = ?)`
  const total = raw.prepare(`select count(*) as n ${from}`).get(question.exhibit, question.exhibit)
  const rows = raw
    .prepare(
      `select x.ref, e.name, r.part, r.start, r.length, r.code, r.says ${from} order by r.id limit ? offset ?`,
    )
    .all(question.exhibit, question.exhibit, question.limit, question.offset)
  return {
    total: Number(total?.['n']),
    items: rows.map((row) => ({
      ...locator(row),
      reason: problemCode(text(row['code'])),
      says: text(row['says']),
    })),
  }
}

/** Answers with repaired records, in order of exhibit, entry and place. */
export async function answerRepairs(
  { raw }: Case,
  question: Questions['repairs'],
): Promise<Answers['repairs']> {
  const from = `from sighting r join entry e on e.id = r.entry_id join exhibit x on x.id = e.exhibit_id where r.repairs is not null and (? is null or x.ref = ?)`
  const total = raw.prepare(`select count(*) as n ${from}`).get(question.exhibit, question.exhibit)
  const rows = raw
    .prepare(
      `select x.ref, e.name, r.part, r.start, r.length, r.uid, r.repairs ${from} order by r.id limit ? offset ?`,
    )
    .all(question.exhibit, question.exhibit, question.limit, question.offset)
  return {
    total: Number(total?.['n']),
    items: rows.map((row) => ({
      ...locator(row),
      uid: hex(row['uid']),
      repairs: parseRepairs(row['repairs']),
    })),
  }
}

function locator(row: SqlRow): { exhibit: string; entry: string; offset: number; length: number } {
  return {
    exhibit: text(row['ref']),
    entry: entryPath(row['name'], row['part']),
    offset: Number(row['start']),
    length: Number(row['length']),
  }
}

function problemCode(code: string): ProblemCode {
  const known = Object.keys(problemCodes).find((key): key is ProblemCode => key === code)
  if (known === undefined) throw new BaileyError('case-newer', `A rejection with the code ${code}`)
  return known
}
