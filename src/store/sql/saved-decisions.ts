import { BaileyError } from '../../core/errors.ts'
import { parseSearch } from '../../core/search/parse-search.ts'
import type { Decisions, Outcomes } from '../decisions.ts'
import { sha256Hex } from './audit-log.ts'
import type { DecidedBy } from './case-decider.ts'
import { folded } from './handle-answers.ts'
import type { Case } from './open-case.ts'

const longestName = 120
const longestQuery = 200_000

/** Keeps a search or a list by a name. @throws {BaileyError} bad-value, bad-query. */
export async function saveSearch(
  { db, zone }: Case,
  { name, kind, query }: Decisions['saveSearch'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['saveSearch']> {
  const called = await freeName({ db }, name)
  const kept = query.toWellFormed()
  if (kept.length > longestQuery)
    throw new BaileyError('bad-value', `A list has at most ${longestQuery} characters`)
  for (const line of kind === 'list' ? kept.split('\n') : [kept]) parseSearch(line, zone)
  const { id } = await db
    .insertInto('saved_search')
    .values({
      name: called,
      folded: folded(called),
      kind,
      query: kept,
      text_hash: sha256Hex(kind === 'list' ? called : kept),
      owner: actor,
      created_at: at,
      watched_by: null,
      watched_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id }
}

async function freeName({ db }: Pick<Case, 'db'>, name: string): Promise<string> {
  const called = name.trim().normalize('NFC')
  if (called === '' || called.length > longestName || /\p{C}/u.test(called))
    throw new BaileyError('bad-value', `A name has 1 to ${longestName} characters`)
  const taken = await db
    .selectFrom('saved_search')
    .select('id')
    .where('folded', '=', folded(called))
    .executeTakeFirst()
  if (taken) throw new BaileyError('bad-value', `${called} is saved already`)
  return called
}

async function savedOf({ db }: Pick<Case, 'db'>, id: number) {
  const saved = await db.selectFrom('saved_search').selectAll().where('id', '=', id).executeTakeFirst()
  if (!saved) throw new BaileyError('bad-value', `There is no saved search ${id}`)
  return saved
}

/** @throws {BaileyError} bad-value. */
export async function renameSaved(
  { db }: Case,
  { id, name }: Decisions['renameSaved'],
): Promise<Outcomes['renameSaved']> {
  const { name: before, kind } = await savedOf({ db }, id)
  const called = await freeName({ db }, name)
  await db
    .updateTable('saved_search')
    .set({ name: called, folded: folded(called), ...(kind === 'list' && { text_hash: sha256Hex(called) }) })
    .where('id', '=', id)
    .execute()
  return { before }
}

/** @throws {BaileyError} bad-value. */
export async function forgetSaved(
  { db }: Case,
  { id }: Decisions['forgetSaved'],
): Promise<Outcomes['forgetSaved']> {
  const { name, kind, query } = await savedOf({ db }, id)
  await db.deleteFrom('saved_search').where('id', '=', id).execute()
  return { name, kind, query }
}

/** @throws {BaileyError} bad-value. */
export async function watchSaved(
  { db }: Case,
  { id, on }: Decisions['watchSaved'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['watchSaved']> {
  const { name, watched_by: watched } = await savedOf({ db }, id)
  if ((watched !== null) === on)
    throw new BaileyError('bad-value', `${name} is ${on ? 'watched already' : 'not watched'}`)
  await db
    .updateTable('saved_search')
    .set({ watched_by: on ? actor : null, watched_at: on ? at : null })
    .where('id', '=', id)
    .execute()
  return { name }
}

/** @throws {BaileyError} bad-value. */
export async function acknowledgeAlert(
  { db }: Case,
  { id }: Decisions['acknowledgeAlert'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['acknowledgeAlert']> {
  const alert = await db
    .selectFrom('watch_alert as a')
    .innerJoin('exhibit as x', 'x.id', 'a.exhibit_id')
    .select(['a.name', 'x.ref as exhibit', 'a.seen_by'])
    .where('a.id', '=', id)
    .executeTakeFirst()
  if (!alert) throw new BaileyError('bad-value', `There is no alert ${id}`)
  if (alert.seen_by !== null)
    throw new BaileyError('bad-value', `The alert was acknowledged by ${alert.seen_by} already`)
  await db.updateTable('watch_alert').set({ seen_by: actor, seen_at: at }).where('id', '=', id).execute()
  return { name: alert.name, exhibit: alert.exhibit }
}

/** Keeps what a message of a sample was called. @throws {BaileyError} bad-value. */
export async function callSample(
  { db }: Case,
  { sample, uid, call }: Decisions['callSample'],
  { actor, at }: DecidedBy,
): Promise<Outcomes['callSample']> {
  const item = await db
    .selectFrom('sample_item')
    .select(['place', 'call'])
    .where('sample', '=', sample)
    .where('uid', '=', Buffer.from(uid, 'hex'))
    .executeTakeFirst()
  if (!item) throw new BaileyError('bad-value', `Message ${uid} is not in sample ${sample}`)
  await db
    .updateTable('sample_item')
    .set(call === null ? { call, who: null, at: null } : { call, who: actor, at })
    .where('sample', '=', sample)
    .where('place', '=', item.place)
    .execute()
  return { before: item.call }
}
