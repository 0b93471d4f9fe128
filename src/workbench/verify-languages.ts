import { habitOf, language } from '../analyses/language/language.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import { languagesMarkedBy } from '../store/sqlite/language-state.ts'
import type { ToldMessages } from './mark-language.ts'
import type { LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'

/**
 * Checks in which language messages are marked to be written, against what is told of them anew, in order of id. A case
 * that was never marked, or by another version of the analysis, is left alone: no search takes it for an answer, or the log
 * says which version told it.
 */
export async function verifyLanguages(
  local: LocalCase,
  told: ToldMessages,
  problems: ProblemList,
): Promise<void> {
  if (languagesMarkedBy(local.connection.raw) !== language.version) return
  await verifyHabits(local, told, problems)
  const expected = told.marks([...told.pairs()].map(([, counts]) => habitOf(counts)))
  const named: string[] = []
  let [differing, marked] = [0, 0]
  for await (const row of inPages((after, limit) => markedRows(local, after, limit))) {
    const next = expected.next()
    const mark = next.done === true ? null : next.value
    if (row.language !== null) marked++
    if (mark?.id === row.id && mark.language === row.language && mark.ground === row.ground) continue
    if (++differing <= 5) named.push(hex(row.uid))
  }
  const others = await otherMarks(local, marked)
  if (differing + others === 0) return
  if (others > 0) named.push(`${others} of which there is no message`)
  const says = `The language of ${differing + others} messages is not that told of them: ${named.join(', ')}.`
  problems.add({ code: 'marks-differ', says })
}

/** Marks of messages that are not there. */
async function otherMarks({ connection: { db } }: LocalCase, marked: number): Promise<number> {
  const { n } = await db
    .selectFrom('message_language')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n - marked
}

const key = (...parts: readonly number[]): string => parts.join(' ')

async function verifyHabits(
  { connection: { db } }: LocalCase,
  told: ToldMessages,
  problems: ProblemList,
): Promise<void> {
  const kept = new Map<string, number>()
  for (const row of await db.selectFrom('language_habit').selectAll().execute())
    kept.set(key(row.conversation_id, row.sender_id, row.language), row.messages)
  const differing = new Set<number>()
  for (const [[conversation, sender], counts] of told.pairs())
    for (const [place, n] of counts) {
      const own = key(conversation, sender, place)
      if (kept.get(own) !== n) differing.add(conversation)
      kept.delete(own)
    }
  const total = differing.size + kept.size
  if (total === 0) return
  const says = `How many messages are in which language is not kept as the messages have it, of ${total} senders or conversations.`
  problems.add({ code: 'marks-differ', says })
}

async function markedRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('message as m')
    .leftJoin('message_language as l', 'l.message_id', 'm.id')
    .select(['m.id', 'm.uid', 'l.language', 'l.ground'])
    .where('m.id', '>', after)
    .orderBy('m.id')
    .limit(limit)
    .execute()
}
