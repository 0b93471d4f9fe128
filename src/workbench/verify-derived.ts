import { sql } from 'kysely'
import { packOwnWords } from '../analyses/language/pack-words.ts'
import { MarkedMessages } from '../analyses/traffic/marked-messages.ts'
import { markAddress, openTraffic, traffic } from '../analyses/traffic/traffic.ts'
import { messageKinds } from '../core/message.ts'
import { trafficMarks } from '../core/traffic.ts'
import { inPages } from '../store/sql/in-pages.ts'
import { hex } from '../store/sql/stored-message.ts'
import { actsOf } from './logged-acts.ts'
import { ToldMessages } from './mark-language.ts'
import { askable, type LocalCase } from './open-case.ts'
import type { ProblemList } from './verify-case.ts'
import { verifyCopyRecords } from './verify-copies.ts'
import { verifyCopyCounts } from './verify-copy-counts.ts'
import { verifyCoverage } from './verify-coverage.ts'
import { type MessageFigures, openFigures, verifyFigures } from './verify-figures.ts'
import { verifyLayers } from './verify-files.ts'
import { verifyLanguages } from './verify-languages.ts'
import { verifyReview } from './verify-review.ts'

/** A message as what is derived from messages is told anew. */
export interface DerivableMessage {
  readonly id: number
  readonly conversation_id: number
  readonly sender_id: number
  readonly recipient_id: number | null
  readonly sent_at: number
  readonly zone: number
  readonly kind: number
  readonly body: string
}

/** What is derived from messages, told anew from those added in order of time. */
export interface Derivation {
  readonly figures: MessageFigures
  readonly telling: ReturnType<typeof openTraffic>
  readonly languages: ToldMessages
  add(message: DerivableMessage): void
}

const system = messageKinds.indexOf('system')

/** Starts telling anew what is derived from a case's messages. */
export function openDerivation(zone: string): Derivation {
  const figures = openFigures(zone)
  const telling = openTraffic()
  const languages = new ToldMessages()
  return {
    figures,
    telling,
    languages,
    add(message) {
      figures.add(message)
      telling.add({
        id: message.id,
        conversation: message.conversation_id,
        sender: message.sender_id,
        at: message.sent_at,
        isSystem: message.kind === system,
        body: message.body,
      })
      languages.add({
        id: message.id,
        conversation: message.conversation_id,
        sender: message.sender_id,
        ownWords: packOwnWords(message.body),
      })
    },
  }
}

/**
 * Checks what is derived: counts, marks, the search index and what stands beside copies and files. Only asked when the
 * messages themselves are as they were, since a changed message shows in all of them.
 */
export async function verifyDerived(
  local: LocalCase,
  derivation: Derivation,
  problems: ProblemList,
): Promise<void> {
  await verifyFigures(local, derivation.figures, problems)
  await verifyCoverage(local, problems)
  await verifyCopyCounts(local, problems)
  await verifyMarks(local, derivation, problems)
  await verifyLanguages(local, derivation.languages, problems)
  await verifyCopyRecords(local, problems)
  await verifyLayers(local, problems)
  await verifyReview(local, problems)
  if (!(await askable(local).index.isSound())) {
    const says = 'The search index does not hold what the messages hold; it can be rebuilt from them.'
    problems.add({ code: 'index-differs', says })
  }
}

/** Marks told by another version of the analysis than this are left alone: the log says which told them. */
async function verifyMarks(local: LocalCase, { telling }: Derivation, problems: ProblemList): Promise<void> {
  let version: unknown = null
  for await (const { detail } of actsOf(local, 'traffic.mark')) version = detail['version']
  if (version !== null && version !== traffic.version) return
  const { messages, senders } = telling.found()
  const isMarked = version !== null
  const differ = await differingMarks(local, isMarked ? messages : new MarkedMessages())
  if (differ.total > 0) {
    const says = `The marks of ${differ.total} messages are not those told of the messages: ${differ.named.join(', ')}.`
    problems.add({ code: 'marks-differ', says })
  }
  const handles: string[] = []
  for await (const { id, address, mark } of inPages((after, limit) => handleRows(local, after, limit))) {
    const told = markAddress(address)
    const expected = told === 'plain' ? (senders.get(id) ?? told) : told
    if (mark !== (isMarked ? expected : 'plain')) handles.push(address)
  }
  if (handles.length === 0) return
  const says = `The marks of ${handles.length} handles are not those told of them: ${handles.slice(0, 5).join(', ')}.`
  problems.add({ code: 'marks-differ', says })
}

async function differingMarks(
  local: LocalCase,
  told: MarkedMessages,
): Promise<{ readonly total: number; readonly named: readonly string[] }> {
  const named: string[] = []
  let [total, stored] = [0, 0]
  for await (const row of inPages((after, limit) => markRows(local, after, limit))) {
    const mark = told.get(row.id)
    if (mark !== undefined) stored++
    if (mark !== undefined && trafficMarks.indexOf(mark) === row.mark && row.same === 1) continue
    if (++total <= 5) named.push(row.uid === null ? `row ${row.id}` : hex(row.uid))
  }
  if (stored === told.size) return { total, named }
  return { total: total + told.size - stored, named: [...named, 'some have none'] }
}

async function markRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('traffic_mark as t')
    .leftJoin('message as m', 'm.id', 't.message_id')
    .select(['t.message_id as id', 't.mark', 'm.uid'])
    .select(
      sql<number | null>`t.conversation_id = m.conversation_id and t.sender_id = m.sender_id`.as('same'),
    )
    .where('t.message_id', '>', after)
    .orderBy('t.message_id')
    .limit(limit)
    .execute()
}

async function handleRows({ connection: { db } }: LocalCase, after: number, limit: number) {
  return await db
    .selectFrom('handle')
    .select(['id', 'address', 'mark'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
