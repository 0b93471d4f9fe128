import { sql } from 'kysely'
import { relevances } from '../core/review.ts'
import { folded } from '../store/sql/handle-answers.ts'
import { type MarkTableName, markHashes, markTables, noMarks } from '../store/sql/mark-hashes.ts'
import { readersOfAll, relevanceOfAll } from '../store/sql/review-counts.ts'
import { everyActOf, type LoggedAct } from './logged-acts.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

type Act = LoggedAct<Readonly<Record<string, unknown>> | null>

/** Acts that put and end marks, the kind of decision they are and the table of its marks. */
const actions = {
  'messages.tag': ['tag', 'tag_mark'],
  'messages.untag': ['tag', 'tag_mark'],
  'messages.relevance': ['relevance', 'relevance_mark'],
  'messages.mark-read': ['read', 'message_read'],
  'messages.mark-unread': ['read', 'message_read'],
} as const satisfies Record<string, readonly [string, MarkTableName]>

const kindOf = { tag_mark: 'tag', relevance_mark: 'relevance', message_read: 'read' } as const

/**
 * Checks what people decided: every decision in the tables is in the audit log and the other way round, by whom and when the
 * log says; its marks are those the log has the hash of, of messages that are there; and what is counted of them is right.
 */
export async function verifyReview(local: LocalCase, problems: ProblemList): Promise<void> {
  const undos = await undosOf(local)
  const logged = new Set(undos.keys())
  for (const [action, [kind, table]] of Object.entries(actions))
    for await (const act of everyActOf(local, action)) {
      logged.add(act.seq)
      const says =
        (await decisionDiffers(local, act, kind)) ?? (await marksDiffer(local, act, { table, undos }))
      if (says !== null) note(problems, act.seq, says)
    }
  for (const [seq, undo] of undos) {
    const says = (await decisionDiffers(local, undo.act, 'undo')) ?? (await undoDiffers(local, undo))
    if (says !== null) note(problems, seq, says)
  }
  await verifyNoOthers(local, logged, problems)
  await verifyPlaces(local, problems)
  await verifyRollUps(local, problems)
}

function note(problems: ProblemList, seq: number, says: string): void {
  problems.add({ code: 'decision-altered', says: `The decision of audit entry ${seq} ${says}.`, seq })
}

interface Undo {
  readonly act: Act
  /** The decision that was undone; null where the log no longer has it. */
  readonly undone: number | null
}

/** Decisions that undid another, by their place in the log. */
async function undosOf(local: LocalCase): Promise<ReadonlyMap<number, Undo>> {
  const undos = new Map<number, Undo>()
  for await (const act of everyActOf(local, 'decision.undo')) {
    const undone = act.detail?.['decision']
    undos.set(act.seq, { act, undone: typeof undone === 'number' ? undone : null })
  }
  return undos
}

async function decisionDiffers(
  { connection: { db } }: LocalCase,
  act: Act,
  kind: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('decision as d')
    .innerJoin('reviewer as r', 'r.id', 'd.reviewer_id')
    .select(['d.kind', 'd.decided_at', 'd.search', 'r.name'])
    .where('d.seq', '=', act.seq)
    .executeTakeFirst()
  if (!row) return 'is missing'
  const isSame = row.kind === kind && row.name === act.actor && row.decided_at === act.at
  if (!isSame) return 'is not by whom or from when the log has it'
  if (act.detail !== null && row.search !== (act.detail['search'] ?? null))
    return 'is not of the search the log has'
  return null
}

interface Marks {
  readonly table: MarkTableName
  readonly undos: ReadonlyMap<number, Undo>
}

async function marksDiffer(local: LocalCase, act: Act, { table, undos }: Marks): Promise<string | null> {
  if (act.detail === null) return null
  const { db } = local.connection
  const undo = [...undos].find(([, { undone }]) => undone === act.seq)
  const stored = await db
    .selectFrom('decision')
    .select('undone')
    .where('seq', '=', act.seq)
    .executeTakeFirstOrThrow()
  if (stored.undone !== (undo?.[0] ?? null)) return 'is undone in one of the case and the log, not in both'
  const { put, ended } = await markHashes(db, table, act.seq)
  const endedNow = undo === undefined ? act.detail['ended'] : noMarks
  if (put !== act.detail['put'] || ended !== endedNow) return 'has other marks than it put or ended'
  return (await saysOtherwise(local, act, table)) ? 'has marks that say otherwise' : null
}

/** Whether a mark the decision put says another thing than the log does. */
async function saysOtherwise(
  { connection: { db } }: LocalCase,
  act: Act,
  table: MarkTableName,
): Promise<boolean> {
  const { seq, detail, actor } = act
  if (table === 'tag_mark') {
    const tags = await db
      .selectFrom('tag_mark as k')
      .leftJoin('tag as t', 't.id', 'k.tag_id')
      .select(['t.folded', 't.name'])
      .distinct()
      .where('k.decision', '=', seq)
      .execute()
    const expected = folded(String(detail?.['tag']).trim().replace(/\s+/gu, ' '))
    return tags.some((tag) => tag.folded !== expected || folded(tag.name ?? '') !== expected)
  }
  const { rows } = await sql`
    select 1 from ${sql.table(table)} k left join reviewer r on r.id = k.reviewer_id
    where k.decision = ${seq} and coalesce(r.name, '') <> ${actor} limit 1`.execute(db)
  if (rows.length > 0) return true
  if (table !== 'relevance_mark') return false
  const state = relevances.findIndex((name) => name === detail?.['relevance'])
  const other = await db
    .selectFrom('relevance_mark')
    .select('uid')
    .where('decision', '=', seq)
    .where('state', '<>', state)
    .executeTakeFirst()
  return other !== undefined
}

async function undoDiffers({ connection: { db } }: LocalCase, { act, undone }: Undo): Promise<string | null> {
  if (act.detail === null || undone === null) return null
  const row = await db.selectFrom('decision').select('kind').where('seq', '=', undone).executeTakeFirst()
  const table = markTables.find((name) => kindOf[name] === row?.kind)
  if (table === undefined) return 'undid none that is there'
  const { put, ended } = await markHashes(db, table, act.seq)
  return put === act.detail['put'] && ended === act.detail['ended'] ? null : 'has other marks than it ended'
}

/** Decisions and marks that the log knows nothing of. */
async function verifyNoOthers(
  { connection: { db } }: LocalCase,
  logged: ReadonlySet<number>,
  problems: ProblemList,
): Promise<void> {
  const seqs = await db.selectFrom('decision').select('seq').execute()
  for (const { seq } of seqs) if (!logged.has(seq)) note(problems, seq, 'is not in the log')
  for (const table of markTables) {
    const of = db.selectFrom('decision').where('kind', '=', kindOf[table])
    const strange = await db
      .selectFrom(table)
      .select(['decision', 'ended'])
      .where((eb) =>
        eb.or([
          eb('decision', 'not in', of.select('seq')),
          eb.and([
            eb('ended', 'is not', null),
            eb('ended', 'not in', of.select('seq')),
            eb('ended', 'not in', of.select(sql<number>`undone`.as('seq')).where('undone', 'is not', null)),
          ]),
        ]),
      )
      .limit(5)
      .execute()
    for (const { decision } of strange) note(problems, decision, 'has marks the log knows nothing of')
  }
}

/** Marks that do not stand with the message that their uid leads to. */
async function verifyPlaces({ connection: { db } }: LocalCase, problems: ProblemList): Promise<void> {
  for (const table of markTables) {
    const { rows } = await sql<{ decision: number; uid: string }>`
      select k.decision, k.uid from ${sql.table(table)} k
      left join message m on m.uid = k.uid left join former_uid f on f.uid = k.uid
      where coalesce(m.id, f.message_id) is null or coalesce(m.id, f.message_id) <> k.message_id
        or not exists (select 1 from message o where o.id = k.message_id) limit 5`.execute(db)
    for (const { decision } of rows)
      note(problems, decision, 'has a mark of a message that is not there, or of another')
  }
}

/** What is counted of marks that stand. */
async function verifyRollUps({ connection: { db } }: LocalCase, problems: ProblemList): Promise<void> {
  const seen = `select message_id, count(distinct reviewer_id) from message_read where ended is null group by 1`
  for (const [what, stored, told] of [
    ['relevance', 'select message_id, state, disputed from relevance_now', relevanceOfAll],
    ['messages read', 'select message_id, readers from message_seen', seen],
    ['reading', 'select conversation_id, reviewer_id, messages from reading_count', readersOfAll],
  ] as const) {
    const { rows } = await sql
      .raw(
        `select 1 from (${stored} except select * from (${told}) t) a
         union all select 1 from (select * from (${told}) t except ${stored}) b limit 1`,
      )
      .execute(db)
    if (rows.length === 0) continue
    const says = `What is counted of ${what} is not what people decided.`
    problems.add({ code: 'totals-differ', says })
  }
}
