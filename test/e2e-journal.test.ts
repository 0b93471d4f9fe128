import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWindow, startServing } from '../scripts/open-browser.ts'
import { faultsOf } from './page-faults.ts'
import { bailey, sample, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
await bailey(['init', dir, '--name', 'Operation Plover', '--timezone', 'Europe/London'])
await bailey(['import', sample, '--case', dir, '--exhibit-ref', 'PLV/1', '--timezone', 'Europe/London'])
const served = await startServing(dir)
const window = await openWindow({ width: 1440, height: 900 })
const page = await window.context.newPage()
page.setDefaultTimeout(10_000)
after(async () => {
  await window[Symbol.asyncDispose]()
  await served[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})
const complaints: string[] = []
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
page.on('pageerror', (error) => complaints.push(error.message))

async function shot(name: string): Promise<void> {
  const into = process.env['BAILEY_SHOTS']
  if (into !== undefined) await page.screenshot({ path: join(into, `${name}.png`) })
}

test('a search that is narrowed by a facet stands under the first in the journal', async () => {
  await page.goto(served.loginLink)
  await page.goto(`${served.origin}/search?q=landed`)
  await page.getByRole('link', { name: /Search \d+ in the journal/ }).waitFor()
  await page
    .getByTitle(/^Only xmpp:kestrel|^Only kestrel/)
    .first()
    .click()
  await page.waitForURL(/from=\d+/)
  await page.getByRole('link', { name: /Search \d+ in the journal/ }).waitFor()
  await page.locator('.hit').first().click()
  await page.getByRole('complementary').waitFor()
  await shot('search-record')
  assert.deepEqual(await faultsOf(page), [])
  await page.goto(`${served.origin}/journal`)
  const entries = page.locator('.journal-entry')
  await entries.nth(1).waitFor()
  assert.equal(await entries.count(), 2)
  assert.match(await entries.nth(0).innerText(), /landed\s+60 hits/)
  assert.match(await entries.nth(1).innerText(), /from \d+ · 1 hit opened/)
})

test('why it was made is kept, and the search is saved by a name and watched', async () => {
  const first = page.locator('.journal-entry').first()
  await first.getByRole('button', { name: /Say why/ }).click()
  await page.getByRole('textbox', { name: /Why search/ }).fill('where things were landed')
  await page.keyboard.press('Enter')
  await page.getByText('Why: where things were landed').waitFor()
  await page.goto(`${served.origin}/search?q=landed`)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of this search' }).fill('Landings')
  await page.keyboard.press('Enter')
  await page.getByText('Saved.').waitFor()
  await page.goto(`${served.origin}/journal`)
  const watch = page.getByRole('button', { name: 'Watch Landings' })
  await watch.click()
  await page.locator('.saved-line button[aria-pressed=true]').waitFor()
  await shot('journal')
  assert.deepEqual(await faultsOf(page), [])
})

test('a list of terms says how each line is read, and counts what each finds', async () => {
  await page.goto(`${served.origin}/batch`)
  await page.getByRole('textbox', { name: 'Terms, one a line' }).fill('landed\n(open\nzeppelin\n')
  await page.getByRole('button', { name: 'See how it is read' }).click()
  await page.getByText('2 terms can be read, 1 line cannot and would be left out').waitFor()
  await page.getByRole('button', { name: 'Search for 2 terms' }).click()
  const rows = page.locator('tbody tr')
  await rows.nth(1).waitFor()
  assert.match(await rows.nth(0).innerText(), /landed\s+60/)
  assert.match(await rows.nth(1).innerText(), /zeppelin\s+0\s+0\s+0/)
  await shot('batch')
  assert.deepEqual(await faultsOf(page), [])
})

test('a watch alerts once another exhibit has come, until somebody acknowledges it', async () => {
  const path = join(folder.path, 'more.jsonl')
  const said = { time: '2020-05-01T10:00:00Z', from: 'wren', to: 'heron', body: 'all landed' }
  await writeFile(path, `${JSON.stringify(said)}\n`)
  const imported = await bailey(['import', path, '--case', dir, '--exhibit-ref', 'PLV/2'])
  assert.match(imported.stdout.toString(), /watch +Landings: 1 new hit, 0 with a new copy/)
  await page.goto(`${served.origin}/journal`)
  await page.locator('.rail-alerts').getByText('1').waitFor()
  await page.getByText('1 new hit, 0 with a new copy, in exhibit PLV/2').waitFor()
  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await page.getByText(/acknowledged by/).waitFor()
  await page.goto(`${served.origin}/search?q=landed`)
  await page.getByText(/60 hits on .*: 1 exhibit came since/).waitFor()
})

test('a sample of what a search misses is reviewed by keys, and says what follows', async () => {
  await page.getByRole('link', { name: 'Sample what it misses' }).click()
  await page.getByRole('spinbutton', { name: 'Messages' }).fill('3')
  await page.getByRole('textbox', { name: /Seed/ }).fill('plover')
  await page.getByRole('button', { name: 'Draw' }).click()
  await page.waitForURL(/\/samples\/\d+/)
  for (const [key, place] of [
    ['n', 1],
    ['y', 2],
    ['n', 3],
  ] as const) {
    await page.getByRole('article', { name: `Message ${place} of the sample` }).waitFor()
    await page.keyboard.press(key)
    await page.getByText(`${place} of 3 reviewed`).waitFor()
  }
  await page.getByText(/1 of the 3 messages reviewed are responsive: an elusion rate of 33.33 %/).waitFor()
  await shot('sample')
  assert.deepEqual(await faultsOf(page), [])
})

test('the audit log tells it all in plain words, and who saw a message', async () => {
  await page.goto(`${served.origin}/audit?action=messages.search`)
  await page.getByText('searched for “landed”: 60 hits').first().waitFor()
  await page
    .getByRole('button', { name: /Detail/ })
    .first()
    .click()
  await page.locator('.audit-line pre').waitFor()
  await shot('audit')
  assert.deepEqual(await faultsOf(page), [])
  await page.goto(`${served.origin}/search?q=onerror`)
  await page.locator('.hit-time').first().click()
  await page.getByRole('link', { name: 'Who saw this message' }).click()
  await page.waitForURL(/\/audit\?object=[0-9a-f]{32}/)
  await page
    .getByText(/looked at the source of message/)
    .first()
    .waitFor()
})

test('the pages stand on a narrow screen, and nothing complained', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['journal', 'audit', 'samples', 'batch']) {
    await page.goto(`${served.origin}/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    const wide = await page.evaluate('document.documentElement.scrollWidth')
    assert.ok(Number(wide) <= 390, `${path} is ${String(wide)} wide`)
    await shot(`narrow-${path}`)
    assert.deepEqual(await faultsOf(page), [])
  }
  assert.deepEqual(complaints, [])
})
