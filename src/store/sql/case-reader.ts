import type { Json } from '../../core/canonical-json.ts'
import type { CountingScope } from '../../core/counting-scope.ts'
import { BaileyError } from '../../core/errors.ts'
import type { Act } from '../audit-log.ts'
import type { Answers, Questions } from '../questions.ts'
import type { Asker, Permission } from '../store.ts'
import { answerAudit } from './audit-answers.ts'
import { answerBatch, recordBatch } from './batch-answers.ts'
import type { AskableCase } from './case-store.ts'
import { answerConversation, answerPosition, answerThread } from './conversation-answers.ts'
import { answerCoverage } from './coverage-answers.ts'
import { answerDiff } from './diff-answers.ts'
import { answerExhibits, answerOverview, answerRejections, answerRepairs } from './exhibit-answers.ts'
import { answerFacets } from './facet-answers.ts'
import { answerFile } from './file-answers.ts'
import { answerHandle, answerHandles } from './handle-answers.ts'
import { answerJournal } from './journal-answers.ts'
import { answerMessage, answerSource } from './message-answers.ts'
import type { Case } from './open-case.ts'
import { answerReading, answerTags } from './review-answers.ts'
import { answerDrawSample, answerSample, answerSamples, recordSample } from './sample-answers.ts'
import { answerAlerts, answerSaved } from './saved-answers.ts'
import { answerScopes } from './scope-answers.ts'
import { answerSearch } from './search-answers.ts'
import { recordSearch } from './search-journal.ts'
import { streamAnswering } from './stream-answering.ts'
import { answerThreads } from './thread-answers.ts'

/** What a question needs, how it is answered, what is put on record. */
export interface Answering<K extends keyof Questions> {
  readonly permission: Permission
  readonly answer: (open: Case, question: Questions[K]) => Promise<Answers[K]>
  /** The entry that goes into the audit log with the answer. */
  readonly act: (question: Questions[K], answer: Answers[K]) => Act
  /** Puts it on record where more is written than that entry; gives the answer as it then is. */
  readonly record?: (open: AskableCase, recorded: Recorded<K>) => Promise<Answers[K]>
}

/** An answer that is to be put on record. */
interface Recorded<K extends keyof Questions> {
  readonly asker: Asker
  readonly question: Questions[K]
  readonly answer: Answers[K]
  readonly act: Act
}

const act = (action: string, object: string | null, detail: { readonly [name: string]: Json } = {}): Act => ({
  action,
  object,
  detail,
})

/** By which scope was counted, where it is not each message once. */
function counting({ count = 'global' }: { readonly count?: CountingScope }): {
  readonly [name: string]: Json
} {
  return count === 'global' ? {} : { count }
}

/** Every question: what it needs, how it is answered, what is put on record. */
const answering: { readonly [K in keyof Questions]: Answering<K> } = {
  overview: {
    permission: 'read-messages',
    answer: answerOverview,
    act: (q) => act('case.overview', null, counting(q)),
  },
  exhibits: { permission: 'read-exhibits', answer: answerExhibits, act: () => act('exhibits.list', null) },
  rejections: {
    permission: 'read-exhibits',
    answer: answerRejections,
    act: (q, a) => act('rejections.list', q.exhibit, { limit: q.limit, offset: q.offset, total: a.total }),
  },
  repairs: {
    permission: 'read-exhibits',
    answer: answerRepairs,
    act: (q, a) => act('repairs.list', q.exhibit, { limit: q.limit, offset: q.offset, total: a.total }),
  },
  search: {
    permission: 'read-messages',
    answer: answerSearch,
    act: (q, a) =>
      act('messages.search', null, {
        text: q.text.toWellFormed(),
        sort: q.sort,
        limit: q.limit,
        offset: q.offset,
        total: a.total,
        ...(q.context && { context: q.context }),
        ...counting(q),
      }),
    record: recordSearch,
  },
  threads: {
    permission: 'read-messages',
    answer: answerThreads,
    act: (q, a) =>
      act('messages.threads', null, {
        text: q.text.toWellFormed(),
        sort: q.sort,
        limit: q.limit,
        offset: q.offset,
        total: a.total,
        threads: a.threads,
        ...counting(q),
      }),
    record: recordSearch,
  },
  facets: {
    permission: 'read-messages',
    answer: answerFacets,
    act: (q) => act('messages.facets', null, { text: q.text.toWellFormed(), ...counting(q) }),
  },
  message: {
    permission: 'read-messages',
    answer: answerMessage,
    act: (q) => act('message.read', q.uid, { context: q.context }),
  },
  source: { permission: 'read-exhibits', answer: answerSource, act: (q) => act('message.source', q.uid) },
  file: {
    permission: 'read-exhibits',
    answer: answerFile,
    act: (q) => act('file.read', q.sha256, { use: q.use }),
  },
  conversation: {
    permission: 'read-messages',
    answer: answerConversation,
    act: (q) => act('conversation.summary', q.id, counting(q)),
  },
  thread: {
    permission: 'read-messages',
    answer: answerThread,
    act: (q, a) =>
      act('conversation.read', q.id, {
        offset: q.offset,
        messages: a.messages.length,
        ...(q.filter ? { filter: q.filter.text.toWellFormed() } : {}),
      }),
  },
  position: {
    permission: 'read-messages',
    answer: answerPosition,
    act: (q) => act('conversation.locate', q.id, { uid: q.uid, at: q.at }),
  },
  coverage: {
    permission: 'read-messages',
    answer: answerCoverage,
    act: (q) => act('conversation.coverage', q.id),
  },
  scopes: {
    permission: 'read-messages',
    answer: answerScopes,
    act: (q) => act('messages.count', q.conversation, { handle: q.handle?.toWellFormed() ?? null }),
  },
  diff: {
    permission: 'read-messages',
    answer: answerDiff,
    act: (q, a) =>
      act('exhibits.diff', null, {
        before: q.before,
        after: q.after,
        added: a.added,
        removed: a.removed,
        changed: a.changed,
      }),
  },
  handles: {
    permission: 'read-messages',
    answer: answerHandles,
    act: (q) =>
      act('handles.list', null, {
        contains: q.contains?.toWellFormed() ?? null,
        limit: q.limit,
        offset: q.offset,
        ...counting(q),
      }),
  },
  handle: {
    permission: 'read-messages',
    answer: answerHandle,
    act: (q) => act('handle.read', null, { handle: q.handle.toWellFormed(), ...counting(q) }),
  },
  tags: { permission: 'read-messages', answer: answerTags, act: () => act('tags.list', null) },
  reading: {
    permission: 'read-messages',
    answer: answerReading,
    act: (q) => act('messages.reading', q.conversation, { text: q.found?.text.toWellFormed() ?? null }),
  },
  ...streamAnswering,
  importReports: {
    permission: 'read-exhibits',
    answer: async () => null,
    act: (q) => act('imports.read', null, { imports: [...q.imports] }),
  },
  journal: {
    permission: 'read-messages',
    answer: answerJournal,
    act: (q, a) =>
      act('journal.read', null, {
        who: q.who?.toWellFormed() ?? null,
        contains: q.contains?.toWellFormed() ?? null,
        before: q.before,
        entries: a.entries.length,
      }),
  },
  audit: {
    permission: 'read-audit',
    answer: answerAudit,
    act: (q, a) =>
      act('audit.read', q.object?.toWellFormed() ?? null, {
        actor: q.actor?.toWellFormed() ?? null,
        action: q.action?.toWellFormed() ?? null,
        from: q.from,
        until: q.until,
        before: q.before,
        items: a.items.length,
      }),
  },
  saved: { permission: 'read-messages', answer: answerSaved, act: () => act('saved.list', null) },
  batch: {
    permission: 'read-messages',
    answer: answerBatch,
    act: (q, a) =>
      act('messages.batch', null, {
        list: q.list.toWellFormed(),
        first: q.first,
        of: q.of,
        terms: a.rows.length,
        handles: q.handles.map((handle) => handle.toWellFormed()),
      }),
    record: recordBatch,
  },
  alerts: { permission: 'read-messages', answer: answerAlerts, act: () => act('alerts.list', null) },
  drawSample: {
    permission: 'review-messages',
    answer: answerDrawSample,
    act: (q, a) =>
      act('sample.draw', null, {
        text: q.text.toWellFormed(),
        scope: q.scopeText.toWellFormed(),
        seed: q.seed.toWellFormed(),
        size: q.size,
        drawn: a.uids.length,
        population: a.population,
        hits: a.hits,
        uids: [...a.uids],
      }),
    record: recordSample,
  },
  samples: { permission: 'read-messages', answer: answerSamples, act: () => act('samples.list', null) },
  sample: {
    permission: 'read-messages',
    answer: answerSample,
    act: (q) => act('sample.read', String(q.entry)),
  },
}

/** A question and who asks it. */
export interface Asked<K extends keyof Questions> {
  readonly asker: Asker
  readonly kind: K
  readonly question: Questions[K]
}

/** Answers one question and puts it on record; a refusal is put on record too. */
export async function answerOne<K extends keyof Questions>(
  open: AskableCase,
  { asker, kind, question }: Asked<K>,
): Promise<Answers[K]> {
  const { permission, answer, act: actOf, record } = answering[kind]
  const refused = (detail: { readonly [name: string]: Json }) =>
    open.answering(
      async () => null,
      () => open.log.append(asker, act('question.refused', null, { kind, ...detail })),
    )
  if (!asker.may.includes(permission)) {
    await refused({ code: 'not-permitted', permission })
    throw new BaileyError('not-permitted', permission.replace('-', ' '))
  }
  try {
    let recorded: Answers[K] | undefined
    const answered = await open.answering(
      () => answer(open, question),
      async (given) => {
        const acted = actOf(question, given)
        if (record) recorded = await record(open, { asker, question, answer: given, act: acted })
        else await open.log.append(asker, acted)
      },
    )
    return recorded ?? answered
  } catch (error) {
    // The question's own transaction was rolled back with what it would have put on record.
    if (error instanceof BaileyError) await refused({ code: error.code })
    throw error
  }
}
