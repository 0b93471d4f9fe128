/** Unpacks an archive held in memory, for tests. */
import assert from 'node:assert/strict'
import type { ArchiveBytes } from '../src/custody/archives/archive-bytes.ts'
import { unpackArchive } from '../src/custody/archives/unpack.ts'

const inMemory = (bytes: Buffer): ArchiveBytes => ({
  size: bytes.length,
  read: (start, length) => bytes.subarray(Math.min(start, bytes.length), start + length),
  close() {},
})

/** What came out, members as one character a byte. */
export interface Unpacked {
  readonly members: Readonly<Record<string, string>>
  readonly says: readonly string[]
  readonly codes: readonly string[]
  readonly isDocument: boolean
}

/** Unpacks it; every fault must lie within it. */
export async function unpack(bytes: Buffer, name = 'outer'): Promise<Unpacked> {
  const members: Record<string, string> = {}
  const says: string[] = []
  const codes: string[] = []
  let isDocument = false
  let open: { readonly name: string; readonly pieces: Uint8Array[] } | null = null
  for await (const event of unpackArchive(inMemory(bytes), name)) {
    if (event.kind === 'member') open = { name: event.name, pieces: [] }
    if (event.kind === 'bytes') open?.pieces.push(event.bytes)
    if (event.kind === 'end' && open) members[open.name] = Buffer.concat(open.pieces).toString('latin1')
    const fault = event.kind === 'end' || event.kind === 'fault' ? event.fault : null
    if (fault) {
      says.push(fault.problem.says)
      codes.push(fault.problem.code)
      assert.ok(fault.start >= 0 && fault.length >= 0 && fault.start <= bytes.length)
    }
    isDocument ||= event.kind === 'document'
  }
  return { members, says, codes, isDocument }
}
