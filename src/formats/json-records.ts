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
  beginsRecord(head: string): boolean
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

function scanner({ lists, beginsRecord }: JsonRecords): Scanner {
  let at = 0
  let open: Open[] = []
  /** How many levels were open where the record began; -1 outside records. */
  let recordLevel = -1
  let inString = false
  let stringStart = 0
  let name = ''
  let afterString = false
  let lost = false
  let trusted = true

  const lose = (): void => {
    lost = true
    trusted = false
    inString = false
    afterString = false
    recordLevel = -1
    name = ''
  }
  /** Goes on to the next brace a record begins with; false when the bytes end first. */
  const findAgain = (bytes: Uint8Array, last: boolean, emit: Emit): boolean => {
    for (at = nextBrace(bytes, at); at < bytes.length; at = nextBrace(bytes, at + 1)) {
      if (!last && bytes.length - at < lookAhead) return false
      if (!beginsRecord(String.fromCharCode(...bytes.subarray(at, at + lookAhead)))) continue
      emit('damage', at)
      lost = false
      open = [{ list: true, name: '' }]
      return true
    }
    return false
  }
  const holdsRecords = (): boolean => {
    const top = open.at(-1)
    return top?.list === true && (open.length === 1 || lists.includes(top.name))
  }
  const close = (unit: number, emit: Emit): void => {
    if (open.pop()?.list !== (unit === 0x5d)) return lose()
    if (recordLevel !== open.length) return
    recordLevel = -1
    emit('record', at + 1)
    if (!trusted) lost = true
  }
  const structure = (bytes: Uint8Array, unit: number, emit: Emit): void => {
    if (afterString && unit !== 0x3a && unit !== 0x2c && unit !== 0x5d && unit !== 0x7d) return lose()
    afterString = false
    if (unit === 0x22) {
      inString = true
      stringStart = at
    } else if (unit === 0x7b || unit === 0x5b) {
      if (unit === 0x7b && recordLevel < 0 && holdsRecords()) {
        emit('wrapper', at)
        recordLevel = open.length
      }
      open.push({ list: unit === 0x5b, name })
      name = ''
      if (open.length > deepest) lose()
    } else if (unit === 0x7d || unit === 0x5d) close(unit, emit)
    else if (unit === 0x2c) name = ''
    else if (!allowed.includes(unit) && !(bytes[0] === 0xef && unit >= 0xbb)) lose()
  }
  const inText = (bytes: Uint8Array, unit: number): void => {
    if (unit === 0x22) {
      inString = false
      afterString = true
      if (recordLevel < 0 && at - stringStart < 60)
        name = String.fromCharCode(...bytes.subarray(Math.max(0, stringStart + 1), at))
    } else if (unit < 0x20) lose()
  }
  return {
    run(bytes, last, emit) {
      while (at < bytes.length) {
        if (lost && !findAgain(bytes, last, emit)) return
        const unit = bytes[at] ?? 0
        if (inString && unit === 0x5c) {
          if (at + 1 >= bytes.length && !last) return
          at += 1
        } else if (inString) inText(bytes, unit)
        else if (unit > 0x20) structure(bytes, unit, emit)
        else if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) lose()
        at += 1
      }
    },
    ending: () => (recordLevel >= 0 ? 'record' : trusted ? 'wrapper' : 'damage'),
    at: () => at,
    shift(by) {
      at -= by
      stringStart -= by
    },
  }
}

/** What may stand outside strings beside brackets and commas: numbers, `true`, `false`, `null` and the colon. */
const allowed = new TextEncoder().encode(':0123456789+-.eEtrufalsn')

function nextBrace(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(0x7b, from)
  return found < 0 ? bytes.length : found
}
