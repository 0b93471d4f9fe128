import type { CountingScope } from '../core/counting-scope.ts'
import type { CaptureMode } from '../core/exhibit.ts'
import type { Locator } from '../core/locator.ts'
import type { ConversationKind } from '../core/message.ts'
import type { ProblemCode, RepairCode } from '../core/problem.ts'
import type { SearchQuery } from '../core/search/search-query.ts'
import type { ZoneSource } from '../core/time.ts'
import type { HandleMark, TrafficMark } from '../core/traffic.ts'
import type { AuditPage, AuditQuestion } from './audit-views.ts'
import type { CountingScopes, Coverage, DropDiff } from './copy-views.ts'
import type { FileDetail, FileUse } from './file-detail.ts'
import type { Histogram } from './histogram.ts'
import type { CorpusState, EnteredSearch, JournalPage, JournalQuestion, JournalRequest } from './journal.ts'
import type { Hit, HitContext, MessageDetail, Sighting } from './message-views.ts'
import type { ReadPage, StreamAnswers, StreamQuestions, Wanted } from './reading.ts'
import type { Reading, TagCount } from './review-views.ts'
import type {
  SampleDetail,
  SampleDrawn,
  SampleSummary,
  SavedSearch,
  TermCount,
  WatchAlert,
} from './saved-views.ts'
import type { SearchSuggestions } from './search-suggestions.ts'

/** Everything a case can be asked. Instants are ISO 8601 UTC strings, days `YYYY-MM-DD` in the case zone, handles `network:address`, so that questions and answers cross a process boundary as they are. */
export interface Questions extends StreamQuestions {
  readonly overview: Counting
  readonly exhibits: Record<string, never>
  readonly rejections: { readonly exhibit: string | null; readonly limit: number; readonly offset: number }
  readonly repairs: { readonly exhibit: string | null; readonly limit: number; readonly offset: number }
  readonly search: Counting & {
    readonly text: string
    readonly query: SearchQuery
    readonly sort: 'time' | 'rank'
    readonly limit: number
    readonly offset: number
    /** How many messages before and after each hit are wanted, 0 where it is not stated. */
    readonly context?: number
    /** How it is entered in the search journal; not where this is left out, as for a further page. */
    readonly journal?: JournalRequest
  }
  /** The conversations that the hits of a search stand in, `best` hits of each. */
  readonly threads: Counting & {
    readonly text: string
    readonly query: SearchQuery
    readonly sort: 'time' | 'rank'
    readonly limit: number
    readonly offset: number
    readonly best: number
    /** How it is entered in the search journal; not where this is left out, as for a further page. */
    readonly journal?: JournalRequest
  }
  readonly facets: Counting & { readonly text: string; readonly query: SearchQuery }
  readonly message: { readonly uid: string; readonly context: number }
  readonly source: { readonly uid: string }
  /** A file of the case by the SHA-256 of its bytes. */
  readonly file: { readonly sha256: string; readonly use: FileUse }
  readonly conversation: Counting & { readonly id: string }
  /** Messages `offset` to `offset + limit` of a conversation in time order. */
  readonly thread: {
    readonly id: string
    readonly offset: number
    readonly limit: number
    /** Which of them match is said with each; null or left out for no filter. */
    readonly filter?: Wanted | null
  }
  /** How many messages of the conversation come before a uid or an instant. */
  readonly position: { readonly id: string; readonly uid: string | null; readonly at: string | null }
  /** How much each side of a conversation shows of it. */
  readonly coverage: { readonly id: string }
  /** How often messages are counted by each way of counting: those of a conversation, of a sender, or of the case. */
  readonly scopes: { readonly conversation: string | null; readonly handle: string | null }
  /** What one hand-over has that another has not; `before` and `after` are exhibit references. */
  readonly diff: {
    readonly before: string
    readonly after: string
    readonly limit: number
    readonly offset: number
  }
  readonly handles: Counting & {
    readonly contains: string | null
    readonly limit: number
    readonly offset: number
  }
  readonly handle: Counting & { readonly handle: string }
  /** The tags there are. */
  readonly tags: Record<string, never>
  /** How many messages people read: of a conversation, of a search, or of the case where neither is named. */
  readonly reading: {
    readonly conversation: string | null
    readonly found: { readonly text: string; readonly query: SearchQuery } | null
  }
  /** Puts on record that reports of these imports, which quote rejected records, are being read. */
  readonly importReports: { readonly imports: readonly string[] }
  /** What was searched for. */
  readonly journal: JournalQuestion
  /** Who saw, searched and decided what. */
  readonly audit: AuditQuestion
  readonly saved: Record<string, never>
  /** What each of some terms of a list finds; answered for as many of them, from the first on, as there is time for. */
  readonly batch: {
    /** The name of the list, or the empty text. */
    readonly list: string
    readonly terms: readonly { readonly text: string; readonly query: SearchQuery }[]
    /** The place of the first of them in the list, and how many terms it has. */
    readonly first: number
    readonly of: number
    /** The journal entry of the first part of the same list. */
    readonly parent: number | null
    /** Whose messages are counted for each term; none for the busiest. */
    readonly handles: readonly string[]
  }
  /** What watches found in exhibits. */
  readonly alerts: Record<string, never>
  /** Draws a sample of what a search does not find; it is kept. */
  readonly drawSample: {
    readonly text: string
    readonly query: SearchQuery
    readonly scopeText: string
    readonly scope: SearchQuery
    readonly size: number
    readonly seed: string
    readonly parent: number | null
    readonly why: string | null
  }
  readonly samples: Record<string, never>
  readonly sample: { readonly entry: number }
}

/** By which scope the messages of an answer are counted; each once where it is not stated. */
interface Counting {
  readonly count?: CountingScope
}

/** What each question is answered with. */
export interface Answers extends StreamAnswers {
  readonly overview: Overview
  readonly exhibits: readonly ExhibitReceipt[]
  readonly rejections: { readonly total: number; readonly items: readonly Rejection[] }
  readonly repairs: { readonly total: number; readonly items: readonly RepairedRecord[] }
  readonly search: Counted & {
    /** Hits, each once however they are counted: the list is cut into pages by it. */
    readonly total: number
    /** The hits as the scope counts them. */
    readonly counted: number
    readonly hits: readonly Hit[]
    /** What stands around each hit; empty where nothing of it was asked for. */
    readonly around: readonly HitContext[]
    /** What may have been meant, where nothing was found; else null. */
    readonly suggestions: SearchSuggestions | null
    readonly journal: EnteredSearch | null
  }
  readonly threads: Counted & {
    /** Hits, each once however they are counted. */
    readonly total: number
    readonly counted: number
    /** Conversations: the list is cut into pages by it. */
    readonly threads: number
    /** Most hits first. */
    readonly items: readonly ThreadOfHits[]
    readonly journal: EnteredSearch | null
  }
  readonly facets: Facets
  readonly message: MessageDetail
  readonly source: readonly Sighting[]
  readonly file: FileDetail
  readonly conversation: ConversationDetail
  readonly thread: ReadPage
  readonly position: { readonly offset: number }
  readonly coverage: Coverage
  readonly diff: DropDiff
  readonly scopes: CountingScopes
  readonly handles: Counted & { readonly total: number; readonly items: readonly HandleSummary[] }
  readonly handle: HandleDetail
  readonly tags: readonly TagCount[]
  readonly reading: Reading
  readonly importReports: null
  readonly journal: JournalPage
  readonly audit: AuditPage
  readonly saved: readonly SavedSearch[]
  readonly batch: {
    readonly entry: number
    readonly corpus: CorpusState
    readonly rows: readonly TermCount[]
  }
  readonly alerts: readonly WatchAlert[]
  readonly drawSample: SampleDrawn
  readonly samples: readonly SampleSummary[]
  readonly sample: SampleDetail
}

/** The scope by which its messages are counted. */
interface Counted {
  readonly countedBy: CountingScope
}

/** What a case is called, and the zone its days and hours are counted in. */
export interface CaseSummary {
  readonly name: string
  readonly timezone: string
}

/** Messages of one day in the case zone. */
export interface DayCount {
  readonly day: string
  readonly messages: number
}

/** The figures of the whole case. */
export interface Overview extends Counted {
  readonly case: CaseSummary
  readonly counts: {
    readonly messages: number
    readonly sightings: number
    readonly handles: number
    readonly conversations: number
    readonly days: number
    readonly exhibits: number
    readonly records: number
    readonly repaired: number
    readonly rejected: number
  }
  /** Messages by what they are. */
  readonly traffic: TrafficCounts
  /** Messages by how the zone of their time is known. */
  readonly zones: Readonly<Record<ZoneSource, number>>
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly days: readonly DayCount[]
  /** At most 12, busiest first. */
  readonly handles: readonly HandleSummary[]
  /** At most 12, busiest first. */
  readonly conversations: readonly ConversationSummary[]
  readonly exhibits: readonly ExhibitReceipt[]
  /** The last `bailey verify`, or null. */
  readonly verified: { readonly at: string; readonly ok: boolean; readonly problems: number } | null
  /** Alerts of watches that nobody has acknowledged. */
  readonly alerts: number
  readonly auditEntries: number
}

/** An exhibit: what was put on record on receipt, and what was read of it. */
export interface ExhibitReceipt {
  readonly id: number
  readonly ref: string
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly entries: number
  /** Entries whose bytes the case already held: nothing was read from them again. */
  readonly entriesHeld: number
  readonly receivedFrom: string | null
  readonly authority: string | null
  readonly captureMode: CaptureMode
  readonly timezone: string | null
  /** Whose device or account it was taken from, as stated on receipt. */
  readonly owner: string | null
  /** Language of the originals when it holds translations of them. */
  readonly translationOf: string | null
  readonly receivedAt: string
  readonly receivedBy: string
  readonly state: 'reading' | 'complete'
  readonly formats: readonly string[]
  readonly records: number
  /** Names saved for addresses; they are no records. */
  readonly contacts: number
  /** Cells and networks a device was at; they are no records. */
  readonly traces: number
  readonly sightings: number
  readonly duplicates: number
  readonly repaired: number
  readonly rejected: number
}

/** A record that could not be read, its place and why. */
export interface Rejection extends Locator {
  readonly reason: ProblemCode
  readonly says: string
}

/** A record that was read after a repair. */
export interface RepairedRecord extends Locator {
  readonly uid: string
  readonly repairs: readonly RepairCode[]
}

/** How many hits have one value. */
export interface Count {
  readonly value: string
  /** What to show; for a conversation its title or its two handles. */
  readonly label: string
  readonly messages: number
}

/** A conversation with hits. */
export interface ThreadOfHits {
  readonly id: string
  readonly network: string
  readonly kind: ConversationKind
  readonly title: string | null
  /** At most 20. */
  readonly participants: readonly string[]
  /** Hits in it. */
  readonly messages: number
  /** When its first and last hits were sent; null where they state no time. */
  readonly firstAt: string | null
  readonly lastAt: string | null
  /** A few of its hits: the first, or the best first. */
  readonly hits: readonly Hit[]
}

/** The lists at most 50 each, most messages first (months in order of time). */
export interface Facets extends Counted {
  /** Every hit. */
  readonly total: number
  readonly handles: readonly Count[]
  /** Direct messages by their two handles, whoever of them wrote: `a|b`. */
  readonly pairs: readonly Count[]
  readonly conversations: readonly Count[]
  readonly networks: readonly Count[]
  /** Exhibits of which a copy stands in one; a hit may count in several. */
  readonly exhibits: readonly Count[]
  /** Languages by their codes, `none` where it is not known; empty where not every message has been told its own. */
  readonly languages: readonly Count[]
  /** Tags people put on them; a hit may carry several. */
  readonly tags: readonly Count[]
  /** `YYYY-MM` in the case zone. */
  readonly months: readonly Count[]
  /** What the hits are, `plain` for what is simply said. */
  readonly traffic: readonly Count[]
  /** 168 counts, Monday 00:00 first, in the case zone. */
  readonly hours: readonly number[]
  readonly histogram: Histogram
}

/** A conversation and how much was said in it. */
export interface ConversationSummary {
  readonly id: string
  readonly network: string
  readonly kind: ConversationKind
  readonly title: string | null
  /** At most 20. */
  readonly participants: readonly string[]
  readonly messages: number
  /** Its messages that anybody read, each once however they are counted. */
  readonly read: number
  /** Null where none of its messages states a time. */
  readonly firstAt: string | null
  readonly lastAt: string | null
}

/** Messages by what they are; together they are all. */
export type TrafficCounts = Readonly<Record<TrafficMark, number>>

/** A conversation by day and by sender. */
export interface ConversationDetail extends ConversationSummary, Counted {
  /** Messages in its list, each once however they are counted: the list is cut into pages by it. */
  readonly total: number
  readonly traffic: TrafficCounts
  readonly days: readonly DayCount[]
  /** Messages by sender, most first. */
  readonly senders: readonly { readonly handle: string; readonly messages: number }[]
}

/** A handle and how much it wrote; `received` counts direct messages only. */
export interface HandleSummary {
  readonly handle: string
  readonly sent: number
  readonly received: number
  readonly contacts: number
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly names: readonly string[]
  /** Whether it is simply somebody’s. */
  readonly mark: HandleMark
}

/** A handle by hour, day and conversation. */
export interface HandleDetail extends HandleSummary, Counted {
  /** 168 counts of messages sent, Monday 00:00 first, in the case zone. */
  readonly hourOfWeek: readonly number[]
  /** Messages it sent, by what they are. */
  readonly traffic: TrafficCounts
  readonly days: readonly DayCount[]
  /** Whom it wrote with, most messages first, at most 200. */
  readonly conversations: readonly (ConversationSummary & {
    readonly sent: number
    readonly received: number
  })[]
}
