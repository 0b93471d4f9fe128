import type { Decisions, Outcomes } from './decisions.ts'
import type { Answers, Questions } from './questions.ts'

/** What an asker may do in a case; each question names the one it needs. */
export const permissions = {
  'read-messages': 'Read the messages of the case, and what is counted from them.',
  'read-exhibits': 'Read receipts, rejected records and the bytes of exhibits.',
  'review-messages': 'Tag messages, say what is relevant, keep searches and what was read.',
  'read-audit': 'Read the audit log: who saw, searched and decided what.',
  'import-evidence': 'Receive exhibits into the case.',
  'verify-case': 'Check the case against its exhibits and its audit log.',
} as const satisfies Record<string, string>
export type Permission = keyof typeof permissions

/** Who asks, by which way in, and what they may do. Every read and write of a case carries one. */
export interface Asker {
  /** Name written into the audit log. */
  readonly actor: string
  readonly via: 'cli' | 'api'
  readonly may: readonly Permission[]
}

/**
 * The one way to read a case. Checks what the asker may do, answers, and puts the answer on record: nothing is handed
 * out before its audit entry is written.
 *
 * @throws {BaileyError} `not-permitted`, `no-such-…` for things that are not there, `query-too-slow`.
 */
export interface CaseReader {
  ask<K extends keyof Questions>(asker: Asker, kind: K, question: Questions[K]): Promise<Answers[K]>
  close(): Promise<void>
}

/**
 * The one way to decide something in a case. Checks what the asker may do, writes the decision, and puts it on record in
 * the same transaction.
 *
 * @throws {BaileyError} `not-permitted`, `no-such-…` for things that are not there, `bad-value`.
 */
export interface CaseDecider {
  decide<K extends keyof Decisions>(asker: Asker, kind: K, decision: Decisions[K]): Promise<Outcomes[K]>
}

/** A case that can be asked and decided in. */
export interface CaseStore extends CaseReader, CaseDecider {}
