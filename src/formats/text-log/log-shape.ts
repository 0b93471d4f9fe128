import type { MessageKind } from '../../core/message.ts'

/** How a plain-text log lays its records out; a file is read in the shape of its first record only, because people paste other logs into messages. */
export type LogShape = 'arrow' | 'bracket' | 'psi'

/** What the first line of a record states. */
export interface LogHeader {
  /** The time as written. */
  readonly time: string
  /** Who wrote, as written; null where the shape says only which side did. */
  readonly from: string | null
  /** Who it went to; null where the shape does not say. */
  readonly to: string | null
  /** The side of the log's owner a message went to, in the shape that says only that. */
  readonly direction: 'from' | 'to' | null
  readonly kind: MessageKind
  /** The words on the first line itself; null where they begin on the next. */
  readonly words: string | null
}

const isoTime = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:(?:Z|[+-]\d\d:?\d\d))?`
const arrow = new RegExp(`^(${isoTime}) (.*?) ?-> ?(.*)$`, 's')
const bracket = /^\[(\d\d?\.\d\d?\.(?:\d{4}|\d\d) \d\d?:\d\d(?::\d\d)?)\] ([^:\t]+):(?:\t{1,2}| |$)(.*)$/s
const psi = new RegExp(`^\\|(${isoTime})\\|(\\d{1,2})\\|(from|to)\\|([^|]*)\\|(.*)$`, 's')
const shapes: readonly LogShape[] = ['arrow', 'bracket', 'psi']

/** The shape a line is the first line of a record in, or null. */
export function shapeOf(line: string): LogShape | null {
  return shapes.find((shape) => readHeader(shape, line) !== null) ?? null
}

/** Reads the first line of a record, or null when the line is not one. */
export function readHeader(shape: LogShape, line: string): LogHeader | null {
  return readers[shape](line)
}

const readers: Readonly<Record<LogShape, (line: string) => LogHeader | null>> = {
  arrow: readArrow,
  bracket: readBracket,
  psi: readPsi,
}

function readArrow(line: string): LogHeader | null {
  const [, time, from, to] = arrow.exec(line) ?? []
  if (time === undefined || from === undefined || to === undefined) return null
  return { time, from, to, direction: null, kind: 'text', words: null }
}

function readBracket(line: string): LogHeader | null {
  const [, time, from, words] = bracket.exec(line) ?? []
  if (time === undefined || from === undefined || words === undefined) return null
  return { time, from, to: null, direction: null, kind: 'text', words }
}

function readPsi(line: string): LogHeader | null {
  const [, time, type, direction, , words] = psi.exec(line) ?? []
  if (time === undefined || words === undefined || (direction !== 'from' && direction !== 'to')) return null
  // 0 and 1 are messages; 4 is an error made by a server, 3 and 6 to 8 are requests to be a contact.
  const kind = type === '0' || type === '1' ? 'text' : 'system'
  return { time, from: null, to: null, direction, kind, words: unescapePsi(words) }
}

const psiEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', p: '|', '\\': '\\' }

function unescapePsi(words: string): string {
  return words.replace(/\\([nrp\\])/g, (whole, letter: string) => psiEscapes[letter] ?? whole)
}

/** The parties of a log that its records do not name. */
export interface LogParties {
  /** The two names of a one-to-one log whose records name only the sender; null when they cannot be told. */
  readonly pair: readonly [string, string] | null
  /** Whose account the log was kept by, and with whom; null when the file does not say. */
  readonly owner: string | null
  readonly contact: string | null
}

/**
 * Who a log is between. A `bracket` log is between the two names of its file name (`anna_boris.txt`) when every
 * sender is one of them, else between its two senders when there are exactly two. A `psi` log states no name: its file
 * is called `CONTACT_at_OWNER`, or, as Psi does it, by the contact's address, `NAME_at_HOST`.
 */
export function partiesOf(shape: LogShape, fileName: string, senders: readonly string[]): LogParties {
  const stem = (fileName.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '')
  if (shape === 'psi') return psiParties(stem)
  return { pair: bracketPair(stem, senders), owner: null, contact: null }
}

function bracketPair(stem: string, senders: readonly string[]): readonly [string, string] | null {
  const [first, second] = senders
  if (first === undefined || senders.length > 2) return null
  if (second !== undefined) return [first, second]
  const names = stem.split(/[-_]+/)
  const other = names.filter((name) => name.toLowerCase() !== first.toLowerCase())
  return names.length === 2 && other.length === 1 && other[0] ? [first, other[0]] : null
}

function psiParties(stem: string): LogParties {
  const parts = stem.split('_at_')
  const [contact, owner] = parts
  if (parts.length !== 2 || !contact || !owner) return { pair: null, owner: null, contact: null }
  if (owner.includes('.')) return { pair: null, owner: null, contact: `${contact}@${owner}` }
  return { pair: null, owner, contact }
}
