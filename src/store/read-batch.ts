import type { ConversationKind, MessageKind } from '../core/message.ts'
import type { Problem, RepairCode } from '../core/problem.ts'

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
  readonly problems: readonly {
    readonly part: string | null
    readonly start: number
    readonly length: number
    readonly problem: Problem
  }[]
}

/** One list entry a message. */
export interface MessageColumns {
  readonly count: number
  /** 16 bytes each. */
  readonly uids: Uint8Array
  /** Microseconds since the epoch. */
  readonly at: Float64Array
  readonly timeText: readonly string[]
  /** 0 stated, 1 assumed, 2 unknown. */
  readonly zone: Uint8Array
  readonly kind: readonly MessageKind[]
  /** Places in `handles`. */
  readonly sender: Int32Array
  /** Places in `conversations`. */
  readonly conversation: Int32Array
  readonly body: readonly string[]
  readonly start: Float64Array
  readonly length: Float64Array
  /** Sparse: only messages that have one stand in these lists, as [place, value]. */
  readonly repairs: readonly (readonly [number, readonly RepairCode[]])[]
  readonly fromName: readonly (readonly [number, string])[]
  readonly media: readonly (readonly [number, readonly string[]])[]
  /** Part and the record's bytes, for records inside a container. */
  readonly parts: readonly (readonly [number, { readonly part: string; readonly raw: Uint8Array }])[]
}
