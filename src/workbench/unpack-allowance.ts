import type { Allowance } from './unpack-archive.ts'

/** How much may be unpacked. Evidence is large and packs well; only an archive made to swell reaches these. */
export interface UnpackLimits {
  /** Unpacked bytes to one of an archive's own, looked at once `ratioFrom` bytes are unpacked. */
  readonly ratio: number
  readonly ratioFrom: number
  /** Unpacked bytes, at any depth, to one of the file received, beside `spare` bytes. */
  readonly total: number
  readonly spare: number
  /** Archives one inside the other. */
  readonly depth: number
  /** Members of one archive. */
  readonly members: number
  /** Share of the disk that stays free. */
  readonly free: number
}

/** The limits of an import. */
export const importLimits: UnpackLimits = {
  ratio: 1000,
  ratioFrom: 2 ** 30,
  total: 100,
  spare: 10 * 2 ** 30,
  depth: 8,
  members: 2_000_000,
  free: 0.05,
}

/** What an archive is measured by. */
export interface Measured {
  readonly size: number
  readonly received: { readonly size: number }
  /** Bytes unpacked from the file received before this archive. */
  readonly before: number
  freeShare(): number
}

const diskEvery = 64 * 2 ** 20

/** The allowance of one archive. */
export function allowanceOf(archive: Measured, limits: UnpackLimits): Allowance & { bytes(): number } {
  let bytes = 0
  let members = 0
  let diskAt = diskEvery
  const roomInAll = archive.received.size * limits.total + limits.spare
  const roomHere = Math.max(limits.ratioFrom, archive.size * limits.ratio)
  return {
    bytes: () => bytes,
    takeMember() {
      members++
      return members > limits.members ? `the archive holds more than ${limits.members} members` : null
    },
    take(count) {
      bytes += count
      if (bytes > roomHere) return `its ${archive.size} bytes have swollen to more than ${roomHere}`
      if (archive.before + bytes > roomInAll)
        return `the ${archive.received.size} bytes received have swollen to more than ${roomInAll}`
      if (bytes < diskAt) return null
      diskAt = bytes + diskEvery
      return archive.freeShare() < limits.free
        ? 'the disk is nearly full; with room on it, import the same files into a new case'
        : null
    },
  }
}

/** An allowance without end, for what was unpacked before. */
export const unlimited: Allowance = { take: () => null, takeMember: () => null }
