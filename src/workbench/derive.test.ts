import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { buildExif, buildGif, buildJpeg, buildPng, redAndBlue } from '../../test/build-picture.ts'
import { BaileyError } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import { copyFileOut, openCaseFiles } from './case-files.ts'
import { initCase, openCase } from './case-folder.ts'
import { derivePictures } from './derive-pictures.ts'
import { deriveText } from './derive-text.ts'
import { wordsOf } from './engine-command.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}
const options = {
  ...nothingOnReceipt,
  captureMode: 'export',
  timezone: 'UTC',
} as const

const photograph = await buildJpeg(redAndBlue(60, 40), buildExif({ 0x010f: 'Quaymaker' }))
const pictures = {
  'IMG-20200423-WA0001.jpg': photograph,
  'IMG-20200423-WA0002.png': buildPng([60_000, 60_000, 8, 6], Buffer.alloc(9)),
  'IMG-20200423-WA0003.png': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  'IMG-20200423-WA0004.gif': buildGif(2, 2, [Uint8Array.of(1, 2, 3, 4)]),
  'IMG-20200423-WA0005.jpg': photograph.subarray(0, 120),
} as const
const chat = Object.keys(pictures)
  .map((name, at) => `23/04/2020, 10:0${at} - Heron: ${name} (file attached)\n`)
  .join('')

const hashOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** A case that holds a chat with its pictures. */
async function pictureCase(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'bailey-derive-test-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const [caseDir, evidence] = [join(root, 'case'), join(root, 'evidence')]
  mkdirSync(evidence)
  for (const [name, bytes] of Object.entries(pictures)) writeFileSync(join(evidence, name), bytes)
  writeFileSync(
    join(evidence, 'WhatsApp Chat with Heron.txt'),
    `23/04/2020, 09:00 - Wren: send them\n${chat}`,
  )
  await initCase(caseDir, { name: 'Plover', timezone: 'UTC', actor: 'tester' })
  await importEvidence({ caseDir, paths: [evidence], options, asker })
  const open = await openCase(caseDir)
  const files = openCaseFiles(open.store, caseDir)
  t.after(async () => {
    files.close()
    await open.close()
  })
  return { root, caseDir, files, store: open.store }
}

const refusal = (code: string) => (error: unknown) => error instanceof BaileyError && error.code === code

test('every picture is measured once, and what cannot be is counted with its reason', async (t) => {
  const { caseDir, files } = await pictureCase(t)
  const { problems, ...counts } = await derivePictures(caseDir, asker)
  assert.deepEqual(counts, {
    kind: 'picture',
    engine: 'bailey',
    version: '1',
    files: 4,
    made: 2,
    refused: 2,
    failed: 0,
    stopped: false,
  })
  assert.ok(problems.some(({ says }) => says === 'It has more than 64 million pixels.'))
  assert.equal((await derivePictures(caseDir, asker)).files, 0)
  const { derived, messages, mediaType, places } = await files.describe(asker, hashOf(photograph))
  assert.deepEqual(
    [mediaType, messages.total, places.items],
    ['image/jpeg', 1, [{ exhibit: 'E/1', entry: 'IMG-20200423-WA0001.jpg' }]],
  )
  const none = { takenText: null, model: null, orientation: null, gpsText: null, position: null }
  assert.deepEqual(derived, [
    {
      kind: 'picture',
      engine: 'bailey',
      version: '1',
      picture: { width: 60, height: 40, exif: { make: 'Quaymaker', ...none } },
      text: null,
      language: null,
      cut: false,
      refused: null,
    },
  ])
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

test('thumbnails can be thrown away and come back the same', async (t) => {
  const { caseDir, files } = await pictureCase(t)
  await derivePictures(caseDir, asker)
  const kept = await files.thumbnail(asker, hashOf(photograph))
  await rm(join(caseDir, 'derived'), { recursive: true })
  assert.deepEqual(Buffer.from(await files.thumbnail(asker, hashOf(photograph))), Buffer.from(kept))
  for (const hostile of [
    'IMG-20200423-WA0002.png',
    'IMG-20200423-WA0003.png',
    'IMG-20200423-WA0005.jpg',
  ] as const)
    for (const _ of [1, 2])
      await assert.rejects(files.thumbnail(asker, hashOf(pictures[hostile])), refusal('no-thumbnail'))
})

test('a message seen in two exhibits carries its file once', async (t) => {
  const { root, caseDir, files } = await pictureCase(t)
  const again = join(root, 'again')
  mkdirSync(again)
  const name = 'IMG-20200423-WA0001.jpg'
  writeFileSync(join(again, name), photograph)
  writeFileSync(
    join(again, 'WhatsApp Chat with Heron.txt'),
    `23/04/2020, 09:00 - Wren: send them\n${chat.split('\n')[0]}\n24/04/2020, 09:00 - Wren: ${name} (file attached)\n`,
  )
  await importEvidence({ caseDir, paths: [again], options, asker })
  const { messages, places } = await files.describe(asker, hashOf(photograph))
  assert.deepEqual([messages.total, places.total], [2, 2])
})

test('the bytes of a file are given out whole, and of nothing that is no file of the case', async (t) => {
  const { root, caseDir, files } = await pictureCase(t)
  const to = join(root, 'out.jpg')
  await copyFileOut(files, asker, { caseDir, sha256: hashOf(photograph), to })
  assert.deepEqual(await readFile(to), photograph)
  const request = { caseDir, sha256: hashOf(photograph) }
  await assert.rejects(copyFileOut(files, asker, { ...request, to }), refusal('bad-value'))
  await assert.rejects(
    copyFileOut(files, asker, { ...request, to: join(caseDir, 'x') }),
    refusal('within-case'),
  )
  const db = new DatabaseSync(join(caseDir, 'case.sqlite'), { readOnly: true })
  const { sha256 } = db.prepare('select sha256 from exhibit').get() ?? {}
  db.close()
  // The list of an exhibit's files is sealed as well, and is none of them.
  await assert.rejects(files.bytes(asker, String(sha256)), refusal('no-such-file'))
  await assert.rejects(
    files.describe({ ...asker, may: ['read-messages'] }, hashOf(photograph)),
    refusal('not-permitted'),
  )
})

const engine = (script: string) => `${process.execPath} -e '${script}' {file}`
const ocr = (version: string, script: string, timeoutMs = 20_000) => ({
  language: null,
  layer: { kind: 'ocr', engine: 'reader', version } as const,
  command: engine(script),
  timeoutMs,
})

test('a program of the user’s reads a copy of each picture, and what it prints is kept with its name and version', async (t) => {
  const { caseDir, files } = await pictureCase(t)
  const size =
    'process.stdout.write("size " + fs.statSync(process.argv[1]).size + " é"); fs.writeFileSync(process.argv[1], "x")'
  const { files: all, made, failed } = await deriveText(caseDir, asker, ocr('1', size))
  assert.deepEqual([all, made, failed], [4, 4, 0])
  assert.equal((await deriveText(caseDir, asker, ocr('1', size))).files, 0)
  assert.equal((await deriveText(caseDir, asker, ocr('2', size))).files, 4)
  const { derived } = await files.describe(asker, hashOf(photograph))
  assert.deepEqual(
    derived.map(({ engine: name, version, text }) => [name, version, text]),
    [
      ['reader', '1', `size ${photograph.length} é`],
      ['reader', '2', `size ${photograph.length} é`],
    ],
  )
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
  const db = new DatabaseSync(join(caseDir, 'case.sqlite'), { readOnly: true })
  const { n } =
    db.prepare(`select count(*) as n from audit_entry where entry like '%files.derive%'`).get() ?? {}
  db.close()
  assert.equal(n, 8)
})

test('a program that fails, hangs, or prints what is no text costs the file, and is tried again', async (t) => {
  const { caseDir, files } = await pictureCase(t)
  const saysOf = async (run: ReturnType<typeof ocr>) => {
    const { failed, problems } = await deriveText(caseDir, asker, run)
    return [failed, problems[0]?.says]
  }
  assert.deepEqual(await saysOf(ocr('1', 'process.exit(7)')), [4, 'It ended with exit code 7.'])
  assert.deepEqual(await saysOf(ocr('1', 'setInterval(() => {}, 1000)', 300)), [
    4,
    'It took longer than 0.3 seconds.',
  ])
  const binary = 'process.stdout.write(Buffer.from([255, 254]))'
  assert.deepEqual(await saysOf(ocr('1', binary)), [4, 'What it printed is not UTF-8.'])
  assert.equal(
    (await deriveText(caseDir, asker, ocr('1', 'process.stdout.write("é".repeat(900000))'))).made,
    4,
  )
  const [layer] = (await files.describe(asker, hashOf(photograph))).derived
  assert.deepEqual([layer?.text?.length, layer?.cut], [512 * 1024, true])
  await assert.rejects(
    deriveText(caseDir, asker, { ...ocr('3', ''), command: '/nowhere/reader {file}' }),
    refusal('bad-value'),
  )
})

test('a run that is stopped kills its program, keeps what was made and goes on later', async (t) => {
  const { caseDir } = await pictureCase(t)
  const control = new AbortController()
  const { signal } = control
  const slow = ocr(
    '1',
    'setTimeout(() => console.log("read"), fs.statSync(process.argv[1]).size === 120 ? 60_000 : 0)',
  )
  const onDerived = (done: number) => void (done === 3 && setTimeout(() => control.abort(), 200))
  const { made, stopped } = await deriveText(
    caseDir,
    asker,
    { ...slow, timeoutMs: 60_000 },
    { signal, onDerived },
  )
  assert.deepEqual([made, stopped], [3, true])
  assert.equal((await deriveText(caseDir, asker, ocr('1', ''))).files, 1)
})

test('a command is parted into words and nothing more is made of it', () => {
  assert.deepEqual(wordsOf(` tesseract  {file} - --psm "1 2" $HOME 'a "b"' x"y z"`), [
    'tesseract',
    '{file}',
    '-',
    '--psm',
    '1 2',
    '$HOME',
    'a "b"',
    'xy z',
  ])
  for (const command of ['', 'tesseract', '{file}', 'tesseract "{file}', "a ' {file}"])
    assert.throws(() => wordsOf(command), refusal('bad-value'), command)
})
