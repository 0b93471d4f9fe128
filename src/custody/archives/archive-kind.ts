/** What an archive is, whatever its name. */
export type ArchiveKind = '7-zip' | 'bzip2' | 'gzip' | 'rar' | 'tar' | 'xz' | 'zip' | 'zstandard'

/** How many bytes {@link archiveKind} looks at. */
export const archiveHead = 512

const marks: readonly (readonly [RegExp, ArchiveKind])[] = [
  [/^504b(?:0304|0506|0708504b0304|3030504b0304)/, 'zip'],
  [/^1f8b08/, 'gzip'],
  [/^377abcaf271c/, '7-zip'],
  [/^526172211a07(?:00|0100)/, 'rar'],
  [/^425a683[1-9](?:314159265359|177245385090)/, 'bzip2'],
  [/^fd377a585a00/, 'xz'],
  // A frame that is passed over may stand before the first.
  [/^(?:28b52ffd|5[0-9a-f]2a4d18)/, 'zstandard'],
]

/** The kind of archive from a file's first bytes, whatever its name; null when it is none. */
export function archiveKind(head: Uint8Array): ArchiveKind | null {
  const hex = head.subarray(0, 12).toHex()
  const [, kind = null] = marks.find(([mark]) => mark.test(hex)) ?? []
  return kind ?? (isTarHeader(head) ? 'tar' : null)
}

/** True for a block whose checksum is that of a tar header; the marks of later dialects are not asked for. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < 512 || block[0] === 0) return false
  const stated = Number.parseInt(/^[ 0]*([0-7]{1,7})/.exec(textAt(block, 148, 8))?.[1] ?? '', 8)
  let unsigned = 0
  let signed = 0
  for (let at = 0; at < 512; at++) {
    const byte = at >= 148 && at < 156 ? 32 : (block[at] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return stated === unsigned || stated === signed
}

function textAt(block: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...block.subarray(start, start + length))
}
