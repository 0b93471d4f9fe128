/** One line of a hex view: eight bytes, those of the record told from those around it. */
export interface HexLine {
  /** Offset of its first byte in the entry. */
  readonly offset: number
  readonly cells: readonly { readonly hex: string; readonly glyph: string; readonly inRecord: boolean }[]
}

/** Bytes of base64 text. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

const perLine = 8

/** Lays bytes out eight a line; `offset` is where `record` begins in its entry, `before` ends there. */
export function hexLines(
  before: Uint8Array,
  record: Uint8Array,
  after: Uint8Array,
  offset: number,
): readonly HexLine[] {
  const all = [...before, ...record, ...after]
  const start = offset - before.length
  const recordEnd = before.length + record.length
  return Array.from({ length: Math.ceil(all.length / perLine) }, (_, line) => ({
    offset: start + line * perLine,
    cells: all.slice(line * perLine, (line + 1) * perLine).map((byte, i) => {
      const at = line * perLine + i
      return {
        hex: byte.toString(16).padStart(2, '0'),
        glyph: glyphOf(byte),
        inRecord: at >= before.length && at < recordEnd,
      }
    }),
  }))
}

function glyphOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
}
