import type { AuditLog } from '../audit-log.ts'
import type { CaseStore } from '../store.ts'
import { decideOne } from './case-decider.ts'
import { answerOne } from './case-reader.ts'
import type { Case } from './open-case.ts'

/** A case that can be asked: what its answers need, its log, and how to close it. */
export interface AskableCase extends Case {
  readonly log: AuditLog
  /**
   * Reads an answer of one state of the case and puts it on record: in the same transaction, or, where another writer
   * came between, in the next one, the answer being held back until then.
   */
  readonly answering: <T>(read: () => Promise<T>, record: (answer: T) => Promise<void>) => Promise<T>
  /** Runs work that writes, in one transaction. */
  readonly writing: <T>(work: () => Promise<T>) => Promise<T>
  readonly close: () => void
}

/** Answers questions and takes decisions in this process, one at a time. */
export function openCaseStore(open: AskableCase): CaseStore {
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => undefined)
    return done
  }
  return {
    ask: (asker, kind, question) => inTurn(() => answerOne(open, { asker, kind, question })),
    decide: (asker, kind, decision) => inTurn(() => decideOne(open, { asker, kind, decision })),
    close: async () => {
      await turn
      open.close()
    },
  }
}
