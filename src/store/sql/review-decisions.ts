import { type Kysely, sql } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { relevances } from '../../core/review.ts'
import type { Decided, Decisions, Outcomes } from '../decisions.ts'
import type { DecidedBy } from './case-decider.ts'
import { choose, chooseMarked, chosen } from './chosen-messages.ts'
import { type MarkTableName, markHashes } from './mark-hashes.ts'
import type { Case } from './open-case.ts'
import { countReads, recountRelevance, uncountReads } from './review-counts.ts'
import type { Tables } from './tables.ts'

/** The table whose marks a kind of decision writes. */
const tableOf: Readonly<Record<string, MarkTableName>> = {
  tag: 'tag_mark',
  relevance: 'relevance_mark',
  read: 'message_read',
}

/** Puts down that a decision is taken, so that its marks can stand by its place in the log; returns who took it. */
export async function beginDecision(
  db: Kysely<Tables>,
  kind: string,
  by: DecidedBy & { readonly search?: number | null | undefined },
): Promise<number> {
  const reviewer = await reviewerId(db, by.actor)
  await db
    .insertInto('decision')
    .values({
      seq: by.seq,
      kind,
      reviewer_id: reviewer,
      decided_at: by.at,
      undone: null,
      search: by.search ?? null,
    })
    .execute()
  return reviewer
}

async function reviewerId(db: Kysely<Tables>, name: string): Promise<number> {
  const known = await db.selectFrom('reviewer').select('id').where('name', '=', name).executeTakeFirst()
  if (known) return known.id
  const made = await db.insertInto('reviewer').values({ name }).returning('id').executeTakeFirstOrThrow()
  return made.id
}

/** What a decision came to, told of the marks it left. */
export async function decidedAs(db: Kysely<Tables>, table: MarkTableName, seq: number): Promise<Decided> {
  const { put, ended, messages } = await markHashes(db, table, seq)
  return { changed: messages, decision: seq, marks: { put, ended } }
}

/**
 * Says whether messages are relevant. It takes the place of what the same person said before; what others said stands
 * beside it. Where it says what that person said and what holds already, nothing is written.
 *
 * @throws {BaileyError} `no-such-message`, `hits-changed`, `bad-value`.
 */
export async function decideRelevance(
  open: Case,
  decision: Decisions['relevance'],
  by: DecidedBy,
): Promise<Outcomes['relevance']> {
  const { db } = open
  await choose(open, decision)
  const reviewer = await beginDecision(db, 'relevance', { ...by, search: decision.search })
  const { seq } = by
  const state = relevances.indexOf(decision.relevance)
  const own = sql`select message_id from relevance_mark where reviewer_id = ${reviewer} and state = ${state} and ended is null`
  const held =
    state === 0
      ? sql`select message_id from chosen where message_id not in (select message_id from relevance_now where state <> 0)`
      : sql`select message_id from relevance_now where state = ${state}`
  await sql`delete from chosen where message_id in (${own}) and message_id in (${held})`.execute(db)
  await sql`update relevance_mark set ended = ${seq} where reviewer_id = ${reviewer} and ended is null
    and message_id in (${sql.raw(chosen)})`.execute(db)
  await sql`insert into relevance_mark (decision, uid, message_id, reviewer_id, state) select ${sql.lit(seq)}, uid, message_id,
    ${sql.lit(reviewer)}, ${sql.lit(state)} from chosen`.execute(db)
  await runAll(db, recountRelevance(chosen))
  return await decidedAs(db, 'relevance_mark', seq)
}

/**
 * Says that whoever decides read messages, or did not.
 *
 * @throws {BaileyError} `no-such-message`, `hits-changed`, `bad-value`.
 */
export async function markRead(
  open: Case,
  decision: Decisions['read'],
  by: DecidedBy,
): Promise<Outcomes['read']> {
  const { db } = open
  await choose(open, decision)
  const reviewer = await beginDecision(db, 'read', by)
  const { seq } = by
  const own = sql`select message_id from message_read where reviewer_id = ${reviewer} and ended is null`
  // What stays as it is needs not be counted again.
  await sql`delete from chosen where message_id ${sql.raw(decision.read ? '' : 'not')} in (${own}
    and message_id in (${sql.raw(chosen)}))`.execute(db)
  await runAll(db, uncountReads(chosen))
  if (decision.read)
    await sql`insert into message_read (decision, uid, message_id, reviewer_id) select ${sql.lit(seq)}, uid, message_id,
      ${sql.lit(reviewer)} from chosen`.execute(db)
  else
    await sql`update message_read set ended = ${seq} where reviewer_id = ${reviewer} and ended is null
      and message_id in (${sql.raw(chosen)})`.execute(db)
  await runAll(db, countReads(chosen))
  return await decidedAs(db, 'message_read', seq)
}

/**
 * Takes back a decision: the marks it put no longer stand, those it ended stand again.
 *
 * @throws {BaileyError} `cannot-undo` where there is none, it is another's, it is undone already, or was decided over since.
 */
export async function undoDecision(
  { db }: Case,
  { decision: undone }: Decisions['undo'],
  by: DecidedBy,
): Promise<Outcomes['undo']> {
  const found = await db
    .selectFrom('decision as d')
    .innerJoin('reviewer as r', 'r.id', 'd.reviewer_id')
    .select(['d.kind', 'd.undone', 'r.name'])
    .where('d.seq', '=', undone)
    .executeTakeFirst()
  const table = tableOf[found?.kind ?? '']
  if (!found || table === undefined) throw new BaileyError('cannot-undo', 'There is no such decision')
  if (found.name !== by.actor) throw new BaileyError('cannot-undo', `It was decided by ${found.name}`)
  if (found.undone !== null) throw new BaileyError('cannot-undo', 'It was undone already')
  const { n } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('decision', '=', undone)
    .where('ended', 'is not', null)
    .executeTakeFirstOrThrow()
  if (n > 0) throw new BaileyError('cannot-undo', 'Something else was decided of its messages since')
  await chooseMarked(db, table, undone)
  await beginDecision(db, 'undo', by)
  if (table === 'message_read') await runAll(db, uncountReads(chosen))
  await db.updateTable('decision').set({ undone: by.seq }).where('seq', '=', undone).execute()
  await db.updateTable(table).set({ ended: null }).where('ended', '=', undone).execute()
  await db.updateTable(table).set({ ended: by.seq }).where('decision', '=', undone).execute()
  if (table === 'message_read') await runAll(db, countReads(chosen))
  if (table === 'relevance_mark') await runAll(db, recountRelevance(chosen))
  const { changed } = await chosenCount(db)
  return { ...(await decidedAs(db, table, by.seq)), changed }
}

async function chosenCount(db: Kysely<Tables>): Promise<{ readonly changed: number }> {
  const { rows } = await sql<{ changed: number }>`select count(*) as changed from chosen`.execute(db)
  return { changed: rows[0]?.changed ?? 0 }
}

async function runAll(db: Kysely<Tables>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
