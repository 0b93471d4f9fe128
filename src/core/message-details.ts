import type { Address } from './handle.ts'

/** How far a message had got when its copy was taken, as the source states it. */
export const deliveries = ['unsent', 'failed', 'sent', 'delivered', 'read'] as const
export type Delivery = (typeof deliveries)[number]

/** A file sent with a message. */
export interface Attachment {
  /** The name the source gives it, exactly; null when it states none. */
  readonly name: string | null
  /** Media type as the source claims it, e.g. `image/jpeg`; null when it states none. What the bytes are is said by the entry. */
  readonly claims: string | null
  /** SHA-256 of its bytes where the exhibit holds them, else null: the file is named but was not handed over. */
  readonly sha256: string | null
}

/** A message this one answers or quotes. */
export interface Answered {
  /** Its own id in the source, or null. */
  readonly sourceId: string | null
  /** The words of it that the source repeats, or null. */
  readonly words: string | null
}

/** A reaction to a message. */
export interface Reaction {
  readonly emoji: string
  /** Who reacted; null where the source only counts. */
  readonly from: Address | null
  /** The time exactly as it stands in the source, or null. */
  readonly timeText: string | null
}

/** A call. */
export interface Call {
  readonly durationSeconds: number | null
  /** Null where the source does not say. */
  readonly answered: boolean | null
  readonly video: boolean
}

/** Words a message had before it was edited. */
export interface EarlierWords {
  readonly body: string
  readonly timeText: string | null
}

/**
 * What a copy of a message states beside who, to whom, when and what. Only what the source states stands in it; it
 * belongs to the copy (the sighting), not to the identity of the message.
 */
export interface MessageDetails {
  /** The message's own id in its source. */
  readonly sourceId?: string
  /** Whose copy this is: the address whose device or account it was taken from. */
  readonly owner?: Address
  readonly answers?: Answered
  readonly attachments?: readonly Attachment[]
  readonly reactions?: readonly Reaction[]
  readonly call?: Call
  readonly delivery?: Delivery
  /** Words before each edit, oldest first; empty when the source says that it was edited and not from what. */
  readonly earlier?: readonly EarlierWords[]
  /** `deleted`: the sender or the user took it back, or a tool recovered it from deleted space. */
  readonly deleted?: true
  /** A recovery tool's own statement of how sure it is, exactly as it words it. */
  readonly confidence?: string
  /** From whom it was forwarded, as the source names them; empty when it only says that it was. */
  readonly forwardedFrom?: string
  readonly viewOnce?: true
  /** Where the message says it was sent from or points to, WGS 84 degrees. */
  readonly position?: { readonly latitude: number; readonly longitude: number }
}
