/** 7-Zip, RAR, xz, bzip2 and Zstandard. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { tar, zip } from '../../../test/build-archive.ts'
import { type PackedMember, packedRar5, rar4, rar5, sevenZip } from '../../../test/build-packed-archive.ts'
import { packedFixture } from '../../../test/packed-fixtures.ts'
import { unpack } from '../../../test/unpack-bytes.ts'

const chat = 'anna: is it ready?\n'.repeat(40)
const members = { 'chat/_chat.txt': chat, 'chat/two.txt': 'boris: not yet\n'.repeat(9), 'chat/пусто.txt': '' }
const whole = { members, says: [], codes: [], isDocument: false }
const builders = {
  '7z': sevenZip,
  'lzma2 7z': (list: readonly PackedMember[]) => sevenZip(list, 16),
  rar4,
  rar5,
}

test('unpacks 7-Zip, solid and by other methods, and tar in xz, bzip2 and Zstandard', async () => {
  for (const name of ['solid.7z', 'ppmd.7z', 'chat.tar.xz', 'chat.tar.bz2'] as const)
    assert.deepEqual(await unpack(packedFixture(name)), whole, name)
  const list = Object.entries(members).map(([name, bytes]) => ({ name, bytes }))
  assert.deepEqual(await unpack(zstdCompressSync(tar(list))), whole)
  for (const [kind, build] of Object.entries(builders))
    assert.deepEqual(await unpack(build(list)), whole, kind)
})

test('unpacks the one file in xz, bzip2 and Zstandard, in several parts one after another', async () => {
  const parts = {
    'a/chat.txt.zst': zstdCompressSync(chat),
    'a/chat.txt.xz': packedFixture('chat.txt.xz'),
    'a/chat.txt.BZ2': packedFixture('chat.txt.bz2'),
  }
  for (const [name, part] of Object.entries(parts)) {
    assert.deepEqual((await unpack(part, name)).members, { 'chat.txt': chat }, name)
    const twice = await unpack(Buffer.concat([part, part]), name)
    assert.deepEqual([twice.members, twice.says], [{ 'chat.txt': chat + chat }, []], name)
    const tail = await unpack(Buffer.concat([part, Buffer.from('behind it')]), name)
    assert.equal(tail.says.length, 1, name)
    const cut = await unpack(part.subarray(0, -10), name)
    assert.match(cut.says[0] ?? '', /^chat\.txt: its compressed bytes .*end too soon/, name)
  }
})

test('Z-01 names of 7-Zip and RAR are data, also those that are no Unicode', async () => {
  const names = {
    '../../etc/passwd': '\\.\\./\\.\\./etc/passwd',
    '/etc/x': '\\e/etc/x',
    'gpj.\u202etxt': 'gpj.\\u{202e}txt',
  }
  const list = Object.keys(names).map((name) => ({ name, bytes: name.slice(0, 2) }))
  for (const [kind, build] of Object.entries(builders)) {
    const { members: found, says } = await unpack(build(list))
    assert.deepEqual([Object.keys(found), says], [Object.values(names), []], kind)
  }
  const lone = await unpack(
    sevenZip([
      { name: 'a\ud800b', bytes: 'x' },
      { name: 'c', bytes: 'y' },
    ]),
  )
  assert.deepEqual(lone.members, { '\\e': 'x', c: 'y' })
  assert.deepEqual(lone.says, ['\\e: its name is no text and could not be read.'])
})

test('Z-05 a wrong checksum is told of its member, and the others are read', async () => {
  const list = [
    { name: 'one', bytes: chat },
    { name: 'two', bytes: chat, crc: 1 },
    { name: 'three', bytes: chat },
  ]
  for (const [kind, build] of Object.entries(builders)) {
    const { members: found, says } = await unpack(build(list))
    assert.deepEqual([found['one'], found['three']], [chat, chat], kind)
    assert.deepEqual(says, ['two: its bytes do not give the checksum stated, so they are damaged.'], kind)
  }
})

test('Z-05 a compressed RAR is unpacked up to a member that is damaged, and says that the rest was not', async () => {
  const list = ['one', 'two', 'three'].map((name) => ({ name, bytes: chat + name }))
  const expected = Object.fromEntries(list.map(({ name, bytes }) => [name, bytes]))
  const packed = await unpack(packedRar5(list))
  assert.deepEqual([packed.members, packed.says], [expected, []])
  const damaged = await unpack(packedRar5(list.map((one) => (one.name === 'two' ? { ...one, crc: 1 } : one))))
  assert.equal(damaged.members['one'], expected['one'])
  assert.match(
    damaged.says.join(),
    /^two: its bytes do not give .*; what follows it in the archive was not unpacked/,
  )
})

test('Z-05 an archive cut short says so, wherever it was cut', async () => {
  const list = ['one', 'two', 'three'].map((name) => ({ name, bytes: chat + name }))
  const archives = [
    ...Object.values(builders).map((build) => build(list)),
    packedFixture('solid.7z'),
    packedRar5(list),
  ]
  await fc.assert(
    fc.asyncProperty(fc.nat(5), fc.nat(), async (which, place) => {
      const bytes = archives[which] ?? Buffer.alloc(0)
      const { says } = await unpack(bytes.subarray(0, 8 + (place % (bytes.length - 8))))
      assert.ok(says.length > 0)
    }),
    { numRuns: 120 },
  )
})

test('never throws on a damaged byte of these, and never loses a member without saying so', async () => {
  const list = Object.entries(members).map(([name, bytes]) => ({ name, bytes }))
  const archives = [
    ...Object.values(builders).map((build) => build(list)),
    packedFixture('solid.7z'),
    packedFixture('chat.tar.xz'),
    packedFixture('chat.tar.bz2'),
  ]
  await fc.assert(
    fc.asyncProperty(fc.nat(6), fc.nat(), fc.nat(255), async (which, place, byte) => {
      const bytes = Buffer.from(archives[which] ?? Buffer.alloc(0))
      // The marks by which it is known, and the versions of 7-Zip, decide nothing about its members.
      const at = 8 + (place % (bytes.length - 8))
      const changed = bytes[at] !== byte
      bytes[at] = byte
      const { members: found, says } = await unpack(bytes)
      const isWhole = Object.entries(members).every(([name, text]) => found[name] === text)
      assert.ok(!changed || isWhole || says.length > 0, `${which} ${at} ${byte}`)
    }),
    { numRuns: 250 },
  )
})

test('Z-06 what is encrypted, and a method that is not unpacked, are named', async () => {
  const secret = await unpack(packedFixture('secret.7z'))
  assert.deepEqual(secret.members, { 'chat/пусто.txt': '' })
  assert.match(secret.says[0] ?? '', /^chat\/_chat\.txt was not unpacked: it is encrypted/)
  assert.match(secret.says[1] ?? '', /^chat\/two\.txt was not unpacked: it is encrypted/)
  const hidden = await unpack(packedFixture('hidden.7z'))
  assert.match(hidden.says.join(), /^Nothing of the archive was unpacked: it is encrypted; [^,]*$/)
  const mixed = await unpack(packedFixture('mixed.7z'))
  assert.match(mixed.says[0] ?? '', /its method is not one Bailey unpacks/)
})

test('an archive whose window is larger than the memory for it is told and not tried', async () => {
  const { says, codes } = await unpack(sevenZip([{ name: 'a', bytes: chat }], 38))
  assert.match(says.join(), /^a: unpacking it takes more memory than Bailey gives to an archive/)
  assert.deepEqual(codes, ['archive-budget'])
})

test('bytes behind a 7-Zip archive, and a RAR volume that is not the last, are told', async () => {
  const list = [{ name: 'a', bytes: chat }]
  const tailed = await unpack(Buffer.concat([sevenZip(list), Buffer.from('tail')]))
  assert.deepEqual(tailed.says, ['4 bytes follow the end of the archive and belong to no member.'])
  assert.deepEqual((await unpack(rar5(list, true))).says, [
    'The archive goes on in another volume: unpack all of them with another program and import the folder.',
  ])
})

test('a solid archive of many members is unpacked in one pass', async () => {
  const list = Array.from({ length: 5000 }, (_, n) => ({ name: `chats/${n}.txt`, bytes: `message ${n}` }))
  for (const [kind, build] of Object.entries(builders)) {
    const { members: found, says } = await unpack(build(list))
    assert.deepEqual(
      [Object.keys(found).length, found['chats/4999.txt'], says],
      [5000, 'message 4999', []],
      kind,
    )
  }
})

test('an archive in another comes out as a member, byte for byte', async () => {
  const inner = sevenZip([{ name: 'a', bytes: chat }])
  const outer = await unpack(
    zstdCompressSync(tar([{ name: 'in.zip', bytes: zip([{ name: 'in.7z', bytes: inner }]) }])),
  )
  const again = await unpack(Buffer.from(outer.members['in.zip'] ?? '', 'latin1'))
  assert.equal(again.members['in.7z'], inner.toString('latin1'))
})
