import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openWindow, startServing } from '../scripts/open-browser.ts'
import { bailey, temporaryFolder } from './run-bailey.ts'

/** Two exports of a Matrix room; between them one message was edited and one taken back. */
const eventsOf = (words: readonly (string | null)[]): string =>
  words
    .map((body, i) =>
      JSON.stringify({
        type: 'm.room.message',
        event_id: `$event-${i}-7Yb3kq0Zr1vLw`,
        room_id: '!reed:marsh.example',
        sender: '@wren:marsh.example',
        origin_server_ts: Date.UTC(2020, 3, 1, 8, i),
        content: body === null ? {} : { msgtype: 'm.text', body },
      }),
    )
    .join('\n')

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
await bailey(['init', dir, '--name', 'Marsh', '--timezone', 'UTC'])
for (const [ref, words] of [
  ['BEFORE', ['at six', 'two boxes', 'never say this']],
  ['AFTER', ['at six', 'four boxes', null]],
] as const) {
  const path = join(folder.path, `${ref}.jsonl`)
  await writeFile(path, eventsOf(words))
  const { code, stderr } = await bailey(['import', path, '--case', dir, '--exhibit-ref', ref])
  assert.equal(code, 0, stderr)
}
after(() => folder[Symbol.asyncDispose]())

test('the command line prints the rule, its score and the copy’s own words', async () => {
  const found = await bailey(['search', 'four', '--case', dir])
  const [uid = ''] = /[0-9a-f]{32}/.exec(found.stdout.toString()) ?? []
  const { stdout } = await bailey(['message', uid, '--case', dir])
  assert.match(stdout.toString(), /joined by original-id, score 0\.333;[^\n]*\n +its own words: four boxes\n/)
  assert.match(stdout.toString(), /> [^\n]* two boxes\n/)
})

test('the reader marks messages whose copies differ and shows the words side by side', async () => {
  await using served = await startServing(dir)
  await using window = await openWindow({ width: 1440, height: 900 })
  const page = await window.context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(served.loginLink)
  await page.goto(`${served.origin}/search?q=four`)
  const mark = page.locator('.hit .chip')
  await mark.waitFor()
  assert.equal(await mark.innerText(), '2 copies, words differ')
  await mark.click()
  const marks = page.locator('.stream .copies-mark')
  await marks.first().waitFor()
  assert.deepEqual(await marks.allInnerTexts(), [
    '2 copies',
    '2 copies, words differ',
    '2 copies, words differ',
  ])
  await page.locator('.row.chosen .copies-mark').click()
  const wordings = page.locator('.both-wordings > div')
  await wordings.first().waitFor()
  assert.deepEqual(await wordings.allInnerTexts(), [
    'The message goes by\ntwo boxes',
    'This copy has\nfour boxes',
  ])
  assert.deepEqual(await page.locator('.both-wordings :is(del, ins)').allInnerTexts(), ['two', 'four'])
  await page.locator('.stream .row', { hasText: 'never say this' }).click()
  await page.getByText('no words: taken back, or a file alone').waitFor()
})
