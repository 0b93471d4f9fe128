import type { SaxesTagPlain } from 'saxes'
import { SaxesParser } from 'saxes'

/** A `<row>` of a sheet and the bytes of its element in the part. */
export interface SheetRow {
  readonly start: number
  readonly end: number
  readonly cells: readonly SheetCell[]
  /** True for a row the workbook does not show. */
  readonly hidden: boolean
}

/** A sheet as the workbook lists it. */
export interface SheetEntry {
  /** The part that holds it, as `xl/worksheets/sheet1.xml`. */
  readonly part: string
  readonly name: string
  readonly hidden: boolean
}

/** A cell as the sheet holds it. */
export interface SheetCell {
  readonly text: string
  /** True for a number shown as a date: `text` is then a count of days. */
  readonly date: boolean
}

/** What the cells of a workbook point to. */
export interface Workbook {
  readonly strings: readonly string[]
  /** By style number: true for a style that shows a number as a date. */
  readonly dateStyles: readonly boolean[]
  readonly system: '1900' | '1904'
}

/** Where reading a sheet stopped when its XML is damaged, or null. */
export interface SheetReader {
  /** The next rows; null at the end. */
  next(): readonly SheetRow[] | null
  /** True when the XML is damaged and what follows the last row could not be read. */
  readonly damaged: boolean
}

const sliceLength = 65_536
const mostColumns = 16_384

/** Reads the rows of a sheet from its XML, piece by piece. */
export function sheetReader(xml: string, workbook: Workbook): SheetReader {
  const rows: SheetRow[] = []
  const place = byteCounter(xml)
  const parser = new SaxesParser()
  let damaged = false
  let at = 0
  listen(parser, workbook, { xml, place, rows })
  parser.on('error', (error) => {
    throw error
  })
  const step = (): void => {
    let end = Math.min(xml.length, at + sliceLength)
    // Neither a surrogate pair nor CR LF may be parted, or positions would be off by one.
    while (end < xml.length && /[\uD800-\uDBFF\r]/.test(xml.charAt(end - 1))) end += 1
    try {
      parser.write(xml.slice(at, end))
      if (end === xml.length) parser.close()
    } catch {
      // The parser throws only what it was told above: the XML is damaged from here on.
      damaged = true
    }
    at = end
  }
  return {
    get damaged() {
      return damaged
    },
    next() {
      if (damaged || (at > 0 && at >= xml.length)) return null
      step()
      return rows.splice(0)
    },
  }
}

/** The shared strings of a workbook, in order. @throws {Error} when the XML is damaged. */
export function readStrings(xml: string): readonly string[] {
  const strings: string[] = []
  let text = ''
  let phonetic = 0
  let inText = false
  readXml(xml, {
    open({ name }) {
      if (plain(name) === 'si') text = ''
      if (plain(name) === 'rPh') phonetic += 1
      if (plain(name) === 't') inText = phonetic === 0
    },
    text(piece) {
      if (inText) text += piece
    },
    close({ name }) {
      if (plain(name) === 't') inText = false
      if (plain(name) === 'rPh') phonetic -= 1
      if (plain(name) === 'si') strings.push(unescapeString(text))
    },
  })
  return strings
}

/** By style number, whether a number in that style is shown as a date. @throws {Error} when the XML is damaged. */
export function readDateStyles(xml: string): readonly boolean[] {
  const codes = new Map<string, string>()
  const styles: boolean[] = []
  let inCells = false
  readXml(xml, {
    open({ name, attributes }) {
      if (plain(name) === 'numFmt') codes.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '')
      if (plain(name) === 'cellXfs') inCells = true
      if (plain(name) === 'xf' && inCells) styles.push(isDateFormat(attributes['numFmtId'] ?? '0', codes))
    },
    text() {},
    close({ name }) {
      if (plain(name) === 'cellXfs') inCells = false
    },
  })
  return styles
}

/**
 * The sheets a workbook lists, from its own XML and the XML of its relationships, which says which part each is.
 *
 * @throws {Error} when the XML is damaged.
 */
export function readSheetList(workbook: string, relationships: string): readonly SheetEntry[] {
  const parts = new Map<string, string>()
  readXml(relationships, {
    open({ name, attributes }) {
      const { Id: id, Target: target } = attributes
      if (plain(name) !== 'Relationship' || id === undefined || target === undefined) return
      parts.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
    },
    text() {},
    close() {},
  })
  const sheets: SheetEntry[] = []
  readXml(workbook, {
    open({ name, attributes }) {
      if (plain(name) !== 'sheet') return
      const [, id = ''] = Object.entries(attributes).find(([key]) => key.endsWith(':id')) ?? []
      const part = parts.get(id)
      const hidden = /^(?:hidden|veryHidden)$/.test(attributes['state'] ?? '')
      if (part !== undefined) sheets.push({ part, name: attributes['name'] ?? '', hidden })
    },
    text() {},
    close() {},
  })
  return sheets
}

/** Which day a workbook counts from. @throws {Error} when the XML is damaged. */
export function readDateSystem(xml: string): '1900' | '1904' {
  let system: '1900' | '1904' = '1900'
  readXml(xml, {
    open({ name, attributes }) {
      if (plain(name) === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) system = '1904'
    },
    text() {},
    close() {},
  })
  return system
}

interface Listeners {
  readonly open: (tag: SaxesTagPlain) => void
  readonly text: (piece: string) => void
  readonly close: (tag: SaxesTagPlain) => void
}

function readXml(xml: string, { open, text, close }: Listeners): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', open)
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', close)
  parser.write(xml).close()
}

interface Sheet {
  readonly xml: string
  readonly place: (position: number) => number
  readonly rows: SheetRow[]
}

function listen(parser: SaxesParser, workbook: Workbook, { xml, place, rows }: Sheet): void {
  let row: (Pick<SheetRow, 'start' | 'hidden'> & { readonly cells: SheetCell[] }) | null = null
  let cell: { column: number; type: string; style: number; text: string } | null = null
  let inValue = false
  parser.on('opentag', ({ name, attributes }) => {
    const tag = plain(name)
    if (tag === 'row') {
      const hidden = /^(?:1|true)$/.test(attributes['hidden'] ?? '')
      row = { start: place(xml.lastIndexOf('<', parser.position - 1)), cells: [], hidden }
    }
    if (tag === 'c' && row)
      cell = {
        column: columnOf(attributes['r'], row.cells.length),
        type: attributes['t'] ?? 'n',
        style: Number(attributes['s'] ?? 0),
        text: '',
      }
    if (tag === 'v' || tag === 't') inValue = true
    if (tag === 'rPh') inValue = false
  })
  const addText = (piece: string): void => {
    if (inValue && cell) cell.text += piece
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', ({ name }) => {
    const tag = plain(name)
    if (tag === 'v' || tag === 't') inValue = false
    if (tag === 'c' && row && cell) {
      while (row.cells.length < cell.column) row.cells.push({ text: '', date: false })
      row.cells[cell.column] = valueOf(cell, workbook)
      cell = null
    }
    if (tag === 'row' && row) {
      rows.push({ ...row, end: place(parser.position) })
      row = null
    }
  })
}

function valueOf(
  { type, style, text }: { type: string; style: number; text: string },
  workbook: Workbook,
): SheetCell {
  if (type === 's') return { text: workbook.strings[Number(text)] ?? '', date: false }
  if (type !== 'n')
    return { text: type === 'inlineStr' || type === 'str' ? unescapeString(text) : text, date: false }
  const date = text !== '' && workbook.dateStyles[style] === true
  // Excel writes a long whole number with an exponent; it is exact while it is safe as a double.
  const whole = /e/i.test(text) && Number.isSafeInteger(Number(text)) && Math.abs(Number(text)) < 1e15
  return { text: whole ? String(Number(text)) : text, date }
}

/** The column a reference such as `AB12` names, from 0; `next` when there is no reference or a hostile one. */
function columnOf(reference: string | undefined, next: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (letters === undefined) return Math.min(next, mostColumns)
  const column = Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return Math.min(column, mostColumns)
}

/** Excel writes characters XML forbids as `_x000D_`, and such a piece of text itself as `_x005F_x000D_`. */
function unescapeString(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

function isDateFormat(id: string, codes: ReadonlyMap<string, string>): boolean {
  const number = Number(id)
  if ((number >= 14 && number <= 22) || (number >= 27 && number <= 36)) return true
  if ((number >= 45 && number <= 47) || (number >= 50 && number <= 58)) return true
  const bare = (codes.get(id) ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')
  return /[dmyhs]/i.test(bare) && !/^general$/i.test(bare)
}

function plain(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Byte offsets in UTF-8 of positions in a text, asked for in rising order. */
function byteCounter(text: string): (position: number) => number {
  let position = 0
  let bytes = 0
  return (next) => {
    for (; position < next; position += 1) {
      const code = text.charCodeAt(position)
      // Each half of a surrogate pair counts two of the pair's four bytes.
      bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
    }
    return bytes
  }
}
