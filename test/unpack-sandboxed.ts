/** Unpacks an archive in the sandbox, for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Seal } from '../src/custody/vault.ts'
import { allowanceOf, importLimits, type UnpackLimits } from '../src/workbench/unpack-allowance.ts'
import { unpackSealed } from '../src/workbench/unpack-archive.ts'

/** What came out: members by name and size, and what was said. */
export interface Taken {
  readonly members: readonly string[]
  readonly says: readonly string[]
  readonly bytes: number
}

/** Unpacks bytes within these limits, counting what comes out and keeping nothing. */
export async function unpackSandboxed(
  t: TestContext,
  bytes: Buffer,
  { name = 'outer', ...limits }: Partial<UnpackLimits> & { readonly name?: string } = {},
): Promise<Taken> {
  const folder = mkdtempSync(join(tmpdir(), 'bailey-unpack-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'sealed')
  writeFileSync(path, bytes)
  const { length: size } = bytes
  const measured = { size, received: { size }, before: 0, freeShare: () => 1 }
  const allowance = allowanceOf(measured, { ...importLimits, ...limits })
  const members: string[] = []
  const says: string[] = []
  for await (const one of unpackSealed({ name, size, path }, countBytes, allowance)) {
    if (one.kind === 'member') members.push(`${one.name} ${one.seal.size}`)
    if (one.kind === 'fault') says.push(`${one.fault.problem.code}: ${one.fault.problem.says}`)
  }
  return { members, says, bytes: allowance.bytes() }
}

/** Takes a member's bytes without keeping or hashing them. */
export async function countBytes(pieces: AsyncIterable<Uint8Array>): Promise<Seal> {
  let size = 0
  for await (const piece of pieces) size += piece.length
  return { sha256: '', size }
}
