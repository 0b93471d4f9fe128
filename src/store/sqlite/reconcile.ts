import { BaileyError } from '../../core/errors.ts'
import type { Connection } from './connection.ts'

/** Counts the stored rows of an exhibit against what was read of it. @throws {BaileyError} `not-reconciled`. */
export function reconcile(
  raw: Connection['raw'],
  exhibitId: number,
): Record<'records' | 'sightings' | 'messages' | 'repaired' | 'rejected', number> {
  const read = raw
    .prepare(
      `select coalesce(sum(rows_done - contacts - traces), 0) as records, coalesce(sum(sightings), 0) as sightings, coalesce(sum(messages), 0) as messages,
       coalesce(sum(repaired), 0) as repaired, coalesce(sum(rejected), 0) as rejected, sum(state = 'waiting') as waiting from entry where exhibit_id = ?`,
    )
    .get(exhibitId)
  const kept = (table: string): number =>
    Number(
      raw
        .prepare(
          `select count(*) as n from ${table} where entry_id in (select id from entry where exhibit_id = ?)`,
        )
        .get(exhibitId)?.['n'],
    )
  const totals = {
    records: Number(read?.['records']),
    sightings: Number(read?.['sightings']),
    messages: Number(read?.['messages']),
    repaired: Number(read?.['repaired']),
    rejected: Number(read?.['rejected']),
  }
  const sightings = kept('sighting')
  const rejected = kept('rejection')
  if (
    Number(read?.['waiting']) !== 0 ||
    sightings !== totals.sightings ||
    rejected !== totals.rejected ||
    totals.records !== sightings + rejected
  ) {
    throw new BaileyError(
      'not-reconciled',
      `exhibit ${exhibitId}: ${totals.records} read, ${sightings} stored, ${rejected} rejected`,
    )
  }
  return totals
}
