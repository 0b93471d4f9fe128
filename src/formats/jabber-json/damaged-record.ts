import type { ProblemCode, RepairCode } from '../../core/problem.ts'

/** The fields of a record that is not valid JSON, as far as they can be told apart. */
export interface RepairedRecord {
  readonly kind: 'record'
  readonly ts: string
  readonly from: string
  readonly to: string
  readonly body: string
  readonly repairs: readonly RepairCode[]
  /** How many UTF-16 units of the text are the record; what follows is white space or something else. */
  readonly length: number
}

/** Why the fields cannot be told apart. */
export interface Unrepaired {
  readonly kind: 'problem'
  readonly code: ProblemCode
  readonly says: string
}

interface Fields {
  readonly values: ReadonlyMap<string, string>
  /** Where the words begin, past their opening quotation mark. */
  readonly wordsAt: number
}

/**
 * Reads a record in which ts, from and to stand whole and the words come last: they run from their opening
 * quotation mark to the brace that closes the record. Nothing is changed but the escapes of JSON. `text` is
 * everything up to the next record.
 */
export function readDamagedRecord(text: string): RepairedRecord | Unrepaired {
  const repairs = new Set<RepairCode>()
  const fields = readFields(text, repairs)
  if ('kind' in fields) return fields
  const ending = findEnding(text, fields.wordsAt, repairs)
  if ('kind' in ending) return ending
  const written = text.slice(fields.wordsAt, ending.wordsEnd)
  if (written === '' && repairs.has('missing-quote'))
    return problem('no-body', 'The record breaks off where its words begin.')
  const mixed = fieldInWords.test(written) || closedInWords.test(written)
  if (mixed) return problem('not-a-record', 'The words of the record cannot be told from what follows them.')
  const body = unescape(written, repairs)
  const [ts, from, to] = ['ts', 'from', 'to'].map((name) => fields.values.get(name))
  if (ts === undefined) return problem('no-timestamp', 'The record is damaged and states no time.')
  if (from === undefined) return problem('no-sender', 'The record is damaged and states no sender.')
  if (to === undefined) return problem('no-recipient', 'The record is damaged and states no recipient.')
  return { kind: 'record', ts, from, to, body, repairs: [...repairs], length: ending.recordEnd }
}

const fieldName = /("{0,3})([A-Za-z]{2,8})("{0,2})[ \t\r\n]{0,256}:[ \t\r\n]{0,256}/y
const fieldValue = /("{1,2})([^"\\\r\n]{0,1000})("{1,2})/y
const fieldInWords = /"(?:ts|from|to|body)"\s{0,256}:/i
const closedInWords = /"[ \t\r]{0,256}(?:\n[ \t\r\n]{0,256})?\}[ \t\r]{0,256}\n/
const known = new Set(['ts', 'from', 'to', 'body'])

function problem(code: ProblemCode, says: string): Unrepaired {
  return { kind: 'problem', code, says }
}

/** The fields before the words, noting what is wrong between them. */
function readFields(text: string, repairs: Set<RepairCode>): Fields | Unrepaired {
  const values = new Map<string, string>()
  let at = 1
  for (;;) {
    const next = skipSeparator(text, at, values.size > 0, repairs)
    const name = matchAt(fieldName, text, next)
    const key = name?.[2]?.toLowerCase() ?? ''
    if (!name || !known.has(key)) return unknownField(text, next, values)
    if (name[1] !== '"' || name[3] !== '"') repairs.add('missing-quote')
    if (name[2] !== key) repairs.add('field-name')
    at = next + name[0].length
    if (key === 'body') break
    const value = matchAt(fieldValue, text, at)
    if (!value || values.has(key))
      return problem('not-a-record', `The field ${key} cannot be read or stands there twice.`)
    if (value[1] !== '"' || value[3] !== '"') repairs.add('missing-quote')
    values.set(key, value[2] ?? '')
    at += value[0].length
  }
  if (text[at] !== '"') return problem('no-body', 'No quotation mark opens the words of the record.')
  return { values, wordsAt: at + 1 }
}

function unknownField(text: string, at: number, values: ReadonlyMap<string, string>): Unrepaired {
  if (at >= text.length) return problem('truncated', 'The record ends before its words begin.')
  if (values.size === 3) return problem('no-body', 'The record has no field that names its words.')
  return problem('not-a-record', 'The fields of the record cannot be told apart.')
}

function matchAt(shape: RegExp, text: string, at: number): RegExpExecArray | null {
  shape.lastIndex = at
  return shape.exec(text)
}

/** Past the white space and the comma between two fields. */
function skipSeparator(text: string, from: number, due: boolean, repairs: Set<RepairCode>): number {
  let commas = 0
  let at = from
  for (; isSpace(text, at) || text[at] === ','; at += 1) if (text[at] === ',') commas += 1
  if (due && commas === 0 && text[at] !== '}' && at < text.length) repairs.add('missing-comma')
  if (commas > (due ? 1 : 0)) repairs.add('stray-character')
  return at
}

function isSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit === 32 || unit === 10 || unit === 13 || unit === 9
}

interface Ending {
  readonly wordsEnd: number
  readonly recordEnd: number
}

/** Where the words and the record end. */
function findEnding(text: string, wordsAt: number, repairs: Set<RepairCode>): Ending | Unrepaired {
  const recordEnd = withoutSeparators(text, wordsAt)
  if (text[recordEnd - 1] !== '}' || recordEnd <= wordsAt) return unclosed(text, wordsAt, repairs)
  let end = recordEnd
  for (let braces = 0; braces < 4 && text[end - 1] === '}' && end > wordsAt; braces += 1) {
    end = spaceBefore(text, end - 1, wordsAt)
    if (!isQuoteAt(text, end - 1, wordsAt)) continue
    if (braces > 0) repairs.add('stray-character')
    return { wordsEnd: end - 1, recordEnd }
  }
  end = spaceBefore(text, recordEnd - 1, wordsAt)
  if (text[end - 1] === ')' && isQuoteAt(text, end - 2, wordsAt))
    return bracketed(text, wordsAt, { wordsEnd: end - 2, recordEnd }, repairs)
  if (text[end - 1] === '"' && end > wordsAt)
    return problem(
      'not-a-record',
      'The words end in a backslash and a quotation mark, which may or may not close them.',
    )
  repairs.add('missing-quote')
  return { wordsEnd: end, recordEnd }
}

/** A record that ends in `")` where the words open no bracket before it: the bracket was typed for the quotation mark. */
function bracketed(
  text: string,
  wordsAt: number,
  ending: Ending,
  repairs: Set<RepairCode>,
): Ending | Unrepaired {
  const words = text.slice(wordsAt, ending.wordsEnd)
  if (words.lastIndexOf('(') > words.lastIndexOf(')')) {
    return problem(
      'not-a-record',
      'The words end in a quotation mark and a bracket, which may or may not be theirs.',
    )
  }
  repairs.add('stray-character')
  return ending
}

/** A record without its closing brace: readable only when a quotation mark closes the words at the very end. */
function unclosed(text: string, wordsAt: number, repairs: Set<RepairCode>): Ending | Unrepaired {
  const end = spaceBefore(text, text.length, wordsAt)
  if (!isQuoteAt(text, end - 1, wordsAt))
    return problem('truncated', 'Neither a quotation mark nor a brace closes the record.')
  repairs.add('missing-brace')
  return { wordsEnd: end - 1, recordEnd: end }
}

/** Past the record's last brace: without the white space after it and the comma or bracket of a list around it. */
function withoutSeparators(text: string, least: number): number {
  let end = text.length
  while (end > least && (isSpace(text, end - 1) || text[end - 1] === ',' || text[end - 1] === ']')) end -= 1
  return end
}

function spaceBefore(text: string, from: number, least: number): number {
  let end = from
  while (end > least && isSpace(text, end - 1)) end -= 1
  return end
}

/** True for a quotation mark that no backslash escapes. */
function isQuoteAt(text: string, at: number, least: number): boolean {
  if (at < least || text[at] !== '"') return false
  let slashes = 0
  while (at - slashes - 1 >= least && text[at - slashes - 1] === '\\') slashes += 1
  return slashes % 2 === 0
}

const escapes = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** The words with the escapes of JSON undone and everything else as it stands. */
function unescape(written: string, repairs: Set<RepairCode>): string {
  let plain = ''
  let from = 0
  for (let at = 0; at < written.length; at += 1) {
    const unit = written.charCodeAt(at)
    if (unit === 0x22) repairs.add('unescaped-quote')
    if (unit < 0x20) repairs.add('control-character')
    if (unit !== 0x5c) continue
    const code = /^u[0-9A-Fa-f]{4}/.exec(written.slice(at + 1, at + 6))
    const meant = code
      ? String.fromCharCode(Number.parseInt(code[0].slice(1), 16))
      : escapes.get(written.charAt(at + 1))
    if (meant === undefined) {
      repairs.add('bad-escape')
      continue
    }
    plain += written.slice(from, at) + meant
    at += code ? 5 : 1
    from = at + 1
  }
  return plain + written.slice(from)
}
