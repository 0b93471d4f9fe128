import type { Json } from '../../core/canonical-json.ts'
import { BaileyError } from '../../core/errors.ts'
import type { Act } from '../audit-log.ts'
import type { Decisions, Outcomes } from '../decisions.ts'
import type { Asker, Permission } from '../store.ts'
import type { AskableCase } from './case-store.ts'
import { explainSearch, openHit } from './journal-decisions.ts'
import type { Case } from './open-case.ts'
import { tagMessages } from './tag-decisions.ts'

interface Deciding<K extends keyof Decisions> {
  readonly permission: Permission
  /** Writes the decision; `at` is the instant it goes on record by, ISO 8601 UTC. */
  readonly decide: (open: Case, decision: Decisions[K], by: DecidedBy) => Promise<Outcomes[K]>
  /** The entry that goes into the audit log with it. */
  readonly act: (decision: Decisions[K], outcome: Outcomes[K]) => Act
}

/** Who decides, and when (ISO 8601 UTC). */
export interface DecidedBy {
  readonly actor: string
  readonly at: string
}

/** Every decision: what it needs, how it is written, what is put on record. */
const deciding: { readonly [K in keyof Decisions]: Deciding<K> } = {
  tag: {
    permission: 'review-messages',
    decide: tagMessages,
    act: ({ uids, tag, on }, { changed }) => ({
      action: on ? 'messages.tag' : 'messages.untag',
      object: uids.length === 1 ? (uids[0] ?? null) : null,
      detail: { tag: tag.toWellFormed(), uids: [...uids], changed },
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
}

/** A decision and who takes it. */
export interface Decided<K extends keyof Decisions> {
  readonly asker: Asker
  readonly kind: K
  readonly decision: Decisions[K]
}

/** Takes one decision and puts it on record in the same transaction; a refusal is put on record too. */
export async function decideOne<K extends keyof Decisions>(
  open: AskableCase,
  { asker, kind, decision }: Decided<K>,
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
      const outcome = await decide(open, decision, { actor: asker.actor, at: new Date().toISOString() })
      await open.log.append(asker, act(decision, outcome))
      return outcome
    })
  } catch (error) {
    // The decision's own transaction was rolled back.
    if (error instanceof BaileyError) await refused({ code: error.code })
    throw error
  }
}
