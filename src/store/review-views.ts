import type { Relevance } from '../core/review.ts'

/** What people decided of a message, in short. */
export interface MessageReview {
  /** Tags on it, in order of their names. */
  readonly tags: readonly string[]
  /** What was said last. */
  readonly relevance: Relevance
  /** Whether somebody's last word differs from another's. */
  readonly disputed: boolean
  /** Who read it. */
  readonly readBy: readonly string[]
}

/** Who decided something, and when. */
interface ByWhom {
  readonly by: string
  readonly at: string
}

/** Everything people decided of a message. */
export interface ReviewHistory {
  /** Tags on it, in order of time. */
  readonly tags: readonly (ByWhom & { readonly tag: string })[]
  /** What was said of its relevance, oldest first; `stands` until its person said otherwise or took it back. */
  readonly relevance: readonly (ByWhom & { readonly relevance: Relevance; readonly stands: boolean })[]
  /** Who read it, and when first. */
  readonly reads: readonly ByWhom[]
}

/** A tag and how many messages have it. */
export interface TagCount {
  readonly tag: string
  /** What stands before its first `/`; null where there is none. */
  readonly family: string | null
  readonly messages: number
}

/** How many of some messages people read. */
export interface Reading {
  /** All of them. */
  readonly messages: number
  /** Read by anybody. */
  readonly read: number
  /** By whom, most first. */
  readonly readers: readonly { readonly reader: string; readonly messages: number }[]
}
