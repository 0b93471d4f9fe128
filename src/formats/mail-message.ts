import { type Address, parseAddress } from '../core/handle.ts'
import { readCharset, readExtended, readWords, undoTransfer } from './mail-encoding.ts'

/** A mail message, or a part of one, as RFC 5322 and MIME have it. */
export interface MailPart {
  /** Unfolded values by lower-case name, as written, in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** `text/plain` where none is stated. */
  readonly type: string
  readonly charset: string
  /** The file name it is sent under; null when none is stated. */
  readonly name: string | null
  /** True where it is to be handed over as a file. */
  readonly attached: boolean
  readonly children: readonly MailPart[]
  /** Its bytes with the transfer encoding undone; null when that fails. */
  bytes(): Uint8Array | null
}

/** Somebody named in a header. */
export interface Mailbox {
  readonly address: Address
  readonly name: string | null
}

const deepest = 20
const mostParts = 2000

/** Reads a message from its bytes. Whatever they are, they are a message: text without headers is its body. */
export function readMail(bytes: Uint8Array): MailPart {
  return readPart(bytes, { depth: 0, left: { parts: mostParts } })
}

/** A header's first value with encoded words read; null when it is missing or blank. */
export function headerOf({ headers }: MailPart, name: string): string | null {
  const value = headers.get(name)?.[0]?.trim() ?? ''
  return value === '' ? null : readWords(value)
}

/** Everyone a header names, in order; comments and the names of groups are left out. */
export function mailboxesIn({ headers }: MailPart, name: string): readonly Mailbox[] {
  return (headers.get(name) ?? [])
    .flatMap((value) => splitMailboxes(value))
    .flatMap((text) => readMailbox(text) ?? [])
}

/** A part's words in its own charset; null when its transfer encoding cannot be undone. */
export function wordsOf(part: MailPart): string | null {
  const bytes = part.bytes()
  return bytes && readCharset(bytes, part.charset).replace(/\r\n?/g, '\n')
}

interface Within {
  readonly depth: number
  readonly left: { parts: number }
}

const latin1 = new TextDecoder('latin1')

function readPart(bytes: Uint8Array, within: Within): MailPart {
  const { head, body } = splitHead(bytes)
  const headers = readHeaders(head)
  const kind = readParameters(headers.get('content-type')?.[0] ?? '')
  const disposition = readParameters(headers.get('content-disposition')?.[0] ?? '')
  const type = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(kind.value) ? kind.value.toLowerCase() : 'text/plain'
  const boundary = kind.parameters.get('boundary') ?? ''
  const multipart = type.startsWith('multipart/') && boundary !== '' && within.depth < deepest
  const encoding = (headers.get('content-transfer-encoding')?.[0] ?? '').replace(/\(.{0,100}\)/, '')
  return {
    headers,
    type,
    charset: kind.parameters.get('charset') ?? '',
    name: disposition.parameters.get('filename') ?? kind.parameters.get('name') ?? null,
    attached: /^attachment$/i.test(disposition.value),
    children: multipart ? readChildren(body, boundary, within) : [],
    bytes: () => undoTransfer(body, encoding),
  }
}

function splitHead(bytes: Uint8Array): { readonly head: string; readonly body: Uint8Array } {
  for (let at = 0; at >= 0 && at < bytes.length; at = nextLine(bytes, at)) {
    const blank = bytes[at] === 0x0a ? 1 : bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : 0
    if (blank > 0) return { head: readCharset(bytes.subarray(0, at), ''), body: bytes.subarray(at + blank) }
  }
  return { head: readCharset(bytes, ''), body: new Uint8Array(0) }
}

/** Where the line after `at` begins; -1 when there is none. */
function nextLine(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(0x0a, at)
  return end < 0 ? -1 : end + 1
}

function readHeaders(head: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>()
  let current: { values: string[]; value: string } | null = null
  const keep = (): void => {
    if (current) current.values.push(current.value)
  }
  for (const line of head.split(/\r?\n/)) {
    if (/^[ \t]/.test(line) && current) current.value += ` ${line.trim()}`
    const colon = /^[!-9;-~]{1,200}[ \t]{0,9}:/.exec(line)?.[0].length ?? 0
    if (colon === 0) continue
    keep()
    const name = line
      .slice(0, colon - 1)
      .trim()
      .toLowerCase()
    const values = headers.get(name) ?? []
    headers.set(name, values)
    current = { values, value: line.slice(colon).trim() }
  }
  keep()
  return headers
}

interface Parameters {
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
}

/** `attachment; filename="a.jpg"`, also as `filename*0*=utf-8''a%20`, `filename*1*=b.jpg`. */
function readParameters(text: string): Parameters {
  const pieces = splitOutside(text, ';')
  const found = new Map<string, string>()
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=')
    if (equals < 0) continue
    const key = piece.slice(0, equals).trim().toLowerCase()
    if (!found.has(key)) found.set(key, unquoted(piece.slice(equals + 1).trim()))
  }
  const parameters = new Map<string, string>()
  for (const [key, value] of found) {
    const name = key.replace(/\*.*$/, '')
    if (parameters.has(name)) continue
    parameters.set(name, key.includes('*') ? joinExtended(found, name) : readWords(value))
  }
  return { value: (pieces[0] ?? '').trim(), parameters }
}

function joinExtended(found: ReadonlyMap<string, string>, name: string): string {
  const single = found.get(`${name}*`)
  if (single !== undefined) return readExtended(single) ?? single
  let joined = ''
  let extended = false
  for (let index = 0; index < 100; index += 1) {
    const coded = found.get(`${name}*${index}*`)
    extended ||= coded !== undefined
    const piece = coded ?? found.get(`${name}*${index}`)
    if (piece === undefined) break
    joined += piece
  }
  return extended ? (readExtended(joined) ?? joined) : joined
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text
  return text.slice(1, text.endsWith('"') && text.length > 1 ? -1 : undefined).replace(/\\(.)/g, '$1')
}

/** Splits at a character that stands in no quotation, comment or angle bracket. */
function splitOutside(text: string, separator: string): readonly string[] {
  const pieces: string[] = []
  let from = 0
  let quoted = false
  let comments = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\\') at += 1
    else if (character === '"' && comments === 0) quoted = !quoted
    else if (quoted) continue
    else if (character === '(') comments += 1
    else if (character === ')') comments = Math.max(0, comments - 1)
    else if (character === separator && comments === 0) {
      pieces.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...pieces, text.slice(from)]
}

function splitMailboxes(value: string): readonly string[] {
  return splitOutside(value, ',').flatMap((piece) => splitOutside(piece, ';'))
}

function readMailbox(text: string): Mailbox | null {
  const ungrouped = /^[^"<@:]{0,200}:/.exec(text)?.[0] ?? ''
  const rest = text.slice(ungrouped.length)
  const open = rest.lastIndexOf('<')
  const close = rest.indexOf('>', open)
  const angled = open >= 0 && close > open
  const address = parseAddress(angled ? rest.slice(open + 1, close) : rest.replace(/\([^()]{0,500}\)/g, ''))
  if (address === null) return null
  const before = angled ? unquoted(rest.slice(0, open).trim()) : (/\(([^()]{1,500})\)/.exec(rest)?.[1] ?? '')
  const name = readWords(before).trim()
  return { address, name: name === '' || name === address ? null : name }
}

/** The parts between lines that begin with `--boundary`, each without the line break before the next. */
function readChildren(body: Uint8Array, boundary: string, within: Within): readonly MailPart[] {
  const mark = `--${boundary}`
  const children: MailPart[] = []
  let start = -1
  for (let at = 0; at >= 0 && at < body.length; at = nextLine(body, at)) {
    if (body[at] !== 0x2d || body[at + 1] !== 0x2d) continue
    const line = latin1.decode(body.subarray(at, at + mark.length + 2))
    if (!line.startsWith(mark) || !/^(?:--|[\s]|$)/.test(line.slice(mark.length))) continue
    if (start >= 0) addChild(children, body.subarray(start, withoutBreak(body, start, at)), within)
    start = line === `${mark}--` ? -1 : nextLine(body, at)
    if (start < 0) return children
  }
  if (start >= 0) addChild(children, body.subarray(start), within)
  return children
}

function addChild(children: MailPart[], bytes: Uint8Array, { depth, left }: Within): void {
  if (left.parts <= 0) return
  left.parts -= 1
  children.push(readPart(bytes, { depth: depth + 1, left }))
}

function withoutBreak(body: Uint8Array, start: number, end: number): number {
  const feed = body[end - 1] === 0x0a ? end - 1 : end
  return Math.max(start, body[feed - 1] === 0x0d ? feed - 1 : feed)
}
