import type { Kysely } from 'kysely'
import { BaileyError } from '../../core/errors.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import type { Act } from '../audit-log.ts'
import type { Answers, Questions } from '../questions.ts'
import type { TermCount } from '../saved-views.ts'
import type { HitSummary } from '../search-index.ts'
import type { Asker } from '../store.ts'
import type { AskableCase } from './case-store.ts'
import type { Case } from './open-case.ts'
import { checkEntry, corpusState, enterSearch, searchRecord } from './search-journal.ts'
import { instant } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** One question takes no longer than about this; the rest of a list is asked for again. */
const enoughMs = 5000

const busiest = 12

/** Answers for each term of a list, one after the other, for as many as there is time for. */
export async function answerBatch(
  { db, index }: Case,
  { terms, handles, parent }: Questions['batch'],
): Promise<Answers['batch']> {
  if (parent !== null) await checkEntry(db, parent)
  const until = performance.now() + enoughMs
  const chosen = await handleIds(db, handles)
  const rows: TermCount[] = []
  for (const { text, query } of terms) {
    const summary = await index.summary(query)
    rows.push({
      text,
      readAs: renderSearch(query),
      messages: summary.total,
      conversations: summary.conversations,
      handles: summary.senders.size,
      firstAt: instant(summary.firstAt),
      lastAt: instant(summary.lastAt),
      senders: await sendersOf(db, summary, chosen),
    })
    if (performance.now() > until) break
  }
  return { entry: -1, rows, corpus: await corpusState(db) }
}

async function handleIds(db: Kysely<Tables>, handles: readonly string[]) {
  const ids = new Map<string, number>()
  for (const handle of handles) {
    const colon = handle.indexOf(':')
    const row = await db
      .selectFrom('handle as h')
      .innerJoin('network as n', 'n.id', 'h.network_id')
      .select('h.id')
      .where('n.name', '=', handle.slice(0, colon))
      .where('h.address', '=', handle.slice(colon + 1))
      .executeTakeFirst()
    if (!row) throw new BaileyError('no-such-handle', handle)
    ids.set(handle, row.id)
  }
  return ids
}

async function sendersOf(
  db: Kysely<Tables>,
  { senders }: HitSummary,
  chosen: ReadonlyMap<string, number>,
): Promise<TermCount['senders']> {
  if (chosen.size > 0) return [...chosen].map(([handle, id]) => ({ handle, messages: senders.get(id) ?? 0 }))
  const most = [...senders].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, busiest)
  if (most.length === 0) return []
  const rows = await db
    .selectFrom('handle as h')
    .innerJoin('network as n', 'n.id', 'h.network_id')
    .select(['h.id', 'n.name as network', 'h.address'])
    .where(
      'h.id',
      'in',
      most.map(([id]) => id),
    )
    .execute()
  const names = new Map(rows.map(({ id, network, address }) => [id, `${network}:${address}`]))
  return most.map(([id, messages]) => ({ handle: names.get(id) ?? '', messages }))
}

interface BatchAsked {
  readonly asker: Asker
  readonly question: Questions['batch']
  readonly answer: Answers['batch']
  readonly act: Act
}

/** Enters what was counted of a list in the search journal. */
export async function recordBatch(
  open: AskableCase,
  { asker, question, answer, act }: BatchAsked,
): Promise<Answers['batch']> {
  const { rows, corpus } = answer
  const record = searchRecord({
    kind: 'batch',
    parent: question.parent,
    text: question.list,
    readAs: `terms ${question.first + 1} to ${question.first + rows.length} of ${question.of}`,
    corpus,
    hits: rows.reduce((sum, { messages }) => sum + messages, 0),
    terms: rows.map(({ text, readAs, messages }) => ({
      text: text.toWellFormed(),
      readAs: readAs.toWellFormed(),
      hits: messages,
    })),
  })
  return { entry: await enterSearch(open, asker, act, record), corpus, rows }
}
