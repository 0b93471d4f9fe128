import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { FileDetail } from '../src/store/file-detail.ts'
import type { DeriveReport } from '../src/workbench/derive-report.ts'
import { buildPng } from './build-picture.ts'
import { bailey, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
const evidence = join(folder.path, 'evidence')
after(() => folder[Symbol.asyncDispose]())

const picture = buildPng([3, 2, 8, 0], Buffer.of(0, 1, 2, 3, 0, 4, 5, 6))
const sha256 = createHash('sha256').update(picture).digest('hex')
const chat = {
  name: 'Heron',
  type: 'personal_chat',
  id: 77,
  messages: [
    {
      id: 1,
      type: 'message',
      date: '2021-03-04T05:06:07',
      date_unixtime: '1614834367',
      from: 'Wren',
      from_id: 'user1',
      text: 'the quay?',
    },
    {
      id: 2,
      type: 'message',
      date: '2021-03-04T05:07:07',
      date_unixtime: '1614834427',
      edited: '2021-03-04T05:08:07',
      edited_unixtime: '1614834487',
      from: 'Heron',
      from_id: 'user77',
      forwarded_from: 'Otter',
      reply_to_message_id: 1,
      photo: 'photos/photo_1.png',
      width: 3,
      height: 2,
      text: 'this one',
      reactions: [
        {
          type: 'emoji',
          count: 1,
          emoji: '👍',
          recent: [{ from: 'Wren', from_id: 'user1', date: '2021-03-04T05:09:07' }],
        },
      ],
    },
  ],
}
await mkdir(join(evidence, 'photos'), { recursive: true })
await writeFile(join(evidence, 'photos', 'photo_1.png'), picture)
await writeFile(join(evidence, 'result.json'), JSON.stringify(chat))
await bailey(['init', dir, '--name', 'Plover'])
const imported = await bailey(['import', evidence, '--case', dir])
assert.equal(imported.code, 0, imported.stderr + imported.stdout.toString())

const text = async (...args: string[]) => {
  const { code, stdout, stderr } = await bailey([...args, '--case', dir])
  assert.equal(code, 0, stderr)
  return stdout.toString()
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-parameters -- the shape is what the tests then check
const json = async <T>(...args: string[]) => JSON.parse(await text(...args, '--json')) as T
const { hits } = await json<{ hits: { uid: string }[] }>('search', 'one')
const uid = hits[0]?.uid ?? ''

test('a message shows its file, what it answers, and what was done to it', async () => {
  const shown = await text('message', uid)
  assert.match(shown, new RegExp(`^file .*is image/png .*sha256 ${sha256}  E/1  photos/photo_1\\.png$`, 'm'))
  assert.match(shown, /^answers /m)
  assert.match(shown, /^reaction +👍/m)
  assert.match(shown, /^edited/m)
  assert.match(shown, /^forwarded +from Otter$/m)
})

test('a file is measured, read by a program of the user’s, shown with both, and written out', async () => {
  const measured = await json<DeriveReport>('derive', '--kind', 'picture')
  assert.deepEqual([measured.files, measured.made], [1, 1])
  const command = `${process.execPath} -e 'console.log("LANDED 7")' {file}`
  await text('derive', '--kind', 'ocr', '--engine', 'reader', '--engine-version', '1.0', '--command', command)
  const detail = await json<FileDetail>('file', sha256)
  assert.deepEqual(detail.messages, { total: 1, uids: [uid] })
  const shown = await text('file', sha256)
  assert.match(shown, /^ {14}3 x 2 pixels$/m)
  assert.match(shown, /^ocr +by reader 1\.0, a machine\n +LANDED 7$/m)
  const out = join(folder.path, 'out.png')
  await text('file', sha256, '--out', out)
  assert.deepEqual(await readFile(out), picture)
  assert.equal((await stat(out)).mode & 0o222, 0)
})

test('what cannot be done is refused in one line', async () => {
  const cases: readonly (readonly [RegExp, ...string[]])[] = [
    [/holds no file with the SHA-256 0{64}/, 'file', '0'.repeat(64)],
    [/holds no file with the SHA-256 xyz/, 'file', 'xyz'],
    [/For ocr give --engine/, 'derive', '--kind', 'ocr'],
    [/name no engine/, 'derive', '--kind', 'picture', '--engine', 'x'],
    [
      /quote that is not closed/,
      'derive',
      '--kind',
      'ocr',
      '--engine',
      'x',
      '--engine-version',
      '1',
      '--command',
      `x '{file}`,
    ],
    [/exists already/, 'file', sha256, '--out', join(evidence, 'result.json')],
  ]
  for (const [says, ...args] of cases) {
    const ran = await bailey([...args, '--case', dir])
    assert.ok(ran.code === 1 || ran.code === 2)
    assert.match(ran.stderr, says)
    assert.equal(ran.stderr.trimEnd().split('\n').length, 1, ran.stderr)
  }
})
