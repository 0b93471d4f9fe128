import { byteWindow } from '../byte-window.ts'
import { longestRecord } from '../format.ts'

/** A message of a mailbox and the bytes it stands at, its separator line included. */
export interface MailRecord {
  readonly start: number
  /** Offset past its last byte that is no line break. */
  readonly end: number
  /** The bytes of the message without the separator line; null when longer than `longestRecord`. */
  readonly bytes: Uint8Array | null
}

/** Cuts a mailbox into messages, holding one at a time. */
export interface MailCutter {
  cut(chunk: Uint8Array): readonly MailRecord[]
  rest(): readonly MailRecord[]
}

/** Longest separator line looked at. */
const longestLine = 400

/**
 * Whether a line is the separator of a mailbox: `From `, an address or `-`, and a date with a time of day. Words that
 * begin with `From` stand in messages too.
 */
export function isSeparator(line: string): boolean {
  return /^From \S.{0,300}\d{1,2}:\d{2}(?::\d{2})?\b/.test(line)
}

/**
 * A cutter for a mailbox, whose messages begin with a separator line after a blank line, or for a file that is one
 * message (its first line is then no separator).
 */
export function mailCutter(): MailCutter {
  const window = byteWindow()
  const state: CutState = { start: 0, at: 0, single: null, dropped: false }
  const run = (last: boolean): readonly MailRecord[] => {
    const records: MailRecord[] = []
    const bytes = window.bytes
    const emit = (end: number): void => {
      if (end > state.start - window.base) records.push(recordOf(state, bytes, { base: window.base, end }))
      state.start = window.base + end
      state.dropped = false
    }
    scan(state, bytes, { base: window.base, last, emit })
    if (last) emit(bytes.length)
    const held = window.base + bytes.length - state.start
    if (held > longestRecord) state.dropped = true
    const keep = state.dropped ? Math.max(0, state.at - 2) : state.start
    if (keep > window.base) window.drop(keep - window.base)
    return records
  }
  return {
    cut(chunk) {
      window.append(chunk)
      return run(false)
    },
    rest: () => run(true),
  }
}

interface CutState {
  /** Where the message begins, in the file. */
  start: number
  /** Where the next line to look at begins, in the file. */
  at: number
  /** True for a file that is one message; null before its first line was seen. */
  single: boolean | null
  /** True once the message is too long and its first bytes were let go. */
  dropped: boolean
}

interface Scan {
  readonly base: number
  readonly last: boolean
  readonly emit: (end: number) => void
}

function scan(state: CutState, bytes: Uint8Array, { base, last, emit }: Scan): void {
  while (state.at - base < bytes.length) {
    const from = state.at - base
    if (!last && bytes.length - from < longestLine && bytes.indexOf(0x0a, from) < 0) return
    if (mayBegin(bytes, from)) {
      const separates = isSeparator(lineAt(bytes, from))
      if (state.at === 0) state.single = !separates
      else if (separates && state.single === false && followsBlank(bytes, from)) emit(from)
    } else if (state.at === 0) state.single = true
    const feed = bytes.indexOf(0x0a, from)
    if (feed < 0) {
      // Inside a line longer than is looked at: its start was seen, its end is still to come.
      if (!last) {
        state.at = Math.max(state.at, base + bytes.length - 1)
        return
      }
      state.at = base + bytes.length
    } else state.at = base + feed + 1
  }
}

const from = [0x46, 0x72, 0x6f, 0x6d, 0x20]

function mayBegin(bytes: Uint8Array, at: number): boolean {
  return from.every((byte, index) => bytes[at + index] === byte)
}

function lineAt(bytes: Uint8Array, at: number): string {
  const feed = bytes.indexOf(0x0a, at)
  const end = Math.min(feed < 0 ? bytes.length : feed, at + longestLine)
  return String.fromCharCode(...bytes.subarray(at, end))
}

function followsBlank(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] !== 0x0a) return false
  return bytes[at - 2] === 0x0a || (bytes[at - 2] === 0x0d && bytes[at - 3] === 0x0a)
}

function recordOf(
  state: CutState,
  bytes: Uint8Array,
  { base, end }: { readonly base: number; readonly end: number },
): MailRecord {
  let stop = end
  const begin = Math.max(0, state.start - base)
  while (stop > begin + 1 && (bytes[stop - 1] === 0x0a || bytes[stop - 1] === 0x0d)) stop -= 1
  const place = { start: state.start, end: base + stop }
  if (state.dropped || stop - begin > longestRecord) return { ...place, bytes: null }
  const whole = bytes.subarray(begin, end)
  if (state.single !== false) return { ...place, bytes: whole }
  const line = whole.indexOf(0x0a)
  return { ...place, bytes: withoutEscapes(line < 0 ? new Uint8Array(0) : whole.subarray(line + 1)) }
}

/** A mailbox writes `>` before a line of a message that would read as a separator, and before such a line with `>`. */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
  const marks: number[] = []
  for (let at = 0; at >= 0 && at < bytes.length; ) {
    let past = at
    while (bytes[past] === 0x3e) past += 1
    if (past > at && mayBegin(bytes, past)) marks.push(at)
    const feed = bytes.indexOf(0x0a, at)
    at = feed < 0 ? -1 : feed + 1
  }
  if (marks.length === 0) return bytes
  const kept = new Uint8Array(bytes.length - marks.length)
  let to = 0
  let done = 0
  for (const mark of [...marks, bytes.length]) {
    kept.set(bytes.subarray(done, mark), to)
    to += mark - done
    done = mark + 1
  }
  return kept
}
