/**
 * Cuts an XML file of any size into the elements a format reads, the tags around them, and the rest, so that every
 * byte is told of. It holds one record at a time and is written here rather than laid on a library because a record
 * needs its exact bytes, a limit inside a single attribute or section, and a way to go on after damage. Entities are
 * never expanded and nothing outside the file is ever looked at.
 */
import type { ProblemCode, RepairCode } from '../core/problem.ts'
import { byteWindow } from './byte-window.ts'
import type { EvidenceFile } from './format.ts'
import { longestRecord } from './format.ts'
import { joinBytes } from './lines.ts'
import {
  type ElementBuilder,
  elementBuilder,
  holdsSection,
  isBlank,
  mostAttributes,
  nameHash,
  readTag,
  type XmlElement,
  type XmlTag,
  type XmlUnits,
} from './xml-element.ts'
import { type XmlScanner, xmlScanner } from './xml-scanner.ts'
import { encodingHead, narrowed, type XmlEncoding, xmlEncoding } from './xml-text.ts'

/** What becomes of an element: look inside it, read it whole, or go past it. */
export type XmlStep = 'enter' | 'record' | 'pass'

/** Which elements of a kind of file are records. */
export interface XmlRecords {
  /** What to do with an element inside those entered, outermost first; none are known after damage. */
  step(tag: XmlTag, around: readonly XmlTag[]): XmlStep
  /** Whether reading may go on at such an element after damage. */
  resumes(tag: XmlTag): boolean
}

interface Place {
  readonly start: number
  readonly end: number
}

/** A stretch of the file. White space between them is not told of. */
export type XmlPiece =
  | (Place & { readonly kind: 'open' | 'close'; readonly tag: XmlTag })
  | (Place & {
      readonly kind: 'record'
      readonly element: XmlElement
      readonly repairs: readonly RepairCode[]
    })
  /** A record that cannot be read, its place known: longer, deeper or wider than a record may be. */
  | (Place & { readonly kind: 'unread'; readonly code: ProblemCode; readonly says: string })
  | (Place & { readonly kind: 'passed'; readonly tag: XmlTag })
  /** Text between elements, a comment or instruction, or a document type. */
  | (Place & { readonly kind: 'text' | 'comment' | 'doctype' })
  /** From here on nothing is known of the elements around: what was damaged may have closed or opened some. */
  | (Place & { readonly kind: 'damage'; readonly code: ProblemCode; readonly says: string })
  /** The file ends while elements are open. */
  | (Place & { readonly kind: 'unended' })

/**
 * The pieces of a file in order, in lists.
 *
 * @param known - the encoding, where the bytes do not begin as the file does.
 */
export async function* readXml(
  file: Pick<EvidenceFile, 'bytes' | 'size'>,
  records: XmlRecords,
  known: XmlEncoding | null = null,
): AsyncGenerator<readonly XmlPiece[]> {
  let cutter = known && xmlCutter(records, known)
  let head: Uint8Array[] = []
  let held = 0
  for await (const chunk of file.bytes()) {
    if (cutter) {
      const pieces = cutter.cut(chunk)
      if (pieces.length > 0) yield pieces
      continue
    }
    head.push(chunk.slice())
    held += chunk.length
    if (held < encodingHead) continue
    const first = joinBytes(head)
    head = []
    cutter = xmlCutter(records, xmlEncoding(first))
    yield cutter.cut(first)
  }
  const first = joinBytes(head)
  cutter ??= xmlCutter(records, xmlEncoding(first))
  if (first.length > 0) yield cutter.cut(first)
  yield cutter.rest(file.size)
}

interface XmlCutter {
  cut(chunk: Uint8Array): readonly XmlPiece[]
  rest(size: number): readonly XmlPiece[]
}

const deepest = 512
/** How often a record that proves damaged is looked through again for others that begin inside it. */
const mostRetries = 16
const lookBack = 3

interface Refusal {
  readonly code: ProblemCode
  readonly says: string
}

interface OpenRecord {
  /** In units. */
  readonly start: number
  readonly tag: XmlTag
  readonly passed: boolean
  /** Null once it is longer, deeper or wider than may be, or was passed. */
  builder: ElementBuilder | null
  refused: Refusal | null
  depth: number
  readonly hashes: number[]
}

interface CutState {
  readonly records: XmlRecords
  readonly encoding: XmlEncoding
  readonly scanner: XmlScanner
  units: XmlUnits
  path: (XmlTag & { readonly hash: number })[]
  record: OpenRecord | null
  /** Where the damage began that has not ended yet. */
  lost: (Refusal & { readonly start: number }) | null
  /** True once something was lost: closing tags without an opening one are then no news. */
  everLost: boolean
  retries: number
  pieces: XmlPiece[]
}

const damaged = { code: 'not-a-record', says: 'The XML is damaged here.' } as const
const cutShort = { code: 'truncated', says: 'The file ends before the record is complete.' } as const
const tooLong = { code: 'record-too-long', says: 'The record is longer than a record may be.' } as const
const tooDeep = { code: 'not-a-record', says: 'The record is nested more than 512 elements deep.' } as const
const tooWide = { code: 'not-a-record', says: 'An element has more than 1,024 attributes.' } as const

function xmlCutter(records: XmlRecords, encoding: XmlEncoding): XmlCutter {
  const narrow = byteWindow()
  const raw = encoding.width === 2 ? byteWindow() : null
  let odd = new Uint8Array(0)
  const state: CutState = {
    records,
    encoding,
    scanner: xmlScanner(),
    units: { encoding, bytes: new Uint8Array(0), base: 0, raw: null },
    path: [],
    record: null,
    lost: null,
    everLost: false,
    retries: 0,
    pieces: [],
  }
  state.scanner.seek(encoding.mark)
  const append = (chunk: Uint8Array): void => {
    if (!raw) return narrow.append(chunk)
    const whole = odd.length === 0 ? chunk : joinBytes([odd, chunk])
    const even = whole.length - (whole.length % 2)
    odd = whole.slice(even)
    raw.append(whole.subarray(0, even))
    narrow.append(narrowed(whole.subarray(0, even), encoding.bigEndian))
  }
  const run = (last: boolean): readonly XmlPiece[] => {
    state.units = { encoding, bytes: narrow.bytes, base: narrow.base, raw: raw?.bytes ?? null }
    scanTokens(state, last)
    const keep = keepFrom(state) - narrow.base
    if (keep > 0) {
      narrow.drop(keep)
      raw?.drop(keep * 2)
    }
    const pieces = state.pieces
    state.pieces = []
    return pieces
  }
  return {
    cut(chunk) {
      append(chunk)
      return run(false)
    },
    rest: (size) => {
      const pieces = run(true)
      return odd.length === 0 ? pieces : [...pieces, { kind: 'text', start: size - 1, end: size }]
    },
  }
}

/** The first unit still needed. What is too long to be held is given up here. */
function keepFrom(state: CutState): number {
  const { scanner, units } = state
  const end = units.base + units.bytes.length
  const most = longestRecord / state.encoding.width
  if (state.record?.builder && end - state.record.start > most) refuse(state.record, tooLong)
  if (state.record?.builder) return state.record.start
  return end - scanner.pending > most ? Math.max(scanner.pending, scanner.at - lookBack) : scanner.pending
}

function refuse(record: OpenRecord, why: Refusal): void {
  record.builder = null
  record.refused ??= why
}

function scanTokens(state: CutState, last: boolean): void {
  const { scanner, units } = state
  const input = { bytes: units.bytes, base: units.base, last }
  while (scanner.next(input)) {
    if (state.lost) findAgain(state)
    else if (state.record) readInside(state, state.record)
    else readBetween(state)
  }
  if (!last) return
  const end = (units.base + units.bytes.length) * state.encoding.width
  if (state.record) {
    abandon(state, cutShort)
    scanTokens(state, true)
  } else if (state.lost) emitDamage(state, units.base + units.bytes.length)
  else if (state.path.length > 0) state.pieces.push({ kind: 'unended', start: end, end })
}

function emitDamage(state: CutState, end: number): void {
  const { width } = state.encoding
  if (state.lost && end > state.lost.start)
    state.pieces.push({ kind: 'damage', ...state.lost, start: state.lost.start * width, end: end * width })
  state.lost = null
}

/** After damage: goes on at the next element that may begin a record. */
function findAgain(state: CutState): void {
  const { scanner, records } = state
  if (
    scanner.kind === 'cdata' &&
    state.retries < mostRetries &&
    isHeld(state, scanner.start) &&
    holdsSection(state.units, state.scanner)
  ) {
    state.retries += 1
    return scanner.seek(scanner.start + 1)
  }
  if (scanner.kind !== 'open' && scanner.kind !== 'empty') return
  if (!isHeld(state, scanner.start) || !records.resumes(readTag(state.units, scanner, new Set()))) return
  emitDamage(state, scanner.start)
  openBetween(state)
}

function isHeld({ units }: CutState, from: number): boolean {
  return from >= units.base
}

/** A token outside records. */
function readBetween(state: CutState): void {
  const { scanner, units, encoding } = state
  const place = { start: scanner.start * encoding.width, end: scanner.end * encoding.width }
  const lose = (why: Refusal = scanner.cut ? cutShort : damaged): void => {
    state.lost = { start: scanner.start, ...why }
    state.everLost = true
    state.path = []
  }
  switch (scanner.kind) {
    case 'open':
    case 'empty':
      return isHeld(state, scanner.start) ? openBetween(state) : lose(tooLong)
    case 'close': {
      const tag = state.path.at(-1)
      if (!tag && state.everLost) return
      if (tag?.hash !== closeHash(state)) return lose()
      state.path.pop()
      state.pieces.push({ kind: 'close', tag, ...place })
      return
    }
    case 'text':
      if (
        isHeld(state, scanner.start) &&
        isBlank(units.bytes, scanner.start - units.base, scanner.end - units.base)
      )
        return
      state.pieces.push({ kind: 'text', ...place })
      return
    case 'cdata':
      state.pieces.push({ kind: 'text', ...place })
      return
    case 'aside':
      state.pieces.push({ kind: asideOf(state), ...place })
      return
    case 'damage':
      lose()
  }
}

/** The XML declaration is white space here; other instructions are comments. */
function asideOf({ scanner, units }: CutState): 'comment' | 'doctype' {
  return units.bytes[scanner.start - units.base + 1] === 0x21 &&
    units.bytes[scanner.start - units.base + 2] !== 0x2d
    ? 'doctype'
    : 'comment'
}

function openBetween(state: CutState): void {
  const { scanner, units, encoding, path, records } = state
  const tag = readTag(units, scanner, new Set())
  const hash = nameHash(units.bytes, scanner.start - units.base + 1, scanner.end - units.base)
  const step = path.length >= deepest ? 'pass' : records.step(tag, path)
  const place = { start: scanner.start * encoding.width, end: scanner.end * encoding.width }
  if (step === 'enter') {
    state.pieces.push({ kind: 'open', tag, ...place })
    if (scanner.kind === 'open') path.push({ ...tag, hash })
    else state.pieces.push({ kind: 'close', tag, start: place.end, end: place.end })
    return
  }
  const passed = step === 'pass'
  const builder = passed ? null : elementBuilder(encoding.width)
  const record: OpenRecord = {
    start: scanner.start,
    tag,
    passed,
    builder,
    refused: null,
    depth: 0,
    hashes: [],
  }
  state.record = record
  openInside(state, record, hash)
}

/** A token inside a record. */
function readInside(state: CutState, record: OpenRecord): void {
  const { scanner, units } = state
  switch (scanner.kind) {
    case 'open':
    case 'empty':
      return openInside(
        state,
        record,
        nameHash(units.bytes, scanner.start - units.base + 1, scanner.end - units.base),
      )
    case 'close':
      if (record.depth <= deepest && record.hashes.at(-1) !== closeHash(state)) return abandon(state, damaged)
      return closeInside(state, record)
    case 'text':
      return record.builder?.text(units, scanner, false)
    case 'cdata':
      if (holdsSection(units, scanner)) return abandon(state, damaged)
      return record.builder?.text(units, { start: scanner.start + 9, end: scanner.end - 3 }, true)
    case 'aside':
      return
    case 'damage':
      return abandon(state, scanner.cut ? cutShort : damaged)
  }
}

function openInside(state: CutState, record: OpenRecord, hash: number): void {
  const { scanner, units } = state
  record.depth += 1
  if (record.depth <= deepest) record.hashes.push(hash)
  else if (!record.passed) refuse(record, tooDeep)
  if (scanner.values > mostAttributes && !record.passed) refuse(record, tooWide)
  record.builder?.open(units, scanner)
  if (scanner.kind === 'empty') closeInside(state, record)
}

function closeInside(state: CutState, record: OpenRecord): void {
  const { scanner, encoding } = state
  if (record.depth <= deepest) record.hashes.pop()
  record.depth -= 1
  const element = record.builder?.close(scanner.end) ?? null
  if (record.depth > 0) return
  const place = { start: record.start * encoding.width, end: scanner.end * encoding.width }
  state.record = null
  state.retries = 0
  if (record.passed) state.pieces.push({ kind: 'passed', tag: record.tag, ...place })
  else if (element && record.builder && place.end - place.start <= longestRecord)
    state.pieces.push({ kind: 'record', element, repairs: [...record.builder.repairs], ...place })
  else state.pieces.push({ kind: 'unread', ...(record.refused ?? tooLong), ...place })
}

function closeHash({ scanner, units }: CutState): number | null {
  const from = scanner.start - units.base
  return from < 0 ? null : nameHash(units.bytes, from + 2, scanner.end - units.base)
}

/** Gives up a record whose XML is damaged, and looks for others from its second unit on while that is held. */
function abandon(state: CutState, why: Refusal): void {
  const { record, scanner } = state
  if (!record) return
  state.lost = { start: record.start, ...(record.refused ?? why) }
  state.everLost = true
  state.record = null
  state.path = []
  state.retries += 1
  if (record.builder && state.retries <= mostRetries) scanner.seek(record.start + 1)
}
