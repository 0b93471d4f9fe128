import type { Answers, Questions } from './questions.ts'

/** What an asker may do in a case; each question names the one it needs. */
export const permissions = {
  'read-messages': 'Read the messages of the case, and what is counted from them.',
  'read-exhibits': 'Read receipts, rejected records and the bytes of exhibits.',
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
