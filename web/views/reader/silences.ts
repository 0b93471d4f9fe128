import type { Coverage } from '../../../src/wire/coverage.ts'
import { dayAfter } from '../../case-time.ts'

/** Days without a message here, and who of the conversation wrote elsewhere meanwhile. */
export interface Silence {
  readonly from: string
  readonly until: string
  readonly days: number
  readonly elsewhere: readonly { readonly handle: string; readonly messages: number }[]
}

/** The gaps of a conversation, those of the same days together, by the day its messages go on. */
export function silencesOf(gaps: Coverage['gaps']): ReadonlyMap<string, Silence> {
  const silences = new Map<string, Silence>()
  for (const { from, until, days, handle, elsewhere } of gaps) {
    const next = dayAfter(until)
    const before = silences.get(next)?.elsewhere ?? []
    silences.set(next, { from, until, days, elsewhere: [...before, { handle, messages: elsewhere }] })
  }
  return silences
}
