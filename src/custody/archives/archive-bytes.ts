import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Problem, ProblemCode } from '../../core/problem.ts'

/** A sealed archive held open: archives are read by place. */
export interface ArchiveBytes {
  readonly size: number
  /** The bytes from `start`, fewer than `length` only where the file ends. */
  read(start: number, length: number): Buffer
  close(): void
}

/** What an archive holds, told while it is unpacked: for each member `member`, any number of `bytes`, `end`. */
export type ArchiveEvent =
  /** `name` is as {@link visiblePath} writes it; `at` is where in the archive file it stands. */
  | { readonly kind: 'member'; readonly name: string; readonly at: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** With a fault the bytes told are what could be read of the member. */
  | { readonly kind: 'end'; readonly fault: ArchiveFault | null }
  /** Something that gave no member; `stop` when nothing more is unpacked of the archive. */
  | { readonly kind: 'fault'; readonly fault: ArchiveFault; readonly stop: boolean }
  /** A document that is a zip file only inside, and is read whole: nothing is unpacked of it. */
  | { readonly kind: 'document' }
  /** Work without result yet. */
  | { readonly kind: 'alive' }

/** What is wrong with an archive, and the bytes of it that are meant. */
export interface ArchiveFault {
  readonly start: number
  readonly length: number
  readonly problem: Problem
}

/** A fault that stands for no member. */
export function fault(
  code: ProblemCode,
  { start, end }: { readonly start: number; readonly end: number },
  says: string,
): ArchiveEvent {
  return {
    kind: 'fault',
    stop: false,
    fault: { start, length: Math.max(0, end - start), problem: { code, says } },
  }
}

/** Opens a sealed file. The sandbox has let through no other. */
export function openArchiveBytes(path: string): ArchiveBytes {
  const file = openSync(path, 'r')
  const { size } = fstatSync(file)
  return {
    size,
    read(start, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - start)))
      let total = 0
      while (total < buffer.length) {
        const bytesRead = readSync(file, buffer, total, buffer.length - total, start + total)
        if (bytesRead === 0) break
        total += bytesRead
      }
      return buffer.subarray(0, total)
    },
    close: () => closeSync(file),
  }
}

const pieceBytes = 1 << 18

/** The bytes from `start` to `end` in pieces. */
export function* piecesOf(file: ArchiveBytes, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; ) {
    const piece = file.read(at, Math.min(pieceBytes, end - at))
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}
