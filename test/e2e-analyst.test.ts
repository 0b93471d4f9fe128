/** What an analyst does in one sitting, by keys and clicks in a browser: from a phrase to what is on record of it. */
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
const complaints: string[] = []
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
page.on('pageerror', (error) => complaints.push(error.message))

const chosen = page.locator('article[aria-current=true]')
/** Which message of the conversation is chosen. */
const placeOfChosen = async (): Promise<number> => Number(await chosen.getAttribute('aria-posinset'))

async function step(key: string, times: number): Promise<void> {
  const from = await placeOfChosen()
  for (let i = 1; i <= times; i++) {
    await page.keyboard.press(key)
    await page
      .locator(`article[aria-current=true][aria-posinset="${from + (key === 'j' ? i : -i)}"]`)
      .waitFor()
  }
}

/** The chosen message, the messages in sight and how far each stands from the top. */
async function placeOnPage(): Promise<readonly (readonly [uid: string | null, top: number])[]> {
  return await page
    .locator('.stream article')
    .evaluateAll((rows) =>
      rows
        .map((row) => [row.getAttribute('data-uid'), Math.round(row.getBoundingClientRect().top)] as const)
        .filter(([, top]) => top > 0 && top < 900),
    )
}

test('a phrase is found, narrowed by a facet, read around, tagged, and all of it is on record', async () => {
  await page.goto(served.loginLink)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('"at the"')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /Search \d+ in the journal/ }).waitFor()
  const all = await page.locator('.search-total strong').innerText()
  await page.locator('.facet', { hasText: 'Sent by' }).locator('.facet-include').first().click()
  await page.waitForURL(/from=\d+/)
  await page.getByRole('link', { name: /Search \d+ in the journal/ }).waitFor()
  const narrowed = await page.locator('.search-total strong').innerText()
  assert.ok(Number.parseInt(narrowed, 10) < Number.parseInt(all, 10), `${narrowed} of ${all}`)

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await chosen.waitFor()
  const hit = await chosen.getAttribute('data-uid')
  const before = Math.min(50, (await placeOfChosen()) - 1)
  await step('k', before)
  await step('j', before + 50)
  await step('k', 50)
  assert.equal(await chosen.getAttribute('data-uid'), hit)

  await page.keyboard.press('x')
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+J')
  await page.keyboard.press('t')
  await page.getByRole('dialog', { name: 'Tag 5 messages' }).waitFor()
  await page.keyboard.type('van')
  await page.keyboard.press('Enter')
  await page.getByText('Tagged “van”: 5 messages').waitFor()
  assert.deepEqual(await faultsOf(page), [])
})

test('the reader comes back at the same place after a reload', async () => {
  await page.keyboard.press('Escape')
  await page.waitForTimeout(1500)
  const [uid, place] = [await chosen.getAttribute('data-uid'), await placeOnPage()]
  await page.reload()
  await chosen.waitFor()
  await page.waitForTimeout(500)
  assert.equal(await chosen.getAttribute('data-uid'), uid)
  const again = new Map(await placeOnPage())
  const stayed = place.filter(([row, top]) => Math.abs((again.get(row) ?? -1e9) - top) <= 48)
  assert.ok(
    stayed.length >= place.length - 2,
    `${stayed.length} of ${place.length} rows stand where they stood`,
  )
  assert.equal(await page.locator('.stream .mark-chip', { hasText: 'van' }).count(), 5)
})

test('the journal shows the search under the one it was narrowed from, with what was opened and decided', async () => {
  await page.goto(`${served.origin}/journal`)
  const entries = page.locator('.journal-entry')
  await entries.nth(1).waitFor()
  assert.equal(await entries.count(), 2)
  assert.match(await entries.nth(1).innerText(), /from \d+ · 1 hit opened · 5 messages decided/)
  assert.deepEqual(await faultsOf(page), [])
})

test('the audit log tells of the search, the tag and the messages it was put on', async () => {
  await page.goto(`${served.origin}/audit?action=messages.tag`)
  const line = page.locator('.audit-line').first()
  await line.getByText('put the tag “van” on 5 messages').waitFor()
  await line.getByRole('button', { name: /Detail/ }).click()
  const detail = await line.locator('pre').innerText()
  assert.equal(detail.match(/"[0-9a-f]{32}"/g)?.length, 5)
  assert.match(detail, /"search": \d+/)
  await page.goto(`${served.origin}/audit?action=messages.search`)
  await page
    .getByText(/searched for “"at the"”/)
    .first()
    .waitFor()
  const verified = await bailey(['verify', dir])
  assert.match(verified.stdout.toString(), /no problem|ok|complete/i)
  assert.deepEqual(complaints, [])
})
