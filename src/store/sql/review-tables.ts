import type { Generated } from 'kysely'

/** A person who decided or read something, by the name that is in the audit log. */
export interface ReviewerTable {
  readonly id: Generated<number>
  readonly name: string
}

/** A decision, by its place in the audit log; `undone` is the place of the decision that took it back. */
export interface DecisionTable {
  readonly seq: number
  readonly kind: string
  readonly reviewer_id: number
  readonly decided_at: string
  readonly undone: number | null
  /** The entry of the search journal that it came of. */
  readonly search: number | null
}

/** A tag people put on messages; `folded` is the name as it is compared: NFC, lower case. */
export interface TagTable {
  readonly id: Generated<number>
  readonly name: string
  readonly folded: string
}

/**
 * Something decided of a message, by the uid it went by then; `message_id` follows the message when copies are joined or
 * parted. It stands until a decision ended it, and is never deleted.
 */
interface MarkTable {
  readonly decision: number
  readonly uid: Uint8Array
  readonly message_id: number
  readonly ended: number | null
}

/** That a tag was put on a message. */
export interface TagMarkTable extends MarkTable {
  readonly tag_id: number
}

/** What a person said of a message's relevance; `state` is the place in `relevances`. */
export interface RelevanceMarkTable extends MarkTable {
  readonly reviewer_id: number
  readonly state: number
}

/** That a person read a message. */
export interface MessageReadTable extends MarkTable {
  readonly reviewer_id: number
}

/** Messages whose relevance is decided or disputed; a roll-up of the marks that stand. */
export interface RelevanceNowTable {
  readonly message_id: number
  readonly state: number
  readonly disputed: number
}

/** Messages read, and by how many; a roll-up of the marks that stand. */
export interface MessageSeenTable {
  readonly message_id: number
  readonly readers: number
}

/** Messages of a conversation that a person read, or (`reviewer_id` 0) anybody; a roll-up of the marks that stand. */
export interface ReadingCountTable {
  readonly conversation_id: number
  readonly reviewer_id: number
  readonly messages: number
}
