/**
 * Characters of an XML file: which encoding its bytes are in, and what its references stand for.
 *
 * Nothing is fetched and nothing is expanded: an entity that is not one of the five of XML stays as written. What XML
 * forbids and exports hold all the same is kept: half a surrogate pair as itself (two halves in a row are the character),
 * a control character as its picture (`␀` to `␟`), bytes that are no character as `�`.
 */

/** How the bytes of an XML file are read as characters. */
export interface XmlEncoding {
  /** Bytes of a unit: markup is one unit a character in every encoding read. */
  readonly width: 1 | 2
  readonly bigEndian: boolean
  /** Units of the byte order mark the file begins with. */
  readonly mark: number
  /** The text of some bytes; `note` is called when some of them are no character. */
  readonly decode: (bytes: Uint8Array, note: () => void) => string
}

/** How many bytes {@link xmlEncoding} looks at. */
export const encodingHead = 256

/** The encoding by the byte order mark, else by the zero bytes of UTF-16, else as declared, else UTF-8. */
export function xmlEncoding(head: Uint8Array): XmlEncoding {
  const [a, b, c] = head
  if (a === 0xff && b === 0xfe) return utf16(false, 1)
  if (a === 0xfe && b === 0xff) return utf16(true, 1)
  if (a === 0x3c && b === 0) return utf16(false, 0)
  if (a === 0 && b === 0x3c) return utf16(true, 0)
  const mark = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0
  const text = asciiOf(head, 0, Math.min(head.length, encodingHead))
  const declared = /^[^<]{0,20}<\?xml[^>]{0,100}encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/i.exec(
    text,
  )?.[1]
  return { width: 1, bigEndian: false, mark, decode: mark > 0 ? decodeUtf8 : decoderOf(declared ?? 'utf-8') }
}

/** UTF-16 with one byte a unit: what is not ASCII is no markup, whichever character it is. */
export function narrowed(bytes: Uint8Array, bigEndian: boolean): Uint8Array {
  const low = bigEndian ? 1 : 0
  const units = new Uint8Array(bytes.length / 2)
  for (let at = 0; at < units.length; at += 1) {
    const unit = bytes[at * 2 + low] ?? 0
    units[at] = bytes[at * 2 + 1 - low] !== 0 || unit >= 0x80 ? 0x80 : unit
  }
  return units
}

/** Text between tags or in a value, its references resolved and its line breaks as XML has them (LF). */
export function resolveText(raw: string, note: () => void): string {
  const text = literalText(raw, note)
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,10})|#[xX]([0-9a-fA-F]{1,8})|(amp|lt|gt|quot|apos));/g,
    (written, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? written
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      if (code > 0x10ffff) return written
      if (code >= 0x20 || code === 9 || code === 10 || code === 13) return String.fromCodePoint(code)
      note()
      return picture(code)
    },
  )
}

/** Text in which nothing is a reference (a CDATA section), with control characters as pictures. */
export function literalText(raw: string, note: () => void): string {
  return raw.replace(forbidden, (found) => {
    if (found.startsWith('\r')) return '\n'
    note()
    return picture(found.charCodeAt(0))
  })
}

// oxlint-disable-next-line no-control-regex -- these are the characters looked for
const forbidden = /\r\n?|[\0-\u0008\u000b\u000c\u000e-\u001f]/g

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function picture(code: number): string {
  return String.fromCharCode(0x2400 + code)
}

function asciiOf(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at += 1) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

const tolerant = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decodeUtf8(bytes: Uint8Array, note: () => void): string {
  if (bytes.length < 48) {
    const text = plainAscii(bytes)
    if (text !== null) return text
  }
  const text = tolerant.decode(bytes)
  if (text.includes('\ufffd') && !isUtf8(bytes)) note()
  return text
}

function plainAscii(bytes: Uint8Array): string | null {
  let text = ''
  for (const byte of bytes) {
    if (byte >= 0x80) return null
    text += String.fromCharCode(byte)
  }
  return text
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** Encodings in which a byte below 0x40 is always the ASCII character, so that markup can be found in the bytes. */
const markupSafe =
  /^(?:utf-8|us-ascii|ascii|iso-?8859-\d{1,2}|latin\d|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|macintosh|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-(?:jp|kr))$/i

function decoderOf(label: string): XmlEncoding['decode'] {
  if (/^utf-8$/i.test(label) || !markupSafe.test(label)) return decodeUtf8
  try {
    const decoder = new TextDecoder(label)
    return (bytes, note) => {
      const text = decoder.decode(bytes)
      if (text.includes('\ufffd')) note()
      return text
    }
  } catch (error) {
    if (error instanceof RangeError) return decodeUtf8
    throw error
  }
}

function utf16(bigEndian: boolean, mark: number): XmlEncoding {
  return { width: 2, bigEndian, mark, decode: (bytes) => decodeUtf16(bytes, bigEndian) }
}

/** By hand, because `TextDecoder` would replace half a surrogate pair, which evidence may hold. */
function decodeUtf16(bytes: Uint8Array, bigEndian: boolean): string {
  const low = bigEndian ? 1 : 0
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += 8192) {
    const units: number[] = []
    for (let at = from; at + 1 < Math.min(from + 8192, bytes.length + 1); at += 2)
      units.push((bytes[at + low] ?? 0) | ((bytes[at + 1 - low] ?? 0) << 8))
    pieces.push(String.fromCharCode(...units))
  }
  return pieces.join('')
}
