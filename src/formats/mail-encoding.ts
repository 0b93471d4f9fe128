/** Text and bytes as mail carries them: quoted-printable, base64, encoded words, charsets (RFC 2045, 2047, 2231). */

/** Bytes in the transfer encoding undone; null when they are base64 that cannot be read or an encoding not known. */
export function undoTransfer(bytes: Uint8Array, encoding: string): Uint8Array | null {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return readBase64(ascii.decode(bytes))
    case 'quoted-printable':
      return readQuoted(bytes)
    case '':
    case '7bit':
    case '8bit':
    case 'binary':
      return bytes
    default:
      return null
  }
}

/** Bytes as text in a charset; UTF-8 where none is stated or known, Windows-1252 where they are not that. */
export function readCharset(bytes: Uint8Array, charset: string): string {
  const label = charset.trim().replace(/^["']|["']$/g, '')
  const decoder =
    label === '' || /^(?:us-ascii|ascii|unknown-8bit|default)$/i.test(label) ? null : decoderOf(label)
  return decoder ? decoder.decode(bytes) : readUnlabelled(bytes)
}

/** A header's text with its encoded words (`=?utf-8?B?…?=`) read; what is no encoded word stays as it is. */
export function readWords(text: string): string {
  if (!text.includes('=?')) return text
  const joined = text.replace(/(\?=)\s{1,100}(?==\?)/g, '$1')
  const pieces: { charset: string; bytes: Uint8Array }[] = []
  let said = ''
  let from = 0
  const flush = (): void => {
    const charset = pieces[0]?.charset ?? ''
    said += pieces.length > 0 ? readCharset(joinAll(pieces.map(({ bytes }) => bytes)), charset) : ''
    pieces.length = 0
  }
  for (const found of joined.matchAll(
    /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bqBQ])\?([^?\s]{0,2000})\?=/g,
  )) {
    const [whole, charset = '', kind = '', data = ''] = found
    const between = joined.slice(from, found.index)
    const bytes = /b/i.test(kind) ? readBase64(data) : readQuoted(utf8.encode(data.replaceAll('_', ' ')))
    if (between !== '' || pieces[0]?.charset.toLowerCase() !== charset.toLowerCase()) flush()
    said += between
    if (bytes) pieces.push({ charset, bytes })
    else said += whole
    from = found.index + whole.length
  }
  flush()
  return said + joined.slice(from)
}

/** `utf-8'en'na%C3%AFve` of RFC 2231 as text; null when it is not written so. */
export function readExtended(value: string): string | null {
  const found = /^([\w.:-]{0,40})'[^']{0,40}'(.*)$/s.exec(value)
  return found ? readCharset(readPercent(found[2] ?? ''), found[1] ?? '') : null
}

const utf8 = new TextEncoder()
const ascii = new TextDecoder('latin1')
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const western = new TextDecoder('windows-1252')

function decoderOf(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readUnlabelled(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return western.decode(bytes)
    throw error
  }
}

function readBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text.replace(/[^A-Za-z0-9+/=]/g, ''))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** What is no escape of quoted-printable stands for itself, as RFC 2045 asks of a robust reader. */
function readQuoted(bytes: Uint8Array): Uint8Array {
  const read = new Uint8Array(bytes.length)
  let to = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    const breaks = byte === 0x3d ? softBreak(bytes, at + 1) : 0
    const value = byte === 0x3d ? hexAt(bytes, at + 1) : null
    if (breaks > 0) at += breaks
    else {
      read[to] = value ?? byte
      to += 1
      if (value !== null) at += 2
    }
  }
  return read.subarray(0, to)
}

/** Length of white space and the line break that follow a `=` at the end of its line; 0 where it does not end one. */
function softBreak(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < from + 80 && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1
  if (bytes[at] === 0x0a) return at + 1 - from
  return bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? at + 2 - from : 0
}

function hexAt(bytes: Uint8Array, at: number): number | null {
  const pair = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0)
  return /^[0-9A-Fa-f]{2}$/.test(pair) ? Number.parseInt(pair, 16) : null
}

function readPercent(text: string): Uint8Array {
  const bytes = utf8.encode(text)
  const read: number[] = []
  for (let at = 0; at < bytes.length; at += 1) {
    const value = bytes[at] === 0x25 ? hexAt(bytes, at + 1) : null
    read.push(value ?? bytes[at] ?? 0)
    if (value !== null) at += 2
  }
  return Uint8Array.from(read)
}

function joinAll(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
