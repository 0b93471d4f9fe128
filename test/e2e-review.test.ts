import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWindow, startServing } from '../scripts/open-browser.ts'
import type { SearchPage } from '../src/wire/messages.ts'
import type { Overview } from '../src/wire/overview.ts'
import type { Reading } from '../src/wire/review.ts'
import { faultsOf } from './page-faults.ts'
import { bailey, sample, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
await bailey(['init', dir, '--name', 'Operation Plover', '--timezone', 'Europe/London'])
await bailey(['import', join(sample, 'jabber'), '--case', dir, '--exhibit-ref', 'PLV/1'])
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

const ask = async <T>(path: string): Promise<T> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the tests then check
  (await (await page.request.get(`${served.origin}/api/${path}`)).json()) as T
const hits = async (q: string): Promise<number> =>
  (await ask<SearchPage>(`search?q=${encodeURIComponent(q)}&limit=1`)).total
const readSoFar = async (): Promise<number> => (await ask<Reading>('reading')).read
const bar = page.getByRole('region', { name: 'Selection' })

async function openReader(): Promise<void> {
  await page.goto(`${served.origin}/search?q=landed`)
  await page.locator('.hit-time').first().click()
  await page.locator('.row.chosen').waitFor()
}

test('five messages are selected and tagged with keys, shown with the tag, and undone', async () => {
  await page.goto(served.loginLink)
  await openReader()
  await page.keyboard.press('x')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+J')
  await bar.getByText('5 messages selected').waitFor()
  await page.keyboard.press('t')
  await page.getByRole('dialog', { name: 'Tag 5 messages' }).waitFor()
  await page.keyboard.type('issue/landing')
  await page.keyboard.press('Enter')
  await bar.getByText(/Tagged “issue\/landing”: 5 messages/).waitFor()
  assert.equal(await page.locator('.stream .mark-chip', { hasText: 'issue/landing' }).count(), 5)
  assert.equal(await hits('tag:issue/*'), 5)
  assert.deepEqual(await faultsOf(page), [])
  await page.keyboard.press('z')
  await bar.getByText(/Undone/).waitFor()
  assert.equal(await page.locator('.stream .mark-chip').count(), 0)
  assert.equal(await hits('tag:issue/*'), 0)
  await page.keyboard.press('.')
  await bar.getByText(/Tagged/).waitFor()
  await page.keyboard.press('r')
  await bar.getByText(/Relevant: 5 messages/).waitFor()
  assert.equal(await hits('tag:issue/landing is:relevant'), 5)
  await page.keyboard.press('Escape')
  await page.reload()
  await page.locator('.stream .mark-chip', { hasText: 'Relevant' }).first().waitFor()
})

test('every hit of a search is tagged after its number was shown and confirmed', async () => {
  const total = await hits('landed')
  await page.goto(`${served.origin}/search?q=landed`)
  await page.locator('.hit .select-box').first().check()
  await bar.getByRole('button', { name: /Select all/ }).click()
  await page.keyboard.press('t')
  await page.keyboard.type('boat')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: new RegExp(`Decide on ${total} message`) }).click()
  await bar.getByText(/Tagged “boat”/).waitFor()
  assert.equal(await hits('tag:BOAT'), total)
  await page.locator('.hit .mark-chip', { hasText: 'boat' }).first().waitFor()
  const facet = page.locator('.facet', { has: page.getByRole('heading', { name: 'Tag', exact: true }) })
  await facet.getByTitle('Only boat').click()
  await page.waitForURL(/tag%3Aboat/)
  await page.locator('.search-total', { hasText: String(total) }).waitFor()
  assert.deepEqual(await faultsOf(page), [])
})

test('messages that stand in sight are marked read, those that are scrolled past are not', async () => {
  const [busiest] = (await ask<Overview>('overview')).conversations
  await page.goto(`${served.origin}/conversations/${busiest?.id}`)
  await page.locator('.stream .row').first().waitFor()
  await page.mouse.move(600, 500)
  const before = await readSoFar()
  for (let i = 0; i < 30; i++) {
    await page.mouse.wheel(0, 700)
    await page.waitForTimeout(100)
  }
  await page.waitForTimeout(500)
  const scrolled = await readSoFar()
  assert.ok(scrolled - before < 40, `${scrolled - before} were marked while scrolling`)
  const deadline = Date.now() + 15_000
  while ((await readSoFar()) <= scrolled && Date.now() < deadline) await page.waitForTimeout(500)
  const stood = await readSoFar()
  assert.ok(stood > scrolled && stood - scrolled < 60, `${stood - scrolled} were marked while standing`)
  assert.match(await page.locator('.reading-meter').innerText(), /^Read: \d+ of [\d,]+ by you/)
})

test('keys that are a single letter can be switched off', async () => {
  await openReader()
  await page.keyboard.press('?')
  await page.getByLabel('Keys that are a single character').uncheck()
  await page.getByRole('button', { name: 'Close' }).first().click()
  await page.keyboard.press('x')
  assert.equal(await page.locator('.select-box:checked').count(), 0)
  assert.deepEqual(complaints, [])
})
