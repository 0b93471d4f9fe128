/** Narrowing a search in the browser: by facet, by time, as threads, in context; all of it stands in the address. */
import assert from 'node:assert/strict'
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
await page.goto(served.loginLink)

const total = () => page.locator('.search-total strong').first().innerText()
const asked = () => new URL(page.url()).searchParams.get('q')
const narrow = page.getByRole('navigation', { name: 'Narrow the search' })

test('a pair narrows the search to its messages, and its pill takes it out again', async () => {
  await page.goto(`${served.origin}/search?q=landed`)
  const pair = narrow.locator('.facet', { hasText: 'Pair' }).locator('.facet-include').first()
  const messages = await pair.locator('.number').innerText()
  await pair.click()
  await page.waitForURL(/pair/)
  await page.getByText(`${messages} messages`, { exact: true }).waitFor()
  assert.equal(await page.locator('.hit').count(), Number(messages))
  assert.deepEqual(await faultsOf(page), [])
  await page.locator('.pill').click()
  await page.getByText('60 messages', { exact: true }).waitFor()
  assert.equal(asked(), 'landed')
})

test('what is excluded is struck through', async () => {
  await narrow.locator('.facet-exclude').first().click()
  await page.locator('.pill del').waitFor()
  assert.match(asked() ?? '', /^landed NOT from:/)
  await page.locator('.pill').click()
})

test('dragging over the days narrows the search to them', async () => {
  const plot = page.locator('.over-time .histogram-plot')
  const box = await plot.boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + 4, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2, box.y + 40, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL(/after%3A|after:/)
  assert.match(asked() ?? '', /^landed after:2020-03-\d\d before:2020-\d\d-\d\d$/)
  // The address changes before the hits do.
  await page
    .locator('.search-total strong')
    .filter({ hasNotText: /^60 messages$/ })
    .waitFor()
  assert.notEqual(await total(), '60 messages')
  await page.locator('.pill').click()
  await page.getByText('60 messages', { exact: true }).waitFor()
})

test('an hour of the week narrows the search, and the address keeps the view', async () => {
  await page.getByRole('button', { name: 'Hours of the week' }).click()
  await page.getByRole('button', { name: 'Only Fri' }).click()
  await page.locator('.pill').waitFor()
  assert.equal(asked(), 'landed day:fri')
  assert.match(page.url(), /over=hours/)
  assert.deepEqual(await faultsOf(page), [])
})

test('hits stand in context and by thread, and are there again when the page is loaded anew', async () => {
  await page.goto(`${served.origin}/search?q=landed`)
  await page.getByLabel('around each').selectOption('3')
  await page.locator('.beside-hit').first().waitFor()
  assert.match(page.url(), /context=3/)
  assert.deepEqual(await faultsOf(page), [])
  await page.getByRole('button', { name: 'Threads' }).click()
  await page.locator('.hit-thread').first().waitFor()
  assert.match(await page.locator('.search-total').innerText(), /60 messages · \d+ threads/)
  assert.deepEqual(await faultsOf(page), [])
  await page.reload()
  await page.locator('.hit-thread').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/conversations\//)
})
