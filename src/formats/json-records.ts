import { byteWindow } from './byte-window.ts'
import { longestRecord } from './format.ts'

/** A stretch of a JSON file: an object of one of its lists, what stands around those, or what cannot be either. */
export interface JsonPiece {
  readonly kind: 'record' | 'wrapper' | 'damage'
  readonly start: number
  readonly end: number
  /** Valid until the next list is asked for; null when longer than `longestRecord`. */
  readonly bytes: Uint8Array | null
  /** True where the file ends with it. */
  readonly last: boolean
}

/** Where the records of a kind of file are, and how one is told after damage. */
export interface JsonRecords {
  /** Names of the lists whose objects are records; those of a list that is the whole file always are. */
  readonly lists: readonly string[]
  /** Whether a record begins so (the 400 bytes from its brace, one character a byte). Only asked after damage. */
  readonly beginsRecord: (head: string) => boolean
}

/** Cuts a stream into pieces that tile it. */
export interface JsonCutter {
  cut(chunk: Uint8Array): readonly JsonPiece[]
  rest(): readonly JsonPiece[]
}

const lookAhead = 400
const deepest = 500

/**
 * A cutter for lists of objects inside a JSON file of any size, holding one record at a time. Strings are respected.
 * A line break inside a string, or a string that nothing fitting follows, is damage: from there it goes on at the next
 * brace that `beginsRecord` accepts, and no longer trusts what stands between records.
 */
export function jsonCutter(records: JsonRecords): JsonCutter {
  const window = byteWindow()
  const scan = scanner(records)
  let start = 0
  let tooLong = false
  const run = (last: boolean): JsonPiece[] => {
    const pieces: JsonPiece[] = []
    const bytes = window.bytes
    let from = 0
    const emit = (kind: JsonPiece['kind'], to: number): void => {
      const end = window.base + to
      if (end > start)
        pieces.push({
          kind,
          start,
          end,
          bytes: tooLong || end - start > longestRecord ? null : bytes.subarray(from, to),
          last: last && to === bytes.length,
        })
      start = end
      from = to
      tooLong = false
    }
    scan.run(bytes, last, emit)
    if (last) emit(scan.ending(), bytes.length)
    if (window.base + bytes.length - start > longestRecord) {
      tooLong = true
      from = scan.at()
    }
    window.drop(from)
    scan.shift(from)
    return pieces
  }
  return {
    cut(chunk) {
      window.append(chunk)
      return run(false)
    },
    rest: () => run(true),
  }
}

type Emit = (kind: JsonPiece['kind'], to: number) => void

interface Scanner {
  run(bytes: Uint8Array, last: boolean, emit: Emit): void
  /** What the bytes not yet given to a piece are when the stream ends here. */
  ending(): JsonPiece['kind']
  at(): number
  shift(by: number): void
}

/** A list or object that is open, and the name it has in the object around it. */
interface Open {
  readonly list: boolean
  readonly name: string
}

interface ScanState {
  readonly records: JsonRecords
  at: number
  open: Open[]
  /** How many levels were open where the record began; -1 outside records. */
  recordLevel: number
  inString: boolean
  stringStart: number
  /** The last string read outside records, while it may be the name of what opens next. */
  name: string
  afterString: boolean
  lost: boolean
  trusted: boolean
}

function scanner(records: JsonRecords): Scanner {
  const state: ScanState = {
    records,
    at: 0,
    open: [],
    recordLevel: -1,
    inString: false,
    stringStart: 0,
    name: '',
    afterString: false,
    lost: false,
    trusted: true,
  }
  return {
    run: (bytes, last, emit) => scanBytes(state, bytes, last, emit),
    ending: () => (state.recordLevel >= 0 ? 'record' : state.trusted ? 'wrapper' : 'damage'),
    at: () => state.at,
    shift(by) {
      state.at -= by
      state.stringStart -= by
    },
  }
}

function scanBytes(state: ScanState, bytes: Uint8Array, last: boolean, emit: Emit): void {
  while (state.at < bytes.length) {
    if (state.lost && !findAgain(state, bytes, last, emit)) return
    const unit = bytes[state.at] ?? 0
    if (state.inString && unit === 0x5c) {
      if (state.at + 1 >= bytes.length && !last) return
      state.at += 1
    } else if (state.inString) scanText(state, bytes, unit)
    else if (unit > 0x20) scanStructure(state, bytes, unit, emit)
    else if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) lose(state)
    state.at += 1
  }
}

function lose(state: ScanState): void {
  state.lost = true
  state.trusted = false
  state.inString = false
  state.afterString = false
  state.recordLevel = -1
  state.name = ''
}

/** Goes on to the next brace a record begins with; false when the bytes end first. */
function findAgain(state: ScanState, bytes: Uint8Array, last: boolean, emit: Emit): boolean {
  for (
    state.at = nextBrace(bytes, state.at);
    state.at < bytes.length;
    state.at = nextBrace(bytes, state.at + 1)
  ) {
    if (!last && bytes.length - state.at < lookAhead) return false
    if (!state.records.beginsRecord(String.fromCharCode(...bytes.subarray(state.at, state.at + lookAhead))))
      continue
    emit('damage', state.at)
    state.lost = false
    state.open = [{ list: true, name: '' }]
    return true
  }
  return false
}

function holdsRecords({ open, records }: ScanState): boolean {
  const top = open.at(-1)
  return top?.list === true && (open.length === 1 || records.lists.includes(top.name))
}

function scanStructure(state: ScanState, bytes: Uint8Array, unit: number, emit: Emit): void {
  if (state.afterString && unit !== 0x3a && unit !== 0x2c && unit !== 0x5d && unit !== 0x7d)
    return lose(state)
  state.afterString = false
  if (unit === 0x22) {
    state.inString = true
    state.stringStart = state.at
  } else if (unit === 0x7b || unit === 0x5b) openLevel(state, unit, emit)
  else if (unit === 0x7d || unit === 0x5d) closeLevel(state, unit, emit)
  else if (unit === 0x2c) state.name = ''
  else if (!allowed.includes(unit) && !(bytes[0] === 0xef && unit >= 0xbb)) lose(state)
}

function openLevel(state: ScanState, unit: number, emit: Emit): void {
  if (unit === 0x7b && state.recordLevel < 0 && holdsRecords(state)) {
    emit('wrapper', state.at)
    state.recordLevel = state.open.length
  }
  state.open.push({ list: unit === 0x5b, name: state.name })
  state.name = ''
  if (state.open.length > deepest) lose(state)
}

function closeLevel(state: ScanState, unit: number, emit: Emit): void {
  if (state.open.pop()?.list !== (unit === 0x5d)) return lose(state)
  if (state.recordLevel !== state.open.length) return
  state.recordLevel = -1
  emit('record', state.at + 1)
  if (!state.trusted) state.lost = true
}

function scanText(state: ScanState, bytes: Uint8Array, unit: number): void {
  if (unit < 0x20) return lose(state)
  if (unit !== 0x22) return
  state.inString = false
  state.afterString = true
  if (state.recordLevel >= 0 || state.at - state.stringStart >= 60) return
  state.name = String.fromCharCode(...bytes.subarray(Math.max(0, state.stringStart + 1), state.at))
}

/** What may stand outside strings beside brackets and commas: numbers, `true`, `false`, `null` and the colon. */
const allowed = new TextEncoder().encode(':0123456789+-.eEtrufalsn')

function nextBrace(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(0x7b, from)
  return found < 0 ? bytes.length : found
}
