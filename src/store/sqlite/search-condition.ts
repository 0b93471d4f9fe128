import type { DatabaseSync } from 'node:sqlite'
import { wallHours } from '../../core/clock.ts'
import { BaileyError } from '../../core/errors.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { parseEpochMicros } from '../../core/time.ts'
import { trafficMarks } from '../../core/traffic.ts'
import { havingFeature } from './feature-indexes.ts'
import { reviewCondition } from './review-condition.ts'

/** A condition in SQL over `m.rowid`, the message's id, with its parameters. */
export interface Condition {
  readonly sql: string
  readonly parameters: readonly (string | number)[]
}

/** Terms that the full-text index does not answer. */
export type ConditionTerm = Extract<
  SearchQuery,
  {
    readonly kind:
      | 'is'
      | 'reviewed'
      | 'tag'
      | 'read-by'
      | 'has'
      | 'after'
      | 'before'
      | 'hour'
      | 'weekday'
      | 'around'
  }
>

const conditionKinds: ReadonlySet<string> = new Set([
  'is',
  'reviewed',
  'tag',
  'read-by',
  'has',
  'after',
  'before',
  'hour',
  'weekday',
  'around',
])

/** Whether a term is one that the index does not answer. */
export function isConditionTerm(query: SearchQuery): query is ConditionTerm {
  return conditionKinds.has(query.kind)
}

/** Lets SQL ask for the hour of the week of a message by its id, which is its time. */
export function defineHourOfWeek(raw: DatabaseSync, zone: string): void {
  const wallHour = wallHours(zone)
  raw.function('hour_of_week', { deterministic: true, directOnly: true }, (id) => {
    const at = parseEpochMicros(Number(id))
    return at === null ? null : wallHour(at).hourOfWeek
  })
}

/** A message that states no time stands where its file has it, but at no time: no term about time finds it. */
export function timedCondition(raw: DatabaseSync): Condition {
  const some = raw.prepare('select 1 from message where zone = 3 limit 1').get()
  const sql = some === undefined ? 'true' : 'm.rowid not in (select id from message where zone = 3)'
  return { sql, parameters: [] }
}

/** @throws {BaileyError} no-such-message for a time around a message that is not there. */
export function conditionFor(raw: DatabaseSync, term: ConditionTerm): Condition {
  switch (term.kind) {
    case 'is':
      return term.mark === 'plain'
        ? { sql: 'm.rowid not in (select message_id from traffic_mark)', parameters: [] }
        : {
            sql: 'm.rowid in (select message_id from traffic_mark where mark = ?)',
            parameters: [trafficMarks.indexOf(term.mark)],
          }
    case 'reviewed':
    case 'tag':
    case 'read-by':
      return reviewCondition(raw, term)
    case 'has':
      return { sql: `m.rowid in (${havingFeature[term.what]})`, parameters: [] }
    case 'after':
      return timed(raw, 'm.rowid >= ?', [term.at])
    case 'before':
      return timed(raw, 'm.rowid < ?', [term.at])
    case 'hour':
      return timed(raw, cyclic('(cast(hour_of_week(m.rowid) as integer) % 24)', term), [
        term.from,
        term.until,
      ])
    case 'weekday':
      return timed(raw, cyclic('(cast(hour_of_week(m.rowid) as integer) / 24)', term), [
        term.from,
        term.until,
      ])
    case 'around': {
      const at = timeOf(raw, term.uid)
      if (at === null) return { sql: 'false', parameters: [] }
      return timed(raw, 'm.rowid between ? and ?', [at - term.micros, at + term.micros])
    }
  }
}

function timed(raw: DatabaseSync, sql: string, parameters: readonly number[]): Condition {
  return { sql: `(${sql} and ${timedCondition(raw).sql})`, parameters }
}

function cyclic(of: string, { from, until }: { readonly from: number; readonly until: number }): string {
  return from <= until ? `${of} between ? and ?` : `(${of} >= ? or ${of} <= ?)`
}

/** Null where it states no time: nothing is then known to lie before or after it. */
export function timeOf(raw: DatabaseSync, uid: string): number | null {
  const bytes = Buffer.from(uid, 'hex')
  const row =
    raw.prepare('select id, zone from message where uid = ?').get(bytes) ??
    raw
      .prepare('select m.id, m.zone from former_uid f join message m on m.id = f.message_id where f.uid = ?')
      .get(bytes)
  if (!row) throw new BaileyError('no-such-message', uid)
  return row['zone'] === 3 ? null : Number(row['id'])
}

/** Entries whose bytes an exhibit of that reference holds, `*` at its end standing for any ending. */
export function entriesOfExhibit(raw: DatabaseSync, value: string): readonly number[] {
  const { sql, parameters } = heldBy(value)
  return raw
    .prepare(sql)
    .all(...parameters)
    .map(({ id }) => Number(id))
}

/** Messages of which a copy stands in an exhibit of that reference. */
export function exhibitCondition(value: string): Condition {
  const { sql, parameters } = heldBy(value)
  return {
    sql: `exists (select 1 from sighting g where g.message_id = m.rowid and g.entry_id in (${sql}))`,
    parameters,
  }
}

function heldBy(value: string): Condition {
  const isPrefix = value.endsWith('*')
  const wanted = isPrefix ? value.slice(0, -1) : value
  return {
    sql: `select r.id from entry e join exhibit x on x.id = e.exhibit_id join entry r on r.sha256 = e.sha256 where ${
      isPrefix ? 'substr(lower(x.ref), 1, length(?)) = lower(?)' : 'lower(x.ref) = lower(?)'
    }`,
    parameters: isPrefix ? [wanted, wanted] : [wanted],
  }
}
