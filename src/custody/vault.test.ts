import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { appendFileSync, chmodSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { BaileyError } from '../core/errors.ts'
import { openVault } from './vault.ts'

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bailey-vault-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const refusedAs = (code: string) => (error: unknown) => error instanceof BaileyError && error.code === code

test('seals a file under its hash, read-only, and leaves the original alone', async (t) => {
  const folder = await newFolder(t)
  const bytes = new Uint8Array(2_500_000).map((_, at) => at % 251)
  const path = join(folder, 'chat.txt')
  await writeFile(path, bytes)
  const before = await stat(path)
  const vault = openVault(join(folder, 'case'))
  let told = 0
  const seal = await vault.sealFile(path, { onBytes: (count) => (told += count) })
  assert.deepEqual(seal, { sha256: sha256(bytes), size: bytes.length })
  assert.equal(told, bytes.length)
  const sealed = vault.pathOf(seal.sha256)
  assert.equal(sealed, join(folder, 'case', 'exhibits', seal.sha256.slice(0, 2), seal.sha256))
  assert.ok((await readFile(sealed)).equals(bytes))
  assert.equal((await stat(sealed)).mode & 0o777, 0o444)
  assert.equal((await stat(path)).mtimeMs, before.mtimeMs)
  assert.deepEqual(await readdir(join(folder, 'case', 'exhibits', '.incoming')), [])
})

test('sealing the same bytes again keeps the first copy', async (t) => {
  const vault = openVault(await newFolder(t))
  const bytes = new TextEncoder().encode('the same')
  const first = await vault.sealBytes(bytes)
  const { ino } = await stat(vault.pathOf(first.sha256))
  assert.deepEqual(await vault.sealBytes(bytes), first)
  assert.equal((await stat(vault.pathOf(first.sha256))).ino, ino)
})

test('reads any range, whichever way it is asked for', async (t) => {
  const vault = openVault(await newFolder(t))
  const range = fc.record({
    bytes: fc.uint8Array({ maxLength: 200 }),
    offset: fc.nat(220),
    length: fc.nat(220),
  })
  await fc.assert(
    fc.asyncProperty(range, async ({ bytes, offset, length }) => {
      const { sha256: hash } = await vault.sealBytes(bytes)
      const expected = bytes.slice(offset, offset + length)
      assert.deepEqual(await vault.readRange(hash, offset, length), expected)
      const blob = vault.openBlob(hash)
      assert.deepEqual(blob.readSync(offset, length), expected)
      blob.close()
    }),
    { numRuns: 40 },
  )
})

test('rehashing finds a changed byte and a missing file', async (t) => {
  const vault = openVault(await newFolder(t))
  const { sha256: hash } = await vault.sealBytes(Uint8Array.of(1, 2, 3))
  assert.deepEqual(await vault.rehash(hash), { sha256: hash, size: 3 })
  chmodSync(vault.pathOf(hash), 0o600)
  await writeFile(vault.pathOf(hash), Uint8Array.of(1, 2, 4))
  assert.notEqual((await vault.rehash(hash))?.sha256, hash)
  await rm(vault.pathOf(hash))
  assert.equal(await vault.rehash(hash), null)
  await assert.rejects(vault.readRange(hash, 0, 1), refusedAs('cannot-read'))
  assert.throws(() => vault.openBlob(hash), refusedAs('cannot-read'))
})

test('refuses a source that is missing, a folder, or changes while it is read, and leaves nothing behind', async (t) => {
  const folder = await newFolder(t)
  const vault = openVault(folder)
  await mkdir(join(folder, 'sub'))
  await assert.rejects(vault.sealFile(join(folder, 'none')), refusedAs('cannot-read'))
  await assert.rejects(vault.sealFile(join(folder, 'sub')), refusedAs('cannot-read'))
  const path = join(folder, 'growing.txt')
  await writeFile(path, 'first\n')
  let grown = false
  const onBytes = () => {
    if (!grown) appendFileSync(path, 'second\n')
    grown = true
  }
  await assert.rejects(vault.sealFile(path, { onBytes }), /changed while it was being read/)
  assert.deepEqual(await readdir(join(folder, 'exhibits')), ['.incoming'])
  assert.deepEqual(await readdir(join(folder, 'exhibits', '.incoming')), [])
})

test('clears what an interrupted sealing left', async (t) => {
  const folder = await newFolder(t)
  await mkdir(join(folder, 'exhibits', '.incoming'), { recursive: true })
  await writeFile(join(folder, 'exhibits', '.incoming', 'half'), 'x')
  const vault = openVault(folder)
  await vault.clearIncoming()
  assert.deepEqual(await readdir(join(folder, 'exhibits')), [])
  assert.equal((await vault.sealBytes(Uint8Array.of())).size, 0)
})

test('refuses a path in place of a hash', async (t) => {
  const vault = openVault(await newFolder(t))
  assert.throws(() => vault.pathOf('../../etc/passwd'), TypeError)
})
