import type { CopyDifference } from '../copy-joiner.ts'

/** Reads a sighting's `copy` column. */
export function readCopy(value: string | null): CopyDifference | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store wrote it of CopyDifference
  return value === null ? null : (JSON.parse(value) as CopyDifference)
}
