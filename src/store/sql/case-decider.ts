import type { Json } from '../../core/canonical-json.ts'
import { BaileyError } from '../../core/errors.ts'
import type { Act } from '../audit-log.ts'
import type { ChosenMessages, Decided, Decisions, Outcomes } from '../decisions.ts'
import type { Asker, Permission } from '../store.ts'
import type { AskableCase } from './case-store.ts'
import { explainSearch, openHit } from './journal-decisions.ts'
import type { Case } from './open-case.ts'
import { decideRelevance, markRead, undoDecision } from './review-decisions.ts'
import { savedDeciding } from './saved-deciding.ts'
import { tagMessages } from './tag-decisions.ts'

/** How a decision is taken. */
export interface Deciding<K extends keyof Decisions> {
  readonly permission: Permission
  /** Writes the decision; `at` is the instant it goes on record by, ISO 8601 UTC. */
  readonly decide: (open: Case, decision: Decisions[K], by: DecidedBy) => Promise<Outcomes[K]>
  /** The entry that goes into the audit log with it. */
  readonly act: (decision: Decisions[K], outcome: Outcomes[K]) => Act
}

/** Who decides, when (ISO 8601 UTC), and the place the decision will have in the audit log. */
export interface DecidedBy {
  readonly actor: string
  readonly at: string
  readonly seq: number
}

/** What the log has of a decision about messages: which, how many it changed, and the hashes of its marks. */
function marking(messages: ChosenMessages, { changed, marks }: Decided): { readonly [name: string]: Json } {
  const which =
    'uids' in messages
      ? { uids: [...messages.uids] }
      : { hitsOf: messages.hitsOf.text.toWellFormed(), hits: messages.hitsOf.expected }
  return { ...which, changed, put: marks.put, ended: marks.ended }
}

/** The search that a decision came of, where it came of one. */
function ofSearch({ search }: { readonly search?: number | null }): { readonly [name: string]: Json } {
  return search === undefined || search === null ? {} : { search }
}

/** The message a decision is of where it is of one. */
function onlyOne(messages: ChosenMessages): string | null {
  return 'uids' in messages && messages.uids.length === 1 ? (messages.uids[0] ?? null) : null
}

/** Every decision: what it needs, how it is written, what is put on record. */
const deciding: { readonly [K in keyof Decisions]: Deciding<K> } = {
  tag: {
    permission: 'review-messages',
    decide: tagMessages,
    act: (decision, outcome) => ({
      action: decision.on ? 'messages.tag' : 'messages.untag',
      object: onlyOne(decision),
      detail: { tag: decision.tag.toWellFormed(), ...ofSearch(decision), ...marking(decision, outcome) },
    }),
  },
  relevance: {
    permission: 'review-messages',
    decide: decideRelevance,
    act: (decision, outcome) => ({
      action: 'messages.relevance',
      object: onlyOne(decision),
      detail: { relevance: decision.relevance, ...ofSearch(decision), ...marking(decision, outcome) },
    }),
  },
  read: {
    permission: 'review-messages',
    decide: markRead,
    act: (decision, outcome) => ({
      action: decision.read ? 'messages.mark-read' : 'messages.mark-unread',
      object: onlyOne(decision),
      detail: { how: decision.how, ...marking(decision, outcome) },
    }),
  },
  undo: {
    permission: 'review-messages',
    decide: undoDecision,
    act: ({ decision }, { changed, marks }) => ({
      action: 'decision.undo',
      object: null,
      detail: { decision, changed, ...marks },
    }),
  },
  explainSearch: {
    permission: 'review-messages',
    decide: explainSearch,
    act: ({ entry, why }) => ({
      action: 'search.explain',
      object: String(entry),
      detail: { why: why.toWellFormed() },
    }),
  },
  openHit: {
    permission: 'review-messages',
    decide: openHit,
    act: ({ entry, uid }, { first }) => ({
      action: 'search.open-hit',
      object: uid,
      detail: { entry, first },
    }),
  },
  ...savedDeciding,
}

/** A decision and who takes it. */
export interface ToDecide<K extends keyof Decisions> {
  readonly asker: Asker
  readonly kind: K
  readonly decision: Decisions[K]
}

/** Takes one decision and puts it on record in the same transaction; a refusal is put on record too. */
export async function decideOne<K extends keyof Decisions>(
  open: AskableCase,
  { asker, kind, decision }: ToDecide<K>,
): Promise<Outcomes[K]> {
  const { permission, decide, act } = deciding[kind]
  const refused = (detail: { readonly [name: string]: Json }) =>
    open.writing(() =>
      open.log.append(asker, { action: 'decision.refused', object: null, detail: { kind, ...detail } }),
    )
  if (!asker.may.includes(permission)) {
    await refused({ code: 'not-permitted', permission })
    throw new BaileyError('not-permitted', permission.replace('-', ' '))
  }
  try {
    return await open.writing(async () => {
      const [at, seq] = [new Date().toISOString(), await open.log.next()]
      const outcome = await decide(open, decision, { actor: asker.actor, at, seq })
      await open.log.append(asker, { ...act(decision, outcome), at })
      return outcome
    })
  } catch (error) {
    // The decision's own transaction was rolled back.
    if (error instanceof BaileyError) await refused({ code: error.code })
    throw error
  }
}
