import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWindow, startServing } from '../scripts/open-browser.ts'
import { importWitnesses, writeWitnesses } from '../scripts/sample-witnesses.ts'
import { faultsOf } from './page-faults.ts'
import { bailey, sample, temporaryFolder } from './run-bailey.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
await bailey(['init', dir, '--name', 'Operation Plover', '--timezone', 'Europe/London'])
await bailey(['import', sample, '--case', dir, '--exhibit-ref', 'PLV/1', '--timezone', 'Europe/London'])
writeWitnesses(join(folder.path, 'witnesses'))
await importWitnesses(dir, join(folder.path, 'witnesses'))
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
page.on('dialog', (dialog) => {
  complaints.push(`a dialog opened: ${dialog.message()}`)
  void dialog.dismiss()
})

async function search(text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search the messages' }).fill(text)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/search\?/)
}

test('the link signs in once, and nobody gets in without it', async () => {
  const outside = await fetch(`${served.origin}/api/overview`)
  assert.equal(outside.status, 401)
  await page.goto(served.loginLink)
  await page
    .getByRole('link', { name: /Operation Plover/ })
    .first()
    .waitFor()
  const again = await fetch(served.loginLink, { redirect: 'manual' })
  assert.equal(again.headers.get('set-cookie'), null)
})

test('the overview shows the figures of the receipt', async () => {
  const figures = await page.locator('.figures').innerText()
  assert.match(figures, /4,0\d\d\s+messages/)
  assert.match(figures, /6\s+exhibits/)
  assert.match(figures, /6\s+rejected/)
  await page.getByText('PLV/1').first().waitFor()
  assert.deepEqual(await faultsOf(page), [])
})

test('a search marks its words, and a hostile message is only words', async () => {
  await search('onerror')
  await page.locator('.hit mark').first().waitFor()
  assert.equal(await page.locator('.hit').count(), 1)
  assert.equal(await page.locator('.hit mark').innerText(), 'onerror')
  assert.match(await page.locator('.hit-body').innerText(), /<img src=x onerror=alert\(1\)>/)
  assert.equal(await page.locator('.hit img').count(), 0)
  assert.deepEqual(await faultsOf(page), [])
})

test('the reader opens at the hit, and its source panel shows the bytes', async () => {
  await page.locator('.hit-time').first().click()
  const chosen = page.locator('.row.chosen')
  await chosen.waitFor()
  assert.match(await chosen.innerText(), /onerror/)
  const box = await chosen.boundingBox()
  assert.ok(box && box.y > 0 && box.y < 900)
  const panel = page.getByRole('complementary', { name: 'Source and meaning' })
  await panel.getByText('jabber/plover-20200319.json').first().waitFor()
  assert.match(await panel.innerText(), /"body": "my lad sent me this/)
  assert.deepEqual(await faultsOf(page), [])
})

test('a translation is found, stands under its original as what it is, and can be switched off', async () => {
  await search('dairy from:xmpp:turnstone@plover.example')
  const hit = page.locator('.hit-body').first()
  await hit.locator('.derived').waitFor()
  assert.match(
    await hit.innerText(),
    /^да, стою у старой молочной\s+yes, standing by the old dairy\s+translation of ru, PLV\/3$/,
  )
  assert.equal(await hit.locator('mark').count(), 0)
  assert.deepEqual(await faultsOf(page), [])
  await page.locator('.hit-time').first().click()
  const chosen = page.locator('.row.chosen')
  await chosen.locator('.derived').waitFor()
  const translations = page.getByRole('button', { name: 'Translations' })
  await translations.click()
  assert.equal(await page.locator('.stream .derived').count(), 0)
  await page.reload()
  await chosen.waitFor()
  assert.equal(await page.locator('.stream .derived').count(), 0)
  await translations.click()
  await chosen.locator('.derived').waitFor()
})

test('the panel says whose copy each is, how it was joined and by how much its clock is ahead', async () => {
  await search('машина from:xmpp:osprey@plover.example')
  await page.locator('.hit-time').first().click()
  await page.locator('.row.chosen .copies-mark').click()
  const copies = page.locator('.copies')
  await copies.getByText('4 copies in 4 exhibits').waitFor()
  const own = await copies.getByRole('article', { name: 'Copy in PLV/2' }).innerText()
  const other = await copies.getByRole('article', { name: 'Copy in PLV/4' }).innerText()
  assert.match(own, /sender’s own copy/)
  assert.match(other, /recipient’s copy[^]*its clock 37 s ahead; by it 6 Apr 2020 12:03:37 BST/)
  assert.deepEqual(await faultsOf(page), [])
})

test('a picture is blurred until somebody chooses to see it, and what was not handed over is said', async () => {
  await search('"from the deck"')
  await page.locator('.hit-time').first().click()
  const picture = page.locator('.thumbnail img')
  await picture.waitFor()
  assert.equal(await picture.getAttribute('class'), 'blurred')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  assert.equal(await picture.getAttribute('class'), null)
  // Refused when it is no picture.
  await picture.evaluate((image: { decode(): Promise<void> }) => image.decode())
  assert.deepEqual(await faultsOf(page), [])
  await page.locator('.row', { hasText: 'the timetable' }).click()
  await page
    .locator('.row.chosen', { hasText: 'timetable spring.pdf application/pdf, as claimed · not handed over' })
    .waitFor()
})

test('a conversation says from which side it was seen, by which clocks, and where data is missing', async () => {
  await search('машина from:xmpp:osprey@plover.example')
  await page.locator('.hit-time').first().click()
  await page.locator('.seen-from').click()
  const coverage = page.getByRole('complementary', { name: 'Seen from' })
  await coverage.locator('.sources li').first().waitFor()
  const says = await coverage.innerText()
  assert.match(says, /both sides\s+22\b/)
  assert.match(says, /PLV\/2\s+from osprey@plover.example\s+23 copies/)
  assert.match(says, /PLV\/4 is 37 s ahead of PLV\/2/)
  assert.match(says, /9–14 April 2020\s+no data 6 days here while osprey wrote 5 elsewhere/)
  assert.deepEqual(await faultsOf(page), [])
  await coverage.getByRole('button', { name: '9–14 April 2020' }).click()
  const gap = page.locator('.gap-rule')
  await gap.waitFor()
  assert.equal(await gap.innerText(), 'no message here 9–14 April 2020; osprey wrote 5 elsewhere')
})

test('two hand-overs are compared, changed words side by side, and all of it can be saved', async () => {
  await page.goto(served.origin)
  await page.getByRole('link', { name: 'compare PLV/5 with PLV/2' }).click()
  await page.locator('.diff-item').first().waitFor()
  const changed = page.locator('.diff-item').nth(1)
  assert.deepEqual(await changed.locator('del, ins').allInnerTexts(), ['брата', 'соседа'])
  assert.deepEqual(await faultsOf(page), [])
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'All as CSV' }).click()
  const saved = await saving
  assert.equal(saved.suggestedFilename(), 'Operation-Plover_PLV-2_PLV-5_diff.csv')
  const lines = (await readFile(await saved.path(), 'utf8')).trimEnd().split('\r\n')
  assert.equal(lines.length, 1 + 2 * 2 + 2 + 2)
  await page.getByRole('button', { name: 'Removed' }).click()
  await page.waitForURL(/kind=removed/)
  await page.locator('.diff-item', { hasText: 'жди до четырёх' }).waitFor()
  assert.equal(await page.locator('.diff-item').count(), 2)
})

test('a table’s columns are proposed with reasons, and a person’s choice stands apart', async () => {
  const path = join(sample, 'handset', 'quietheron-handover.csv')
  await page.goto(`${served.origin}/mapping?path=${encodeURIComponent(path)}`)
  const sender = page.getByRole('combobox', { name: 'What Sender Handle holds' })
  assert.equal(await sender.inputValue(), 'from')
  await page.getByText('As proposed').waitFor()
  assert.deepEqual(await faultsOf(page), [])
  await sender.selectOption('fromName')
  await page.getByText('chosen by you').waitFor()
  await page.getByText('It is not said who wrote to whom').waitFor()
  await page.getByText('Changed by you').waitFor()
})

test('messages are counted by owner everywhere once that is chosen, and the page says so', async () => {
  const figure = async () => {
    const text = await page.locator('.figures li').first().innerText()
    return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', ''))
  }
  await page.goto(served.origin)
  await page.locator('.figures').waitFor()
  const once = await figure()
  await page.getByRole('button', { name: 'Count each once' }).click()
  assert.deepEqual(await faultsOf(page), [])
  await page.getByRole('button', { name: /^Once for each owner/ }).click()
  await page.waitForURL(/[?]count=custodian$/)
  await page.getByRole('link', { name: /messages by owner/ }).waitFor()
  const byOwner = await figure()
  assert.ok(byOwner > once, `${byOwner} by owner, ${once} each once`)
  await page
    .getByRole('status')
    .getByText(/^Counted by owner: each message once for each owner/)
    .waitFor()
  assert.deepEqual(await faultsOf(page), [])
  await page.getByRole('link', { name: 'Handles', exact: true }).click()
  await page.waitForURL(/handles[?]count=custodian$/)
  await page.locator('.handles-table').waitFor()
  await search('машина from:xmpp:osprey@plover.example')
  await page.waitForURL(/count=custodian/)
  await page.locator('.search-total', { hasText: '1 message, 3 by owner' }).waitFor()
  assert.equal(await page.locator('.hit').count(), 1)
  await page.locator('.hit-time').first().click()
  await page.waitForURL(/conversations.+count=custodian/)
  await page.locator('.reader-title', { hasText: 'messages by owner' }).waitFor()
  await page.getByRole('button', { name: 'Count each once' }).click()
  await page.locator('.reader-title', { hasNotText: 'by owner' }).waitFor()
  assert.doesNotMatch(page.url(), /count=/)
  assert.equal(await page.locator('.counting-strip').count(), 0)
  await page.goto(`${served.origin}/handles/${encodeURIComponent('xmpp:osprey@plover.example')}?count=device`)
  await page.locator('.handle-figures', { hasText: 'sent by file' }).waitFor()
  await page.getByRole('button', { name: 'Count each once' }).click()
})

test('a handle has its page', async () => {
  await page.goto(`${served.origin}/handles/${encodeURIComponent('xmpp:kestrel@plover.example')}`)
  await page.locator('.handle-figures').waitFor()
  assert.match(await page.locator('h1').innerText(), /kestrel/)
  assert.deepEqual(await faultsOf(page), [])
})

test('every other page stands, in both themes', async () => {
  for (const path of ['/handles', '/rejections', '/repairs']) {
    await page.goto(`${served.origin}${path}`)
    await page.locator('h1').waitFor()
    await page.waitForLoadState('networkidle')
    assert.deepEqual(await faultsOf(page), [], path)
  }
})

test('a file of the server is imported by its path and found at once', async () => {
  const record = {
    ts: '2020-04-06T09:00:00',
    from: 'ruff@plover.example',
    to: 'knot@plover.example',
    body: 'avocet on the mudflat',
  }
  await writeFile(join(folder.path, 'late.json'), `${JSON.stringify(record)}\n`)
  await page.goto(`${served.origin}/import`)
  const path = page.getByRole('textbox', { name: 'Folder on the server' })
  await page.locator('.folder').waitFor()
  await path.fill(folder.path)
  await page.getByRole('button', { name: 'Go', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Import late.json' }).check()
  assert.deepEqual(await faultsOf(page), [])
  await page.getByRole('button', { name: 'Seal and import' }).click()
  await page.getByText('1 records = 1 sightings + 0 rejected').waitFor()
  await search('mudflat')
  assert.equal(await page.locator('.hit mark').first().innerText(), 'mudflat')
})

test('nothing broke the content policy or wrote an error on the way', () => {
  assert.deepEqual(complaints, [])
})
