import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { zip } from '../../test/build-archive.ts'
import { countBytes, unpackSandboxed } from '../../test/unpack-sandboxed.ts'
import { allowanceOf, importLimits } from './unpack-allowance.ts'
import { unpackSealed } from './unpack-archive.ts'

const mebi = 2 ** 20

test('Z-03 a member that swells beyond the ratio stops its archive, and what came before is kept', async (t) => {
  const zeros = Buffer.alloc(64 * mebi)
  const members = [
    { name: 'chat.txt', bytes: 'a chat' },
    { name: 'bomb', bytes: zeros },
    { name: 'later', bytes: 'x' },
  ]
  const {
    members: kept,
    says,
    bytes,
  } = await unpackSandboxed(t, zip(members), { ratio: 100, ratioFrom: mebi })
  assert.deepEqual(kept, ['chat.txt 6'])
  assert.match(
    says.join('\n'),
    /^archive-budget: Unpacking stopped at bomb: its \d+ bytes have swollen to more than \d+\.$/,
  )
  assert.ok(bytes < 8 * mebi)
})

test('Z-03 gzip, a full disk, the total and the count of members stop it too', async (t) => {
  const zeros = gzipSync(Buffer.alloc(16 * mebi))
  assert.match(
    (await unpackSandboxed(t, zeros, { total: 1, spare: mebi })).says.join(),
    /bytes received have swollen/,
  )
  const two = zip(['a', 'b', 'c'].map((name) => ({ name, bytes: name })))
  const { members, says } = await unpackSandboxed(t, two, { members: 2 })
  assert.deepEqual(members, ['a 1', 'b 1'])
  assert.match(says.join(), /stopped at c: the archive holds more than 2 members/)
})

test('Z-04 a log that packs 300 to 1 is no bomb', async (t) => {
  const line = `${'anna: is it ready? '.repeat(40)}\n`
  const log = Buffer.from(line.repeat((8 * mebi) / line.length))
  const { members, says } = await unpackSandboxed(t, zip([{ name: 'log', bytes: log }]))
  assert.deepEqual([members, says], [[`log ${log.length}`], []])
})

test('a process that dies is a fault of its archive', async () => {
  const faults = []
  const measured = { size: 9, received: { size: 9 }, before: 0, freeShare: () => 1 }
  const sealed = { name: 'gone', size: 9, path: join(tmpdir(), 'bailey-is-not-there') }
  for await (const one of unpackSealed(sealed, countBytes, allowanceOf(measured, importLimits)))
    if (one.kind === 'fault') faults.push(one.fault.problem.code)
  assert.deepEqual(faults, ['reader-failed'])
})

test('Z-03 a size that lies beyond all reason costs nothing', async (t) => {
  const data = deflateRawSync('chat')
  const bytes = zip([{ name: 'a', bytes: data, stored: true, method: 8, size: 0xfffffff0, crc: 0 }])
  const { members, says } = await unpackSandboxed(t, bytes)
  assert.deepEqual(members, ['a 4'])
  assert.match(says.join(), /^unread-part: a: it states 4294967280 bytes and has 4; its bytes do not give/)
})

test('Z-03 twenty thousand empty members pass', async (t) => {
  const many = zip(Array.from({ length: 20_000 }, (_, n) => ({ name: `e${n}`, bytes: '', stored: true })))
  const { members, says } = await unpackSandboxed(t, many)
  assert.equal(members.length, 20_000)
  assert.deepEqual(says, [])
})
