import type { HandleMark, TrafficMark } from '../core/traffic.ts'
import type { Asker } from './store.ts'

/** A message as traffic is told from it; store ids. */
export interface MarkableMessage {
  readonly id: number
  readonly conversation: number
  readonly sender: number
  readonly at: number
  readonly isSystem: boolean
  readonly body: string
}

/** What is to be kept of some messages and handles. */
export interface TrafficMarks {
  readonly messages: Iterable<readonly [number, Exclude<TrafficMark, 'plain'>]> & { readonly size: number }
  /** Store ids of handles. */
  readonly handles: ReadonlyMap<number, HandleMark>
  /** Version of the analysis. */
  readonly version: number
}

/**
 * Keeps which messages and handles are not simply somebody speaking. Derived: told anew over the whole case whenever its
 * messages changed, so that it does not hang on the order in which exhibits came.
 */
export interface TrafficMarker {
  /** Every message in order of time, in lists of any length. */
  messagesToMark(): AsyncIterable<readonly MarkableMessage[]>
  handlesToMark(): Promise<readonly { readonly id: number; readonly address: string }[]>
  /** Puts these marks in place of all there were, with the audit entry. */
  record(asker: Asker, marks: TrafficMarks): Promise<void>
}
