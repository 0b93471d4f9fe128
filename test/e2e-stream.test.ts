import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWindow, startServing } from '../scripts/open-browser.ts'
import { faultsOf } from './page-faults.ts'
import { bailey, sample, temporaryFolder } from './run-bailey.ts'

const kestrel = 'xmpp:kestrel@plover.example'
const otter = 'telegram:user700000002'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
await bailey(['init', dir, '--name', 'Operation Plover', '--timezone', 'Europe/London'])
await bailey(['import', sample, '--case', dir, '--exhibit-ref', 'PLV/1', '--timezone', 'Europe/London'])
await mkdir(join(folder.path, 'chat'))
await writeFile(join(folder.path, 'chat', 'result.json'), chatOfTwo())
await bailey(['import', join(folder.path, 'chat'), '--case', dir, '--exhibit-ref', 'TG/1'])
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
await page.goto(served.loginLink)

/** Sixty messages of two accounts of Telegram, of which some answer others by their ids, one an id that is not there. */
function chatOfTwo(): string {
  const answers: Readonly<Record<number, number>> = { 9: 5, 15: 5, 12: 999 }
  const messages = Array.from({ length: 60 }, (_, i) => {
    const id = i + 1
    const at = Date.UTC(2020, 2, 20, 8) + id * 37 * 60_000
    const from = id % 2 === 0 ? ['Heron', 'user700000001'] : ['Otter', 'user700000002']
    return {
      id,
      type: 'message',
      date: new Date(at).toISOString().slice(0, 19),
      date_unixtime: String(at / 1000),
      from: from[0],
      from_id: from[1],
      text: id % 10 === 8 ? `van is by the gate ${id}` : `said ${id}`,
      text_entities: [],
      ...(answers[id] === undefined ? {} : { reply_to_message_id: answers[id] }),
    }
  })
  return JSON.stringify({ name: 'Heron', type: 'personal_chat', id: 700_000_001, messages })
}

const streamOf = (more: Readonly<Record<string, string>> = {}): string =>
  `${served.origin}/stream?${new URLSearchParams([['handle', kestrel], ['handle', otter], ...Object.entries(more)]).toString()}`

/** The uid of the row at the top, once the address states it and nothing moves any more. */
async function restingTop(): Promise<string> {
  await page.waitForTimeout(900)
  return new URL(page.url()).searchParams.get('top') ?? ''
}

/** The row of the fifth message of the chat; those that answer it repeat its words. */
const row5 = () =>
  page.locator('.row', { has: page.locator('.row-words > .evidence', { hasText: /^said 5$/ }) })

/** The words at the top of the messages in sight. */
async function topWords(): Promise<string> {
  return await page.evaluate<string>(`(() => {
    const stream = document.querySelector('.stream').getBoundingClientRect()
    const rows = [...document.querySelectorAll('.stream article')]
    return rows.find((row) => row.getBoundingClientRect().bottom > stream.top + 1).innerText
  })()`)
}

test('a handle’s page leads to everything with it, and another handle is added by typing', async () => {
  await page.goto(`${served.origin}/handles/${encodeURIComponent(otter)}`)
  await page.getByRole('link', { name: 'Read everything with this handle' }).click()
  await page.locator('.reader-title', { hasText: '60 messages' }).waitFor()
  await page.getByRole('combobox', { name: 'Add a handle' }).fill('kestrel')
  await page.getByRole('option', { name: /kestrel/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.reader-title', { hasText: /1,0\d\d messages/ }).waitFor()
  assert.deepEqual(new URL(page.url()).searchParams.getAll('handle'), [otter, kestrel])
  await page.locator('.stream .row').first().waitFor()
  assert.deepEqual(await faultsOf(page), [])
})

test('messages of both networks stand in one order of time, each saying where it is from', async () => {
  await page.goto(streamOf({ at: '2020-03-20T11:00:00Z' }))
  await page.locator('.row-in', { hasText: 'telegram' }).first().waitFor()
  await page.locator('.row-in', { hasText: 'xmpp' }).first().waitFor()
  const times = await page.locator('.stream article .row-time').allInnerTexts()
  const begun = times.indexOf('11:05:00')
  const sameDay = times.slice(begun, begun + 12)
  assert.deepEqual(sameDay, sameDay.toSorted())
  await row5().getByRole('link', { name: 'Open in its conversation' }).click()
  await page.locator('.row.chosen', { hasText: 'said 5' }).waitFor()
  assert.match(page.url(), /\/conversations\//)
  await page.keyboard.press('[')
  await page.waitForURL(/\/stream\?/)
  await row5().waitFor()
})

test('only what one wrote to the other, or what others wrote in their rooms, is a switch in the address', async () => {
  await page.goto(streamOf())
  await page.getByRole('button', { name: 'Only between these' }).click()
  await page.waitForURL(/between=1/)
  await page.getByText('No message is in this stream').waitFor()
  await page.getByRole('button', { name: 'Only between these' }).click()
  await page.getByRole('button', { name: 'With rooms' }).click()
  await page.waitForURL(/rooms=1/)
  await page.locator('.stream .row').first().waitFor()
})

test('a filter greys the others, is counted, stepped through, and can hide them', async () => {
  await page.goto(streamOf())
  await page.locator('.stream .row').first().waitFor()
  await page.keyboard.press('f')
  await page.getByRole('searchbox', { name: /^Filter/ }).fill('gate')
  await page.keyboard.press('Enter')
  await page.locator('.filter-count', { hasText: /of 1,0\d\d messages match/ }).waitFor()
  const found = Number(
    /^[\d,]+/.exec(await page.locator('.filter-count').innerText())?.[0].replaceAll(',', ''),
  )
  await page.locator('.row.faded').first().waitFor()
  await page.keyboard.press('n')
  await page.locator('.filter-count', { hasText: ', at 1' }).waitFor()
  await page.locator('.row.chosen mark', { hasText: 'gate' }).waitFor()
  await page.keyboard.press('n')
  await page.locator('.filter-count', { hasText: ', at 2' }).waitFor()
  await page.waitForTimeout(900)
  const chosen = await page.locator('.row.chosen').boundingBox()
  assert.ok(chosen && chosen.y > 150 && chosen.y < 880, 'the second match is in sight')
  assert.deepEqual(await faultsOf(page), [])
  await page.getByRole('button', { name: 'Hide others' }).click()
  await page.locator('.filter-count', { hasText: 'hidden' }).waitFor()
  await page.locator('.row.chosen mark, .stream .row').first().waitFor()
  assert.equal(await page.locator('.stream article').first().getAttribute('aria-setsize'), String(found))
  assert.equal(await page.locator('.row.faded').count(), 0)
  await page.getByRole('button', { name: 'No filter' }).click()
  await page.locator('.filter-bar').waitFor({ state: 'detached' })
})

test('a filter that cannot be read says so and leaves the messages as they are', async () => {
  await page.goto(streamOf({ f: '"open' }))
  await page.locator('.filter-error', { hasText: 'not closed' }).waitFor()
  await page.locator('.stream .row').first().waitFor()
  assert.equal(await page.locator('.row.faded').count(), 0)
  complaints.splice(0, complaints.length, ...complaints.filter((one) => !one.includes('400')))
})

test('an answer leads to what it answers, which says by how many it is answered; what is not there is said', async () => {
  await page.goto(`${served.origin}/search?${new URLSearchParams({ q: '"said 9" OR "said 12"' }).toString()}`)
  await page.locator('.hit-time').first().click()
  await page.locator('.row.chosen').waitFor()
  await page
    .locator('.row', { hasText: 'said 12' })
    .getByText('answers a message that is not in the exhibit')
    .waitFor()
  const quote = page.locator('.row', { hasText: 'said 9' }).locator('button.quote')
  assert.match(await quote.innerText(), /answers user700000002\s+said 5/)
  await quote.click()
  const target = page.locator('.row.chosen', { hasText: 'said 5' })
  await target.waitFor()
  assert.equal(await target.locator('.chip[data-goto]').innerText(), 'answered by 2')
  await target.locator('.chip[data-goto]').click()
  await page.locator('.row.chosen', { hasText: 'said 9' }).waitFor()
})

test('the map of time is gone by with a click and with keys, and says where one is', async () => {
  await page.goto(streamOf())
  const map = page.getByRole('slider', { name: 'Place in time' })
  await map.waitFor()
  const box = await map.boundingBox()
  assert.ok(box)
  await page.mouse.click(box.x + 20, box.y + box.height / 2)
  await page.waitForTimeout(900)
  const middle = Number(await map.getAttribute('aria-valuenow'))
  assert.ok(middle > 150 && middle < 260, `${middle}`)
  await map.focus()
  await page.keyboard.press('End')
  await page.waitForTimeout(900)
  assert.match((await map.getAttribute('aria-valuetext')) ?? '', /[23456] Apr 2020 .* message/)
  await page.keyboard.press('Home')
  await page.waitForTimeout(900)
  assert.equal(await map.getAttribute('aria-valuenow'), '0')
})

for (const [name, address] of [
  ['a stream', streamOf({ f: 'gate OR paper' })],
  ['a conversation', null],
] as const) {
  test(`${name} is in the same place after it was scrolled and loaded anew, and after [ and ]`, async () => {
    await page.goto(address ?? `${served.origin}/search?q=landed`)
    if (address === null) await page.locator('.hit-time').first().click()
    await page.locator('.stream .row').first().waitFor()
    await restingTop()
    await page.locator('.stream').hover()
    for (let i = 0; i < 5; i++) await page.mouse.wheel(0, address === null ? -130 : 700)
    const top = await restingTop()
    const words = await topWords()
    assert.match(top, /^[0-9a-f]{32}$/)
    await page.reload()
    await page.locator('.stream .row').first().waitFor()
    assert.equal(await restingTop(), top)
    assert.equal(await topWords(), words)
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.locator('.figures').waitFor()
    await page.keyboard.press('[')
    await page.locator('.stream .row').first().waitFor()
    assert.equal(await restingTop(), top)
    await page.keyboard.press(']')
    await page.locator('.figures').waitFor()
  })
}

test('the jump to a date works in a stream, and the hits of a search are read as one', async () => {
  await page.goto(`${served.origin}/search?q=paper`)
  await page.getByRole('link', { name: 'Read as one stream' }).click()
  await page.locator('.stream .row mark').first().waitFor()
  await page.getByLabel('Jump to').fill('2020-03-28')
  await page.locator('.day-rule', { hasText: /2[89] March 2020/ }).waitFor()
  assert.deepEqual(await faultsOf(page), [])
})

test('the time of every row says on hover what the source has and how its zone is known', async () => {
  await page.goto(streamOf({ at: '2020-03-20T11:00:00Z' }))
  const title = await row5().locator('.row-time').getAttribute('title')
  assert.match(
    title ?? '',
    /20 Mar 2020 11:05:00 GMT \(2020-03-20T11:05:00Z\)\nin the source: 1584702300\nThe zone is written in the source\./,
  )
})

test('a narrow screen and the plain page stand, in both themes', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(streamOf({ f: 'gate' }))
  await page.locator('.stream .row').first().waitFor()
  assert.deepEqual(await faultsOf(page), [])
  const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  assert.equal(isWide, false)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(streamOf({ plain: '0' }))
  await page.locator('.plain-page article').nth(900).waitFor()
})

test('nothing wrote an error on the way', () => {
  assert.deepEqual(complaints, [])
})
