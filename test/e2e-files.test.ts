import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWindow, startServing } from '../scripts/open-browser.ts'
import { buildJpeg, redAndBlue } from './build-picture.ts'
import { faultsOf } from './page-faults.ts'
import { bailey, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
const evidence = join(folder.path, 'evidence')
await mkdir(evidence)
const lines = [
  '23/04/2020, 10:00 - Wren: did you get the list',
  '23/04/2020, 10:01 - Heron: IMG-20200423-WA0001.jpg (file attached)',
  'all as agreed',
  '23/04/2020, 10:02 - Heron: PTT-20200423-WA0002.wav (file attached)',
  '23/04/2020, 10:03 - Wren: IMG-20200423-WA0003.jpg (file attached)',
  '23/04/2020, 10:04 - Wren: good',
]
await writeFile(join(evidence, 'WhatsApp Chat with Heron.txt'), `${lines.join('\n')}\n`)
await writeFile(join(evidence, 'IMG-20200423-WA0001.jpg'), await buildJpeg(redAndBlue(90, 60)))
const wav = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(3000)])
await writeFile(join(evidence, 'PTT-20200423-WA0002.wav'), wav)
const done = async (...args: string[]) => {
  const { code, stderr, stdout } = await bailey([...args, '--case', dir])
  assert.equal(code, 0, stderr)
  return stdout.toString()
}
await bailey(['init', dir, '--name', 'Plover'])
await done('import', evidence, '--timezone', 'UTC')
await done('derive', '--kind', 'picture')
/** Stands for an engine: an external program that is given a file and prints words. */
const engine = async (kind: string, name: string, words: string) => {
  const script = join(folder.path, `${name}.sh`)
  await writeFile(script, `#!/bin/sh\ntest -s "$1" && printf '%s\\n' ${words}\n`, { mode: 0o755 })
  const named = ['--engine', name, '--engine-version', '2.0', '--language', 'en']
  await done('derive', '--kind', kind, ...named, '--command', `${script} {file}`)
}
await engine('ocr', 'reader', `'12 crates marked HERON' '<img src=x onerror=alert(1)>'`)
await engine('speech', 'listener', `'Bring the crates to berth nine.'`)

const served = await startServing(dir)
const window = await openWindow({ width: 1440, height: 900 })
const page = await window.context.newPage()
page.setDefaultTimeout(10_000)
const complaints: string[] = []
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
page.on('pageerror', (error) => complaints.push(error.message))
page.on('dialog', (dialog) => complaints.push(dialog.message()))
after(async () => {
  await window[Symbol.asyncDispose]()
  await served[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})
await page.goto(served.loginLink)

test('a hit by what a machine read or heard says so, and which machine', async () => {
  await page.goto(`${served.origin}/search?q=crates`)
  const hits = page.locator('.hit')
  await hits.first().locator('.by-machine mark').waitFor()
  assert.deepEqual(await hits.locator('mark').allInnerTexts(), ['crates', 'crates'])
  assert.match(
    await hits.nth(0).innerText(),
    /12 crates marked HERON <img src=x onerror=alert\(1\)>\s+made by a machine: read in IMG-20200423-WA0001\.jpg by reader 2\.0, told to expect en/,
  )
  assert.match(await hits.nth(1).innerText(), /heard in PTT-20200423-WA0002\.wav by listener 2\.0/)
  assert.deepEqual(await faultsOf(page), [])
  await page.goto(`${served.origin}/search?q=${encodeURIComponent('written:crates')}`)
  await page.getByText('0 messages').waitFor()
})

test('every row shows its files, and nothing moves when a picture comes', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route('**/thumbnail', async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${served.origin}/search?q=${encodeURIComponent('"the list"')}`)
  await page.locator('.hit-time').first().click()
  const chips = page.locator('.stream .file-chip')
  await chips.nth(2).waitFor()
  const words = (await chips.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
  assert.match(words[0] ?? '', /^IMG-20200423-WA0001\.jpg picture · \d/)
  assert.match(words[1] ?? '', /^PTT-20200423-WA0002\.wav recording · 3\.0 kB$/)
  assert.match(words[2] ?? '', /^IMG-20200423-WA0003\.jpg .*not handed over$/)
  const tops = (): Promise<unknown> =>
    page.evaluate(
      `[...document.querySelectorAll('.stream .row')].map((row, _, [first]) => row.getBoundingClientRect().top - first.getBoundingClientRect().top)`,
    )
  const before = await tops()
  release()
  const picture = page.locator('.stream .small-picture img')
  await picture.evaluate((image: { decode(): Promise<void> }) => image.decode())
  assert.deepEqual(await tops(), before)
  assert.equal(await picture.getAttribute('class'), 'blurred')
  await page.getByRole('button', { name: 'Pictures' }).click()
  assert.equal(await picture.getAttribute('class'), null)
  await page.unroute('**/thumbnail')
  assert.deepEqual(await faultsOf(page), [])
})

test('the panel of the chosen message quotes what was heard, and by what', async () => {
  await page.locator('.row', { hasText: 'PTT-20200423-WA0002' }).click()
  const heard = page.locator('.panel .by-machine')
  await heard.waitFor()
  assert.match(
    await heard.innerText(),
    /^Bring the crates to berth nine\.\s+made by a machine: heard in the file by listener 2\.0, told to expect en$/,
  )
  const uid = await page.locator('.panel .with-copy code').innerText()
  const printed = await done('message', uid)
  assert.match(
    printed,
    /^speech +by listener 2\.0, a machine, told to expect en\n +Bring the crates to berth nine\.$/m,
  )
  assert.match(
    await done('search', 'in-file:berth'),
    /heard in PTT-20200423-WA0002\.wav by listener 2\.0, a machine: Bring the crates to berth nine\.\n1 of 1 hit,/,
  )
})

test('files stand under their words on a narrow page, within it', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await page.locator('.stream .file-chip').nth(2).waitFor()
  const widest = await page.evaluate(
    `Math.max(...[...document.querySelectorAll('.stream .file-chip')].map((chip) => chip.getBoundingClientRect().right))`,
  )
  assert.ok(Number(widest) <= 390)
  const words = await page.locator('.stream .row-words').nth(1).boundingBox()
  assert.ok((words?.width ?? 0) > 200)
  assert.deepEqual(await faultsOf(page), [])
})

test('nothing broke the content policy or ran on the way', () => {
  assert.deepEqual(complaints, [])
})
