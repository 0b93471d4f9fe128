import type { LibarchiveFault } from './libarchive.ts'

/** What is said of a member whose bytes do not give its checksum. */
export const otherSum = 'its bytes do not give the checksum stated, so they are damaged'

const elsewhere = 'unpack the archive with another program and import the folder'

const words: readonly (readonly [RegExp, string])[] = [
  [/encrypted/i, 'it is encrypted; unpack the archive with its password and import the folder'],
  [/CRC|checksum|hash/i, otherSum],
  [
    /codec|unsupported|not supported|unknown compression/i,
    `its method is not one Bailey unpacks; ${elsewhere}`,
  ],
  [/truncated|premature|no progress/i, 'its compressed bytes end too soon'],
]

/** What libarchive gave up on, as the end of a sentence on a member. */
export function faultWords({ message, isMemory }: LibarchiveFault): string {
  if (isMemory) return `unpacking it takes more memory than Bailey gives to an archive; ${elsewhere}`
  return words.find(([said]) => said.test(message))?.[1] ?? 'its compressed bytes are damaged'
}
