/** What is answered about the copies of messages: from which sides they were seen, how they are counted, what hand-overs differ in. */
import type { StoredMessage } from './message-views.ts'

/** How much of a conversation was seen from which side, when one side was silent here and not elsewhere, and how the clocks of its sources stand to each other. */
export interface Coverage {
  /** Messages by whose copies of them are in the case. */
  readonly seen: {
    readonly senderOnly: number
    readonly recipientOnly: number
    readonly both: number
    /** From a source that is neither side's, such as a server, or is not stated to be. */
    readonly neither: number
  }
  readonly sources: readonly {
    readonly exhibit: string
    readonly entry: string
    readonly owner: string | null
    readonly sightings: number
    readonly firstAt: string
    readonly lastAt: string
  }[]
  /** Days in a row without a message here on which a party wrote to others; three or more, at most 200. */
  readonly gaps: readonly {
    readonly from: string
    readonly until: string
    readonly days: number
    readonly handle: string
    /** Messages the handle wrote elsewhere in those days. */
    readonly elsewhere: number
  }[]
  readonly clocks: readonly ClockComparison[]
}

/** The clocks of two sources of a conversation. */
export interface ClockComparison {
  readonly first: { readonly exhibit: string; readonly entry: string }
  readonly second: { readonly exhibit: string; readonly entry: string }
  /** Seconds by which the second is ahead of the first. */
  readonly offsetSeconds: number
  /** Messages with words of their own that agree on it. */
  readonly support: number
  /** Messages of each in the time both cover, and of both. */
  readonly overlap: { readonly first: number; readonly second: number; readonly both: number }
}

/** What changed between two hand-overs. */
export interface DropDiff {
  readonly added: number
  readonly removed: number
  /** With other words, another time or other files; see `docs/copies.md`. */
  readonly changed: number
  readonly same: number
  /** Changed first, then removed, then added, each in order of time. */
  readonly items: readonly DropChange[]
}

/** One message that one hand-over has otherwise than another. */
export interface DropChange {
  readonly change: 'added' | 'removed' | 'changed'
  readonly before: StoredMessage | null
  readonly after: StoredMessage | null
}

/** The three ways of counting what was seen more than once. */
export interface CountingScopes {
  /** Each message once, however many copies there are. */
  readonly global: number
  /** Each message once for each owner whose copy is there; an exhibit of no stated owner is one. */
  readonly custodian: number
  /** Each message once for each file (a handset, an export) it stands in. */
  readonly device: number
}
