import type { Contact } from '../core/contact.ts'
import type { Address } from '../core/handle.ts'
import type { Span } from '../core/locator.ts'
import type { Message } from '../core/message.ts'
import type { Problem, RepairCode } from '../core/problem.ts'
import type { Trace } from '../core/trace.ts'
import type { MappingProfile } from './mapping-profile.ts'
import type { TableHead } from './table-head.ts'

/** A file of an exhibit as a format sees it: read-only, already hashed and sealed by `custody`. */
export interface EvidenceFile {
  /** Path inside the exhibit, `/`-separated. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string
  /** The bytes from the start, in chunks of any size. */
  bytes(): AsyncIterable<Uint8Array>
  /** Bytes `start` to `end`, both within the file, for formats that are read by place and not from the start. */
  slice(start: number, end: number): Promise<Uint8Array>
  /**
   * Another file of the same exhibit, by its path from this file's folder (`users.json`, `../media/a.jpg`); null when
   * there is none or the path leads out of the exhibit. For names and attachments that a message refers to.
   */
  beside(path: string): EvidenceFile | null
}

/** What a format may know beside the bytes. */
export interface ReadContext {
  /** IANA zone stated for the exhibit; null when nobody has stated one. */
  readonly zone: string | null
  /** Whose device or account the exhibit was taken from, as stated on receipt; null when nobody has stated it. */
  readonly owner: Address | null
  /** How columns or fields map to a message, for the formats that need it. */
  readonly profile: MappingProfile | null
}

interface RowPlace {
  /** Path of the part inside a container file, null for the file itself. */
  readonly part: string | null
  /**
   * The bytes this row accounts for: the record and the white space, separators and brackets before it. The spans of
   * all rows of a part, in order, cover it from its first byte to its last without gap or overlap.
   */
  readonly span: Span
}

/** A message read, with the exact bytes of its record (within `span`) and what had to be repaired to read it. */
export interface MessageRow extends RowPlace {
  readonly kind: 'message'
  readonly record: Span
  readonly message: Message
  readonly repairs: readonly RepairCode[]
  /** The record's bytes, only where they cannot be read from the file at `record`: in a part, or scattered over pages. */
  readonly raw: Uint8Array | null
}

/** A saved name, with the exact bytes of its record. It is counted on its own and is no record of a message. */
export interface ContactRow extends RowPlace {
  readonly kind: 'contact'
  readonly record: Span
  readonly contact: Contact
}

/** Where a device was, with the exact bytes of its record. It is counted on its own and is no record of a message. */
export interface TraceRow extends RowPlace {
  readonly kind: 'trace'
  readonly record: Span
  readonly trace: Trace
}

/** Bytes that could not be read as a message, and why. */
export interface ProblemRow extends RowPlace {
  readonly kind: 'problem'
  readonly problem: Problem
}

/** What a format says of a stretch of bytes. */
export type Row = MessageRow | ProblemRow | ContactRow | TraceRow

/**
 * A file format Bailey can read.
 *
 * A format is pure: the same bytes and context give the same rows, in file order. What it cannot read is a problem
 * row, and it never throws on bad evidence. It holds no more of a file in memory than a record may be long.
 * `laws.ts` holds every format to this.
 */
export interface Format {
  /** Kebab-case and permanent: it is written into the chain of custody. */
  readonly id: string
  /** Raised whenever the rows of some file could change; written into the chain of custody. */
  readonly version: number
  readonly title: string
  /** What to hand over, as a detective would say it. */
  readonly accepts: string
  /** File name endings with their dot, lower case. */
  readonly extensions: readonly string[]
  /** How the format is recognised, in one sentence. */
  readonly detects: string
  /** A short record of it, invented. */
  readonly example: string
  /**
   * `every byte`: spans of the rows tile the file (or each of its parts). `its records`: the file is a database whose
   * records stand among pages that are nobody's; rows come in order of their place and do not overlap.
   */
  readonly covers: 'every byte' | 'its records'
  /**
   * What two messages of one file are that agree in sender, conversation, time and words, and have no ids of their own:
   * `messages`, because an application writes each message once; `copies`, because dumps and tables repeat rows.
   */
  readonly repeats: 'messages' | 'copies'
  /**
   * Whether a message's own id is given by the service and the same in every copy of it, whoever's device or account it was
   * taken from; false where a device or an export numbers messages by itself.
   */
  readonly idsAreShared?: true
  /** How sure the format is, from the file's name and its first 64 KiB: 0 is no, 1 is certain. */
  sniff(name: string, head: Uint8Array): number
  /** Rows in file order, handed over in lists of any length so that a large file costs few awaits. */
  read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]>
  /**
   * Whether a whole file is one that properly holds nothing, such as the empty list of an export. Only such a file, and
   * every such file, gives no rows: nothing in it is missing, so it is no problem.
   */
  isEmpty?(bytes: Uint8Array): boolean
  /** The first rows of each of its tables, for a format whose columns a mapping profile names. */
  heads?(file: EvidenceFile): Promise<readonly TableHead[]>
}

/** A record longer than this many bytes is a `record-too-long` problem: no message is, and memory stays bounded. */
export const longestRecord = 16 * 1024 * 1024
