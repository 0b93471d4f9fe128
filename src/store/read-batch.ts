import type { Contact } from '../core/contact.ts'
import type { ConversationKind, MessageKind } from '../core/message.ts'
import type { MessageDetails } from '../core/message-details.ts'
import type { Problem, RepairCode } from '../core/problem.ts'
import type { Trace } from '../core/trace.ts'

/**
 * A run of rows read from one entry, in file order, laid out in columns because a case takes in millions of them.
 * Handles and conversations are named once a batch and referred to by their place in its lists.
 */
export interface ReadBatch {
  readonly handles: readonly { readonly network: string; readonly address: string }[]
  readonly conversations: readonly {
    readonly network: string
    readonly kind: ConversationKind
    readonly key: string
    readonly title: string | null
    /** Places in `handles`. */
    readonly participants: readonly number[]
  }[]
  readonly messages: MessageColumns
  readonly problems: readonly (BatchPlace & { readonly problem: Problem })[]
  /** Saved names and traces: counted on their own, no records of messages. */
  readonly contacts: readonly (BatchPlace & { readonly contact: Contact })[]
  readonly traces: readonly (BatchPlace & { readonly trace: Trace })[]
}

/** Where a row of a batch stands in its entry. */
interface BatchPlace {
  readonly part: string | null
  readonly start: number
  readonly length: number
}

/** One list entry a message. */
export interface MessageColumns {
  readonly count: number
  /** 16 bytes each. */
  readonly uids: Uint8Array
  /** Microseconds since the epoch. */
  readonly at: Float64Array
  readonly timeText: readonly string[]
  /** 0 stated, 1 assumed, 2 unknown, 3 none: no time is stated. */
  readonly zone: Uint8Array
  readonly kind: readonly MessageKind[]
  /** Places in `handles`. */
  readonly sender: Int32Array
  /** Places in `conversations`. */
  readonly conversation: Int32Array
  readonly body: readonly string[]
  /** What the words say of their language, as the analysis packs it. */
  readonly ownWords: Uint16Array
  readonly start: Float64Array
  readonly length: Float64Array
  /** Sparse: only messages that have one stand in these lists, as [place, value]. */
  readonly repairs: readonly (readonly [number, readonly RepairCode[]])[]
  readonly fromName: readonly (readonly [number, string])[]
  readonly media: readonly (readonly [number, readonly string[]])[]
  readonly details: readonly (readonly [number, MessageDetails])[]
  /** Part and the record's bytes, for records that cannot be read from the file by their place. */
  readonly parts: readonly (readonly [number, { readonly part: string | null; readonly raw: Uint8Array }])[]
}
