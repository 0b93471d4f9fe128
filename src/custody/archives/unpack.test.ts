import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { overlappingZip, tar, zip } from '../../../test/build-archive.ts'
import { unpack } from '../../../test/unpack-bytes.ts'

const chat = 'anna: is it ready?\n'.repeat(40)

test('unpacks every member of a zip, a tar, a compressed tar and a gzip file', async () => {
  const members = { 'chat/_chat.txt': chat, 'chat/IMG.jpg': '\u00ff\u00d8\u00ff', 'пусто.txt': '' }
  const list = Object.entries(members).map(([name, text]) => ({ name, bytes: Buffer.from(text, 'latin1') }))
  const whole = { members, says: [], codes: [], isDocument: false }
  assert.deepEqual(await unpack(zip(list)), whole)
  assert.deepEqual(await unpack(zip(list.map((member) => ({ ...member, stored: true })))), whole)
  assert.deepEqual(await unpack(zip(list.map((member) => ({ ...member, descriptor: true })))), whole)
  assert.deepEqual(await unpack(tar(list)), whole)
  assert.deepEqual(await unpack(gzipSync(tar(list))), whole)
  assert.deepEqual(await unpack(gzipSync(chat), 'a/chat.txt.GZ'), { ...whole, members: { 'chat.txt': chat } })
  assert.deepEqual(await unpack(zip([])), { ...whole, members: {} })
})

test('Z-01 a name is data: whatever leads out of a folder or cannot be seen is written out', async () => {
  const names = {
    '../../etc/passwd': '\\.\\./\\.\\./etc/passwd',
    '/etc/passwd': '\\e/etc/passwd',
    'C:\\Windows\\x': 'C:\\\\Windows\\\\x',
    '\\\\server\\share': '\\\\\\\\server\\\\share',
    'a//b': 'a/\\e/b',
    './a': '\\./a',
    'nul\u0000.txt': 'nul\\u{0}.txt',
    'gpj.\u202etxt': 'gpj.\\u{202e}txt',
    '%2e%2e/a': '%2e%2e/a',
    CON: 'CON',
    'dot. ': 'dot. ',
    'a.zip!/b': 'a.zip\\!/b',
    A: 'A',
    a: 'a',
  }
  const listed = Object.keys(names).map((name) => ({ name, bytes: name }))
  const { members, says } = await unpack(zip(listed))
  assert.deepEqual(Object.keys(members).toSorted(), Object.values(names).toSorted())
  assert.deepEqual(says, [])
  const inTar = await unpack(tar(listed.filter(({ name }) => !name.includes('\u0000'))))
  assert.equal(Object.keys(inTar.members).length, listed.length - 1)
  const long = 'n'.repeat(5000)
  for (const unpacked of [
    await unpack(zip([{ name: long, bytes: 'x' }])),
    await unpack(tar([{ name: long, bytes: 'x' }])),
  ])
    assert.match(Object.keys(unpacked.members)[0] ?? '', /^n{4096}\\#[0-9a-f]{64}$/)
})

const nameFor = async (raw: Uint8Array | string, flags: number) =>
  Object.keys((await unpack(zip([{ name: raw, bytes: 'x', flags }]))).members)[0]

test('decodes names by the rules of zip, and none is lost', async () => {
  assert.equal(await nameFor('привет', 0x800), 'привет')
  assert.equal(await nameFor('привет', 0), 'привет')
  assert.equal(await nameFor(Uint8Array.of(0x8f, 0xe0, 0xa8), 0), 'Åαé'.replace('é', '¿'))
  assert.equal(await nameFor(Uint8Array.of(0xc3, 0x28), 0x800), '├(')
})

test('Z-03 stops at members that share their bytes', async () => {
  const { members, codes, says } = await unpack(overlappingZip(1000, Buffer.alloc(1_000_000)))
  assert.deepEqual(Object.keys(members), ['a0'])
  assert.deepEqual(codes.filter((code) => code === 'archive-budget').length, 1)
  assert.match(says.at(-1) ?? '', /^Unpacking stopped at a1: its bytes are also those of another member/)
})

test('a few members that share bytes are named, and the others read', async () => {
  const bytes = zip(['one', 'two', 'three'].map((name) => ({ name, bytes: chat })))
  const first = bytes.indexOf('PK\u0001\u0002')
  bytes.writeUInt32LE(bytes.readUInt32LE(first + 20) + 50, first + 20)
  const { members, says } = await unpack(bytes)
  assert.deepEqual(members, { one: chat, three: chat })
  assert.match(says.join(' '), /two was not unpacked: its bytes are also those of another/)
})

test('Z-05 a packed size that reaches beyond the archive costs one member at most', async () => {
  for (const stored of [true, false]) {
    const bytes = zip(['one', 'two', 'three'].map((name) => ({ name, bytes: chat, stored })))
    bytes.writeUInt32LE(0xfffffff0, bytes.indexOf('PK\u0001\u0002') + 20)
    const { members, says } = await unpack(bytes)
    assert.deepEqual(members, { one: chat, two: chat, three: chat })
    assert.match(says[0] ?? '', /^one: the directory states the packed size 4294967280/)
  }
})

test('Z-05 a wrong checksum, a lying size and a second name are told of their member, and the others are read', async () => {
  const { members, says, codes } = await unpack(
    zip([
      { name: 'sum.txt', bytes: chat, crc: 1 },
      { name: 'size.txt', bytes: chat, size: 3 },
      { name: 'name.txt', bytes: chat, localName: 'other.txt' },
      { name: 'whole.txt', bytes: chat },
    ]),
  )
  assert.deepEqual(members, { 'sum.txt': chat, 'size.txt': chat, 'name.txt': chat, 'whole.txt': chat })
  assert.deepEqual(says, [
    'sum.txt: its bytes do not give the checksum stated, so they are damaged.',
    'size.txt: it states 3 bytes and has 760.',
    'name.txt: the directory states the name name.txt and its own header other.txt.',
  ])
  assert.deepEqual(codes, ['unread-part', 'unread-part', 'archive-conflict'])
})

test('Z-05 a copy cut short is read by the headers of its members', async () => {
  const members = ['one', 'two', 'three'].map((name) => ({ name, bytes: chat }))
  for (const shape of [{}, { stored: true }, { descriptor: true }, { stored: true, descriptor: true }]) {
    const whole = zip(members.map((member) => ({ ...member, ...shape })))
    const cut = await unpack(whole.subarray(0, whole.indexOf('PK\u0001\u0002') + 60))
    assert.deepEqual(cut.members, { one: chat, two: chat, three: chat })
    assert.equal(cut.says.length, 1)
    assert.match(cut.says[0] ?? '', /^The archive has no directory/)
  }
  const whole = zip(members)
  const cut = await unpack(whole.subarray(0, whole.lastIndexOf('PK\u0003\u0004') + 45))
  assert.deepEqual([cut.members['one'], cut.members['two']], [chat, chat])
  assert.match(
    cut.says.at(-1) ?? '',
    /^three: its compressed bytes end too soon; the archive ends before it does/,
  )
})

test('Z-05 what the directory does not list is unpacked and told, and so are bytes behind the end', async () => {
  const bytes = zip([
    { name: 'shown', bytes: chat },
    { name: 'hidden', bytes: 'x', unlisted: true },
    { name: 'last', bytes: 'y' },
  ])
  const { members, says } = await unpack(Buffer.concat([bytes, Buffer.from('tail')]))
  assert.deepEqual(members, { shown: chat, last: 'y', hidden: 'x' })
  assert.deepEqual(says, [
    '4 bytes follow the end of the archive and belong to no member.',
    'hidden: it stands in the archive and not in its directory.',
  ])
})

test('Z-05 a damaged directory costs no member', async () => {
  const bytes = zip(['one', 'two', 'three'].map((name) => ({ name, bytes: name })))
  const second = bytes.indexOf('PK\u0001\u0002', bytes.indexOf('PK\u0001\u0002') + 1)
  bytes[second] = 0
  const { members, says } = await unpack(bytes)
  assert.deepEqual(members, { one: 'one', two: 'two', three: 'three' })
  assert.match(says[0] ?? '', /directory of the archive is damaged after its record 1/)
})

test('Z-06 an encrypted member and one of an unknown method are named, the others read', async () => {
  const { members, says } = await unpack(
    zip([
      { name: 'secret', bytes: 'x', flags: 1 },
      { name: 'old', bytes: 'x', method: 14 },
      { name: 'plain', bytes: chat },
    ]),
  )
  assert.deepEqual(members, { plain: chat })
  assert.match(says[0] ?? '', /^secret was not unpacked: it is encrypted/)
  assert.match(says[1] ?? '', /^old was not unpacked: it is compressed with LZMA/)
})

test('links and devices are named and not followed', async () => {
  const link = { name: 'link', bytes: '/etc/passwd', mode: 0o120777 }
  assert.deepEqual((await unpack(zip([link]))).says, [
    'link was not unpacked: it is a symbolic link, and links are not followed.',
  ])
  const { members, says } = await unpack(
    tar([
      { name: 'sym', type: '2', link: '/etc/passwd' },
      { name: 'hard', type: '1', link: 'chat' },
      { name: 'dev', type: '3' },
      { name: 'folder/', type: '5' },
      { name: 'chat', bytes: chat },
    ]),
  )
  assert.deepEqual(members, { chat })
  assert.deepEqual(
    says.map((sentence) => sentence.split(' ')[0]),
    ['sym', 'hard', 'dev'],
  )
})

test('a damaged or shortened tar keeps what can be read and says where the rest was', async () => {
  const whole = tar(['one', 'two', 'three'].map((name) => ({ name, bytes: chat })))
  const damaged = Buffer.from(whole)
  damaged[1536 + 148] = 0x39
  const mended = await unpack(damaged)
  assert.deepEqual(mended.members, { one: chat, three: chat })
  assert.deepEqual(mended.says, ['These bytes are no member of the archive: it is damaged here.'])
  const cut = await unpack(whole.subarray(0, 2100))
  assert.equal(cut.members['two'], chat.slice(0, 52))
  assert.match(cut.says[0] ?? '', /^two: the archive ends before it does/)
  assert.match((await unpack(whole.subarray(0, -1024))).says[0] ?? '', /without its end mark/)
  const packed = gzipSync(whole)
  assert.match((await unpack(packed.subarray(0, -9))).says.at(-1) ?? '', /end too soon/)
})

test('a document that is a zip file inside is left whole', async () => {
  const parts = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml'].map((name) => ({
    name,
    bytes: '<x/>',
  }))
  assert.equal((await unpack(zip(parts))).isDocument, true)
  assert.equal((await unpack(zip(parts.slice(1)))).isDocument, false)
  const epub = { name: 'mimetype', bytes: 'application/epub+zip', stored: true }
  assert.equal((await unpack(zip([epub]))).isDocument, true)
  assert.equal((await unpack(gzipSync('{"tgs":1,"v":"5.5.2"}'))).isDocument, true)
})

test('never throws on a damaged byte, and never loses a member without saying so', async () => {
  const list = ['one', 'two', 'three'].map((name) => ({ name, bytes: chat + name }))
  const archives = [
    zip(list),
    zip(list.map((member) => ({ ...member, descriptor: true }))),
    tar(list),
    gzipSync(tar(list)),
  ]
  await fc.assert(
    fc.asyncProperty(fc.nat(3), fc.nat(), fc.nat(255), async (which, place, byte) => {
      const bytes = Buffer.from(archives[which] ?? Buffer.alloc(0))
      bytes[place % bytes.length] = byte
      const { members, says } = await unpack(bytes)
      // A tar has no checksum over what it holds: there only the members themselves are sure.
      const isWhole = list.every(({ name, bytes: text }) =>
        which === 2 ? members[name]?.length === text.length : members[name] === text,
      )
      assert.ok(isWhole || says.length > 0)
    }),
    { numRuns: 400 },
  )
})

test('of damaged data everything before the damage is kept', async () => {
  const text = Array.from({ length: 400 }, (_, n) => `${(n * 7919) % 1000} said something\n`).join('')
  const bytes = zip([{ name: 'a', bytes: text }])
  const end = bytes.indexOf('PK\u0001\u0002')
  bytes.fill(0xff, end - 60, end - 30)
  const kept = (await unpack(bytes)).members['a'] ?? ''
  assert.ok(kept.length > text.length / 2, `${kept.length} of ${text.length}`)
  assert.ok(text.startsWith(kept.slice(0, text.length / 2)))
})

test('compressed data that goes on behind its end is told', async () => {
  const data = Buffer.concat([deflateRawSync('x'), Buffer.from('behind')])
  const bytes = zip([{ name: 'a', bytes: data, stored: true, method: 8, size: 1, crc: 0x8cdc1683 }])
  assert.deepEqual((await unpack(bytes)).says, ['a: it states 9 packed bytes and has 3.'])
  assert.match(
    (await unpack(Buffer.concat([gzipSync('x'), Buffer.from('behind')]), 'x.gz')).says[0] ?? '',
    /^6 bytes follow/,
  )
})
