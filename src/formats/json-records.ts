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
  /** The list a record stands in; null for what is no record, and after damage, when nobody can tell. */
  readonly list: JsonList | null
}

/** A list of records of a file. */
export interface JsonList {
  /** Lists of records are counted from 0 in the order they open. */
  readonly number: number
  /** The name it has in `JsonRecords.lists`; empty for one that is the whole file and for records in no list. */
  readonly name: string
}

/** Where the records of a kind of file are, and how one is told after damage. */
export interface JsonRecords {
  /**
   * Names of the lists whose objects are records, at any depth, or `outer.inner` for a list of that name in an object
   * (or list) of that name; objects of a list that is the whole file always are.
   */
  readonly lists: readonly string[]
  /** Whether objects that stand one after another in no list are records. Then no list is looked for in them. */
  readonly bare?: boolean
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
          list: kind === 'record' ? scan.list() : null,
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
  /** The list of the record last begun; null after damage. */
  list(): JsonList | null
  at(): number
  shift(by: number): void
}

/** A list or object that is open, and the name it has in the object around it. */
interface Open {
  readonly list: boolean
  readonly name: string
  /** Set on a list of records. */
  readonly holds: JsonList | null
}

interface ScanState {
  readonly records: JsonRecords
  /** Offset in the file of the bytes at hand. */
  base: number
  at: number
  open: Open[]
  /** How many levels were open where the record began; -1 outside records. */
  recordLevel: number
  recordList: JsonList | null
  /** Lists of records opened so far. */
  lists: number
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
    base: 0,
    at: 0,
    open: [],
    recordLevel: -1,
    recordList: null,
    lists: 0,
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
    list: () => (state.trusted ? state.recordList : null),
    at: () => state.at,
    shift(by) {
      state.base += by
      state.at -= by
      state.stringStart -= by
    },
  }
}

function scanBytes(state: ScanState, bytes: Uint8Array, last: boolean, emit: Emit): void {
  while (state.at < bytes.length) {
    if (state.lost && !findAgain(state, bytes, last, emit)) return
    if (state.inString) state.at = plainEnd(bytes, state.at)
    if (state.at >= bytes.length) return
    const unit = bytes[state.at] ?? 0
    if (state.inString && unit === 0x5c) {
      if (state.at + 1 >= bytes.length && !last) return
      state.at += 1
    } else if (state.inString) scanText(state, bytes, unit)
    else if (unit > 0x20) scanStructure(state, unit, emit)
    else if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) lose(state)
    state.at += 1
  }
}

/** Past the bytes of a string that neither end it nor escape anything. */
function plainEnd(bytes: Uint8Array, from: number): number {
  let at = from
  for (; at < bytes.length; at += 1) {
    const unit = bytes[at] ?? 0
    if (unit === 0x22 || unit === 0x5c || unit < 0x20) break
  }
  return at
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
    state.open = [{ list: true, name: '', holds: unknownList }]
    return true
  }
  return false
}

const unknownList: JsonList = { number: -1, name: '' }

/** The list an object that opens here is a record of; null when it is none. */
function holdingList({ open, records }: ScanState): JsonList | null {
  if (open.length === 0 && records.bare === true) return { number: 0, name: '' }
  return open.at(-1)?.holds ?? null
}

/** The list of records that opens under this name; null when its objects are none. */
function listOpened(state: ScanState, name: string): JsonList | null {
  const { open, records } = state
  const nested = `${open.at(-1)?.name ?? ''}.${name}`
  const found = records.lists.find((list) => list === name || list === nested)
  if (open.length > 0 && (found === undefined || records.bare === true)) return null
  const list = { number: state.lists, name: open.length === 0 ? '' : (found ?? '') }
  state.lists += 1
  return list
}

function scanStructure(state: ScanState, unit: number, emit: Emit): void {
  if (state.afterString && unit !== 0x3a && unit !== 0x2c && unit !== 0x5d && unit !== 0x7d)
    return lose(state)
  state.afterString = false
  if (unit === 0x22) {
    state.inString = true
    state.stringStart = state.at
  } else if (unit === 0x7b || unit === 0x5b) openLevel(state, unit, emit)
  else if (unit === 0x7d || unit === 0x5d) closeLevel(state, unit, emit)
  else if (unit === 0x2c) state.name = ''
  else if (!allowed.includes(unit) && unit !== byteOrderMark[state.base + state.at]) lose(state)
}

function openLevel(state: ScanState, unit: number, emit: Emit): void {
  const within = unit === 0x7b && state.recordLevel < 0 ? holdingList(state) : null
  if (within !== null) {
    emit('wrapper', state.at)
    state.recordLevel = state.open.length
    state.recordList = within
  }
  const opened = unit === 0x5b && state.recordLevel < 0 ? listOpened(state, state.name) : null
  state.open.push({ list: unit === 0x5b, name: state.name, holds: opened })
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
/** What a file may begin with. */
const byteOrderMark: readonly number[] = [0xef, 0xbb, 0xbf]

function nextBrace(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(0x7b, from)
  return found < 0 ? bytes.length : found
}
