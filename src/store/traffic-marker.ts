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
  readonly messages: ReadonlyMap<number, Exclude<TrafficMark, 'plain'>>
  /** Store ids of handles. */
  readonly handles: ReadonlyMap<number, HandleMark>
  /** Version of the analysis. */
  readonly version: number
}

/** Keeps which messages and handles are not simply somebody speaking. Derived: it can be told anew from the messages. */
export interface TrafficMarker {
  /** Every message of the conversations an exhibit shows, in order of time, in lists of any length. */
  messagesToMark(exhibitId: number): AsyncIterable<readonly MarkableMessage[]>
  /** Handles of those conversations. */
  handlesToMark(exhibitId: number): Promise<readonly { readonly id: number; readonly address: string }[]>
  /** Puts the marks of those conversations in place of the ones they had, with the audit entry. */
  record(asker: Asker, exhibitId: number, marks: TrafficMarks): Promise<void>
}
