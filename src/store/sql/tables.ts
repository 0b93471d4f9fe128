import type { Generated } from 'kysely'
import type { ZoneSource } from '../../core/time.ts'
import type { HandleMark } from '../../core/traffic.ts'
import type { JournalTables } from './journal-tables.ts'
import type {
  DecisionTable,
  MessageReadTable,
  MessageSeenTable,
  ReadingCountTable,
  RelevanceMarkTable,
  RelevanceNowTable,
  ReviewerTable,
  TagMarkTable,
  TagTable,
} from './review-tables.ts'

/** The tables of a case, as Kysely types. Times are epoch microseconds unless they are named `…At` (ISO 8601 UTC text). */
export interface Tables extends JournalTables {
  readonly case_info: CaseInfoTable
  readonly network: { readonly id: Generated<number>; readonly name: string }
  readonly handle: HandleTable
  readonly handle_name: { readonly handle_id: number; readonly name: string; readonly folded: string }
  readonly conversation: ConversationTable
  readonly participant: { readonly conversation_id: number; readonly handle_id: number }
  readonly exhibit: ExhibitTable
  readonly entry: EntryTable
  readonly message: MessageTable
  readonly sighting: SightingTable
  /** Which files the copies of messages carry; `sha256` is 32 bytes. */
  readonly sighting_media: { readonly sighting_id: number; readonly sha256: Uint8Array }
  readonly derived: DerivedTable
  readonly rejection: RejectionTable
  readonly contact: ContactTable
  readonly trace: TraceTable
  readonly coverage: CoverageTable
  /** Uids of copies whose message goes by the uid of another copy. */
  readonly former_uid: { readonly uid: Uint8Array; readonly message_id: number }
  readonly clock_difference: ClockDifferenceTable
  readonly traffic_mark: TrafficMarkTable
  readonly copied_message: CopiedMessageTable
  /** In which language a message is written and how that is known: places in `languages` and `languageGrounds`. */
  readonly message_language: {
    readonly message_id: number
    readonly language: number
    readonly ground: number
  }
  /** How many messages of a sender in a conversation are in a language by their own words or script. */
  readonly language_habit: {
    readonly conversation_id: number
    readonly sender_id: number
    readonly language: number
    readonly messages: number
  }
  /** One row: by which version, and how many records had been read when the last was marked. */
  readonly language_state: { readonly id: number; readonly version: number; readonly records: number }
  /** What copies add to the messages by how their zone is known, `zone` being the place in `zoneSources`. */
  readonly zone_copies: Further & { readonly zone: number }
  /** Copies that a person said are no copy of a message; no rule joins them again. */
  readonly kept_apart: { readonly sighting_id: number; readonly message_id: number }
  readonly reviewer: ReviewerTable
  readonly decision: DecisionTable
  readonly tag: TagTable
  readonly tag_mark: TagMarkTable
  readonly relevance_mark: RelevanceMarkTable
  readonly message_read: MessageReadTable
  readonly relevance_now: RelevanceNowTable
  readonly message_seen: MessageSeenTable
  readonly reading_count: ReadingCountTable
  readonly activity_day: Further & {
    readonly conversation_id: number
    readonly sender_id: number
    readonly day: number
    readonly messages: number
  }
  readonly handle_hour: Further & {
    readonly handle_id: number
    readonly hour_of_week: number
    readonly messages: number
  }
  /** Row ids of messages that one transaction added, took away or gave other copies, as 64-bit floats; the oldest are dropped. */
  readonly message_change: { readonly id: Generated<number>; readonly messages: Uint8Array }
  readonly audit_entry: {
    readonly seq: number
    readonly entry: string
    readonly detail: string | null
    readonly leaf: Uint8Array
  }
  readonly audit_head: {
    readonly id: number
    readonly size: number
    readonly frontier: Uint8Array
    readonly note: string
  }
  readonly audit_checkpoint: { readonly size: number; readonly note: string }
}

/**
 * What further copies add to what is counted once: `custodians` when each message counts once for each owner whose copy is
 * there, `devices` when once for each file it stands in.
 */
interface Further {
  readonly custodians: Generated<number>
  readonly devices: Generated<number>
}

/** One row: the case itself. */
interface CaseInfoTable {
  readonly id: number
  readonly name: string
  readonly timezone: string
  readonly log_origin: string
  readonly log_vkey: string
  /** When the case was last verified and how many problems that found; also in the audit log. */
  readonly verified_at: string | null
  readonly verified_problems: number | null
}

/** `sent`, `received`, `first_at` and `last_at` are roll-ups over messages; `received` counts direct messages only. */
interface HandleTable {
  readonly id: Generated<number>
  readonly network_id: number
  readonly address: string
  /** The address as it is looked for: NFC, lower case. */
  readonly folded: string
  /** Whether it is simply somebody’s; derived. */
  readonly mark: Generated<HandleMark>
  readonly sent: number
  readonly sent_custodians: Generated<number>
  readonly sent_devices: Generated<number>
  readonly received: number
  readonly received_custodians: Generated<number>
  readonly received_devices: Generated<number>
  readonly first_at: number | null
  readonly last_at: number | null
}

/** `messages`, `first_at` and `last_at` are roll-ups. `public_id` is content-derived. */
interface ConversationTable extends Further {
  readonly id: Generated<number>
  readonly public_id: string
  readonly network_id: number
  readonly kind: 'direct' | 'group'
  readonly key: string
  readonly title: string | null
  readonly messages: number
  readonly first_at: number | null
  readonly last_at: number | null
}

interface ExhibitTable {
  readonly id: Generated<number>
  readonly ref: string
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly received_from: string | null
  readonly authority: string | null
  readonly capture_mode: string
  readonly timezone: string | null
  readonly owner: string | null
  /** Language of the originals when the exhibit holds translations of them, else null. */
  readonly translation_of: string | null
  /** The format and the mapping profile named on receipt, or null; an import that goes on, and a check, read with these again. */
  readonly format: string | null
  readonly mapping: string | null
  readonly received_at: string
  readonly received_by: string
  readonly state: 'reading' | 'complete'
}

/**
 * A file of an exhibit: one received, or one unpacked from the archive `container_id`. `rows_done` rows of it are
 * committed, so that a killed import goes on where it stopped.
 */
export interface EntryTable {
  readonly id: Generated<number>
  readonly exhibit_id: number
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly state: 'waiting' | 'read' | 'held'
  /** Format id; `archive` for one that was unpacked, `file` for one known by `media_type` to hold no messages. */
  readonly format: string | null
  readonly format_version: number | null
  readonly profile: string | null
  /** Whose device or account it was taken from, where its records say so. */
  readonly owner: Generated<string | null>
  readonly container_id: number | null
  readonly media_type: string | null
  readonly rows_done: Generated<number>
  readonly sightings: Generated<number>
  readonly messages: Generated<number>
  readonly repaired: Generated<number>
  readonly rejected: Generated<number>
  /** Saved names and traces read; not among the records. */
  readonly contacts: Generated<number>
  readonly traces: Generated<number>
  /** Of `messages`, those whose time states no zone: read in the zone stated on receipt, or in none. */
  readonly zone_assumed: Generated<number>
  readonly zone_unknown: Generated<number>
  /** And those that state no time at all. */
  readonly zone_none: Generated<number>
}

/**
 * `id` is the sent time in microseconds, moved up to the next free one when it is taken: the key is the order of time,
 * so a search in time order, a reader page and a date range all walk one index.
 */
interface MessageTable {
  readonly id: number
  readonly uid: Uint8Array
  readonly conversation_id: number
  readonly sender_id: number
  readonly recipient_id: number | null
  readonly sent_at: number
  readonly time_text: string
  readonly zone: number
  readonly kind: number
  readonly body: string
  /** The body in UTF-16LE where TEXT cannot hold it exactly (lone surrogates), else null. */
  readonly body_exact: Uint8Array | null
  readonly media: string | null
}

interface SightingTable {
  readonly id: Generated<number>
  readonly message_id: number
  readonly entry_id: number
  readonly part: string | null
  readonly start: number
  readonly length: number
  readonly uid: Uint8Array
  readonly repairs: string | null
  /** The record's bytes as they stand in the exhibit. */
  readonly raw: Uint8Array
  /** `MessageDetails` as JSON, or null. */
  readonly details: string | null
  /** What this copy says otherwise than its message does, and by which rule it was joined to it: `CopyDifference` as JSON, or null. */
  readonly copy: string | null
}

/** Messages that are not simply something said; `mark` is the place in `trafficMarks`. Derived. */
interface TrafficMarkTable extends Further {
  readonly message_id: number
  readonly mark: number
  readonly conversation_id: number
  readonly sender_id: number
}

/** Messages that stand in more than one file, and what their copies add. Derived. */
interface CopiedMessageTable {
  readonly message_id: number
  readonly conversation_id: number
  readonly sender_id: number
  readonly recipient_id: number | null
  /** In the case zone; null where the message states no time. */
  readonly day: number | null
  readonly hour_of_week: number | null
  readonly zone: number
  readonly custodians: number
  readonly devices: number
}

/** How much of a conversation an entry shows of each sender. */
interface CoverageTable {
  readonly conversation_id: number
  readonly entry_id: number
  readonly sender_id: number
  readonly sightings: number
  readonly first_at: number
  readonly last_at: number
}

/** How the clocks of two entries stand to each other; see `src/analyses/copies`. */
interface ClockDifferenceTable {
  readonly id: Generated<number>
  readonly first_entry_id: number
  readonly second_entry_id: number
  readonly offset_micros: number
  readonly support: number
  readonly first_overlap: number
  readonly second_overlap: number
  readonly both_overlap: number
  readonly version: number
}

/** A name saved for a handle. */
interface ContactTable {
  readonly id: Generated<number>
  readonly entry_id: number
  readonly part: string | null
  readonly start: number
  readonly length: number
  readonly handle_id: number
  readonly name: string
  readonly saved_by: string | null
}

/** Where a device was. `detail` is the whole `Trace` as JSON. */
interface TraceTable {
  readonly id: Generated<number>
  readonly entry_id: number
  readonly part: string | null
  readonly start: number
  readonly length: number
  readonly device: string
  readonly from_at: number
  readonly until_at: number | null
  readonly place: 'point' | 'cell' | 'wifi'
  readonly detail: string
}

/** What an engine made of the file with these bytes. `value` is `Derived` as JSON: it holds no time, and can be made again. */
interface DerivedTable {
  readonly sha256: string
  readonly kind: string
  readonly engine: string
  readonly version: string
  readonly value: string
}

interface RejectionTable {
  readonly id: Generated<number>
  readonly entry_id: number
  readonly part: string | null
  readonly start: number
  readonly length: number
  readonly code: string
  readonly says: string
}

/** `message.zone` holds the place in this list. */
export const zoneSources = ['stated', 'assumed', 'unknown', 'none'] as const satisfies readonly ZoneSource[]
