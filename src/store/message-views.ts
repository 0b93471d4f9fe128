import type { CaptureMode } from '../core/exhibit.ts'
import type { Language, LanguageGround } from '../core/language.ts'
import type { Locator } from '../core/locator.ts'
import type { MessageKind } from '../core/message.ts'
import type { Attachment, MessageDetails } from '../core/message-details.ts'
import type { RepairCode } from '../core/problem.ts'
import type { ZoneSource } from '../core/time.ts'
import type { TrafficMark } from '../core/traffic.ts'
import type { CopyRule } from './copy-joiner.ts'
import type { EarlierFound, FileWords, FurtherOn } from './found-words.ts'
import type { MessageReview, ReviewHistory } from './review-views.ts'

/** A message as it is stored, with the place of its first copy. */
export interface StoredMessage {
  readonly uid: string
  readonly sentAt: string
  /** The time exactly as it stands in the source. */
  readonly timeText: string
  readonly zone: ZoneSource
  readonly network: string
  readonly conversation: string
  readonly kind: MessageKind
  readonly from: string
  /** Empty for a room. */
  readonly to: readonly string[]
  readonly body: string
  /** UTF-16 units of all of it where `body` is only its beginning; null where it is all of it. */
  readonly bodyCutFrom: number | null
  /** Translations put beside it, oldest first; the original is always primary. */
  readonly translations: readonly Translation[]
  /** Whether a copy of it has other words (edited, taken back), translations aside. */
  readonly wordsDiffer: boolean
  /** Where the words are a translation whose original is not in the case: the original's language. Else null. */
  readonly translationOf: string | null
  /** Whether it is simply something said. */
  readonly traffic: TrafficMark
  /** In which language its own words are; `none` where it is not known, or not told yet. Derived, never a fact. */
  readonly language: Language
  readonly languageBy: LanguageGround
  /** Files sent with it, each once. */
  readonly files: readonly MessageFile[]
  /** What people decided of it. */
  readonly review: MessageReview
  /** Copies seen in exhibits. */
  readonly sightings: number
  readonly repaired: boolean
  /** Where the first copy stands. */
  readonly exhibit: string
  readonly entry: string
  readonly offset: number
}

/** A file sent with a message, in short. */
export interface MessageFile extends Attachment {
  /** Media type by its first bytes; null when it is not there, or of no known kind. */
  readonly mediaType: string | null
  readonly size: number | null
  /** Whether it is a picture of which a thumbnail was made. */
  readonly thumbnail: boolean
}

/** A translation of a message, from an exhibit that was stated to hold translations. */
export interface Translation {
  /** Language of the original, as stated on receipt. */
  readonly of: string
  readonly body: string
  readonly exhibit: string
  readonly entry: string
  readonly offset: number
}

/** A message that a search found. */
export interface Hit extends StoredMessage {
  /** Half-open UTF-16 ranges of `body` that matched. */
  readonly highlights: readonly (readonly [number, number])[]
  /** Words around the first match, where it lies beyond what `body` has of a very long one; else null. */
  readonly furtherOn: FurtherOn | null
  /** What matched in what it said before it was edited. */
  readonly earlierWords: readonly EarlierFound[]
  /** What matched in its files, as machines read or heard them. */
  readonly fileWords: readonly FileWords[]
  /** Title of the room, or null for two handles. */
  readonly conversationTitle: string | null
}

/** The messages right before and right after a hit in its conversation, in order of time. */
export interface HitContext {
  readonly uid: string
  readonly before: readonly StoredMessage[]
  readonly after: readonly StoredMessage[]
}

/** A copy of a message in an exhibit. */
export interface Sighting extends Locator {
  readonly uid: string
  readonly exhibitSha256: string
  readonly entrySha256: string
  readonly format: string
  /** Mapping profile and its id, or null. */
  readonly profile: string | null
  readonly captureMode: CaptureMode
  readonly repairs: readonly RepairCode[]
  /** Whose copy it is: the sender's own, another's, or that of somebody not stated. */
  readonly side: 'sender' | 'recipient' | 'unknown'
  /** What it says otherwise than the message, and the rule by which it was joined to it; null when its uid is the message's. */
  readonly copy: JoinedCopy | null
  /** What else this copy states. */
  readonly details: MessageDetails | null
  /** True when its bytes stand at `offset` of the entry; false in a container, or scattered over a database's pages. */
  readonly inPlace: boolean
  /** The record's bytes as stored beside the message, base64. */
  readonly raw: string
}

/** How a copy differs from its message. */
export interface JoinedCopy {
  readonly rule: CopyRule
  /** How sure the rule is of it, 0 to 1 (see `docs/copies.md`); null where a person decided or it was not kept. */
  readonly score: number | null
  /** Seconds by which its source's clock is ahead; null where no clock was compared. */
  readonly offsetSeconds: number | null
  readonly sentAt: string
  readonly timeText: string
  readonly zone: ZoneSource
  /** Its own words where they are not the message's. */
  readonly body: string | null
}

/** A message with its copies and the messages around it. */
export interface MessageDetail {
  readonly message: StoredMessage
  readonly sightings: readonly Sighting[]
  /** What extraction read in the words. */
  readonly spans: readonly never[]
  readonly translations: readonly Translation[]
  /** What people decided of it, with who and when. */
  readonly decided: ReviewHistory
  readonly before: readonly StoredMessage[]
  readonly after: readonly StoredMessage[]
}
