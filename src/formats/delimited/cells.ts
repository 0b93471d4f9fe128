/**
 * Lines to records of cells (RFC 4180, with a delimiter of choice).
 *
 * Written here and not taken from `csv-parse`, which reads neither UTF-16BE nor the Windows encodings and, once a
 * quotation mark is never closed or a record passes its limit, ends with an error: the rest of the exhibit would be
 * lost. Here such a record costs the line it begins on, and the next line is read as usual.
 */
import type { RepairCode } from '../../core/problem.ts'
import { longestRecord } from '../format.ts'
import type { Line } from '../lines.ts'
import type { Encoding } from './encoding.ts'

/** A record of a delimited file with its bytes. */
export interface CellRecord {
  /** First byte; that of a byte order mark is not counted in. */
  readonly start: number
  /** Past the last byte, without the line break. */
  readonly end: number
  /** Past the line break. */
  readonly next: number
  /** Null when the record could not be taken apart. */
  readonly cells: readonly string[] | null
  readonly flaw: 'not-utf8' | 'record-too-long' | 'unclosed' | null
  readonly repairs: readonly RepairCode[]
}

/** How a delimited file is laid out. */
export interface CellLayout {
  readonly encoding: Encoding
  readonly delimiter: string
  /** How many cells a record has; null while that is not known. */
  readonly width: number | null
}

interface TextLine {
  readonly start: number
  readonly end: number
  readonly next: number
  readonly text: string
  readonly damaged: boolean
}

const latin1 = new TextDecoder('latin1')

/** Takes lines in order and gives the records they complete; `rest` gives what the end of the file leaves open. */
export interface CellReader {
  add(line: Line): readonly CellRecord[]
  rest(): readonly CellRecord[]
}

/** Reads records that may run over several lines, holding at most `longestRecord` bytes of one. */
export function cellReader(layout: CellLayout): CellReader {
  let held: TextLine[] = []
  let scan = newScan()
  const release = (): readonly CellRecord[] => {
    const lines = held
    held = []
    scan = newScan()
    return lines.map((line) => singleLine(line, layout))
  }
  return {
    add(line) {
      const text = textOf(line, layout.encoding)
      if (!text) return [...release(), tooLong(line)]
      const first = held[0] ?? text
      held.push(text)
      const closed = scanLine(scan, text.text, layout.delimiter)
      if (!closed) {
        scan.cell += line.ended ? breakOf(text, layout.encoding) : ''
        return line.end - first.start > longestRecord ? release() : []
      }
      // A quotation mark nobody closed may have swallowed the records after it: then each line stands by itself.
      if (held.length > 1 && !fits(scan.cells, layout.width)) return release()
      const record = recordOf(held, scan)
      held = []
      scan = newScan()
      return [record]
    },
    rest: release,
  }
}

/** True when the cells fill a row of that width; more cells may follow when they are empty. */
export function fits(cells: readonly string[], width: number | null): boolean {
  return width === null || (cells.length >= width && cells.slice(width).every((cell) => cell === ''))
}

interface Scan {
  readonly cells: string[]
  cell: string
  quoted: boolean
  repaired: boolean
}

function newScan(): Scan {
  return { cells: [], cell: '', quoted: false, repaired: false }
}

/** Adds a line to the record begun; false when it ends inside quotation marks. */
function scanLine(scan: Scan, text: string, delimiter: string): boolean {
  let at = 0
  for (;;) {
    if (!scan.quoted && text[at] === '"') {
      scan.quoted = true
      at += 1
    }
    if (!scan.quoted) {
      const stop = text.indexOf(delimiter, at)
      scan.cells.push(stop < 0 ? text.slice(at) : text.slice(at, stop))
      if (stop < 0) return true
      at = stop + 1
      continue
    }
    const past = scanQuoted(scan, text, at, delimiter)
    if (past === null) return false
    scan.cells.push(scan.cell)
    scan.cell = ''
    scan.quoted = false
    if (past >= text.length) return true
    at = past + 1
  }
}

/** Reads to the quotation mark that closes the cell; where the delimiter or the end of the text is, or null when none closes it. */
function scanQuoted(scan: Scan, text: string, from: number, delimiter: string): number | null {
  let at = from
  for (;;) {
    const mark = text.indexOf('"', at)
    if (mark < 0) {
      scan.cell += text.slice(at)
      return null
    }
    scan.cell += text.slice(at, mark)
    if (text[mark + 1] === '"') {
      scan.cell += '"'
      at = mark + 2
      continue
    }
    let past = mark + 1
    while (text[past] === ' ') past += 1
    if (past >= text.length || text[past] === delimiter) return past
    scan.cell += '"'
    scan.repaired = true
    at = mark + 1
  }
}

function recordOf(lines: readonly TextLine[], scan: Scan): CellRecord {
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) throw new Error('a record has lines')
  const damaged = lines.some((line) => line.damaged)
  return {
    start: first.start,
    end: last.end,
    next: last.next,
    cells: damaged ? null : scan.cells,
    flaw: damaged ? 'not-utf8' : null,
    repairs: scan.repaired ? ['unescaped-quote'] : [],
  }
}

function singleLine(line: TextLine, { delimiter }: CellLayout): CellRecord {
  const scan = newScan()
  if (scanLine(scan, line.text, delimiter)) return recordOf([line], scan)
  return { ...recordOf([line], scan), cells: null, flaw: line.damaged ? 'not-utf8' : 'unclosed' }
}

function textOf(line: Line, encoding: Encoding): TextLine | null {
  if (!line.bytes) return null
  const mark = line.start === 0 ? Math.min(encoding.mark, line.bytes.length) : 0
  const bytes = line.bytes.subarray(mark)
  const text = encoding.decode(bytes)
  const end = line.start + line.bytes.length
  return {
    start: line.start + mark,
    end,
    next: line.end,
    text: text ?? latin1.decode(bytes),
    damaged: text === null,
  }
}

function tooLong(line: Line): CellRecord {
  return {
    start: line.start,
    end: line.end,
    next: line.end,
    cells: null,
    flaw: 'record-too-long',
    repairs: [],
  }
}

function breakOf(line: TextLine, encoding: Encoding): string {
  return (line.next - line.end) / (encoding.unit === 'byte' ? 1 : 2) === 2 ? '\r\n' : '\n'
}
