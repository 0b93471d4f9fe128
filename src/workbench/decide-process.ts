/** A child process that carries out one decision about copies, so that a server's main thread runs no SQL; see `decide-copies.ts`. */
import { BaileyError } from '../core/errors.ts'
import { asStorageRefusal } from '../store/sqlite/refusal.ts'
import type { Asker } from '../store/store.ts'
import { type CopyDecision, decideCopies } from './decide-copies.ts'

/** What the process is sent. */
export interface DecideOrder {
  readonly caseDir: string
  readonly asker: Asker
  readonly decision: CopyDecision
}

/** What it answers. */
export type DecideReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'refusal'; readonly code: string; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }

process.once('message', ({ caseDir, asker, decision }: DecideOrder) => {
  decideCopies(caseDir, asker, decision).then(
    () => reply({ kind: 'done' }),
    (thrown: unknown) => {
      const error = asStorageRefusal(thrown, caseDir)
      if (error instanceof BaileyError) reply({ kind: 'refusal', code: error.code, message: error.message })
      else reply({ kind: 'fault', message: error instanceof Error ? error.message : String(error) })
    },
  )
})

function reply(message: DecideReply): void {
  process.send?.(message, () => process.disconnect?.())
}
