import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openWindow, startServing } from '../../scripts/open-browser.ts'
import type { SearchPage } from '../../src/wire/messages.ts'
import { bailey, temporaryFolder } from '../run-bailey.ts'
import { markups, shortMarkup } from './evidence/markup.ts'

const folder = await temporaryFolder()
const dir = join(folder.path, 'case')
const evidence = join(folder.path, shortMarkup)
mkdirSync(evidence)
const minute = (n: number): string => new Date(Date.UTC(2020, 3, 1) + n * 60_000).toISOString()
const bodies = markups.map((body, n) =>
  JSON.stringify({ ts: minute(n), from: 'anna', to: 'boris', body: `item ${n} ${body}` }),
)
const handles = markups
  .slice(0, 120)
  .map((from, n) => JSON.stringify({ ts: minute(2000 + n), from, to: 'boris', body: 'hello' }))
const telegram = {
  name: shortMarkup,
  type: 'private_group',
  id: 55,
  messages: markups.slice(0, 60).map((name, id) => ({
    id,
    type: 'message',
    date_unixtime: String(1_586_000_000 + id),
    from: name,
    from_id: `user${id}`,
    file: `files/${name}`,
    file_name: name,
    mime_type: name,
    forwarded_from: name,
    text: `titled ${id}`,
  })),
}
writeFileSync(join(evidence, `bodies ${shortMarkup}.jsonl`), `${bodies.join('\n')}\n`)
writeFileSync(join(evidence, `handles ${shortMarkup}.jsonl`), `${handles.join('\n')}\n`)
writeFileSync(join(evidence, 'result.json'), JSON.stringify(telegram))
writeFileSync(join(evidence, `unknown ${shortMarkup}.csv`), `${shortMarkup},"${shortMarkup} 2"\n1,2\n`)
await bailey(['init', dir, '--name', `Case ${shortMarkup}`, '--timezone', 'Europe/London'])
const stated = ['--exhibit-ref', '--received-from', '--authority'].flatMap((name) => [name, shortMarkup])
const imported = await bailey(['import', evidence, '--case', dir, '--timezone', 'UTC', ...stated])
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
page.on('console', (message) => {
  const isRefusal =
    message.text().includes('status of 400') && message.location().url.startsWith(`${served.origin}/api/`)
  if (message.type() === 'error' && !isRefusal) complaints.push(message.text())
})
page.on('pageerror', (error) => complaints.push(error.message))
page.on('dialog', (dialog) => {
  complaints.push(`a dialog opened: ${dialog.message()}`)
  void dialog.dismiss()
})
window.context.on('request', (request) => {
  if (!/^(?:blob:|data:image\/(?:svg|png))/.test(request.url()) && !request.url().startsWith(served.origin))
    complaints.push(`asked ${request.url()}`)
})
window.context.on('page', (opened) => opened !== page && complaints.push(`opened ${opened.url()}`))

const isPlain = (body: string): boolean => /^[ -~]*$/.test(body)
/** What a terminal acts on, and what turns the direction of text. */
// oxlint-disable-next-line no-control-regex -- they are what must not be there
const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

/** Elements and attributes on the page that only evidence could have put there. */
async function foreignIn(shown: Page): Promise<string[]> {
  const found: string[] = await shown.evaluate(`[...document.querySelectorAll('*')].flatMap((element) => [
    ...(/^(script|iframe|object|embed|math|marquee|base|foreignobject|template|x-y)$/i.test(element.tagName) && !element.src?.startsWith(location.origin) ? [element.outerHTML] : []),
    ...[...element.attributes].filter(({ name, value }) => /^on/i.test(name) || /^(src|href|action|data|xlink:href|srcdoc)$/i.test(name) && /evil|script:|alert/.test(new URL(value, location.href).protocol + new URL(value, location.href).host)).map(({ name, value }) => element.tagName + ' ' + name + '=' + value),
  ]).slice(0, 5)`)
  return found
}

async function ask<Answer>(path: string): Promise<Answer> {
  const reply = await page.request.get(`${served.origin}/api/${path}`)
  assert.equal(reply.status(), 200, `${path}: ${await reply.text()}`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of the contract
  return (await reply.json()) as Answer
}

/** Opens a page and asserts that nothing of the evidence has become part of it. */
async function look(path: string): Promise<string> {
  await page.goto(`${served.origin}${path}`)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  assert.deepEqual(await foreignIn(page), [], path)
  return await page.locator('body').innerText()
}

test('R-01 markup in every field a page shows stays words', async () => {
  assert.equal(imported.code, 3, imported.stderr)
  await page.goto(served.loginLink)
  const { hits } = await ask<SearchPage>(`search?q=${encodeURIComponent('"item 0"')}&limit=1`)
  const named = await ask<SearchPage>(`search?q=titled&limit=1`)
  const [first] = hits
  const [titled] = named.hits
  assert.ok(first && titled)
  assert.ok((await look('/')).includes(shortMarkup))
  assert.ok((await look('/handles')).includes('onerror'))
  for (const address of [markups[0], markups[3], markups[40]])
    assert.ok((await look(`/handles/${encodeURIComponent(`unknown:${address}`)}`)).includes(address ?? ''))
  assert.ok((await look(`/conversations/${first.conversation}?uid=${first.uid}`)).includes('item 0'))
  assert.ok((await look(`/conversations/${titled.conversation}`)).includes(shortMarkup))
  for (const path of [`/messages/${titled.uid}`, '/rejections', '/repairs', '/import', '/mapping', '/diff'])
    await look(path)
  await look(`/${encodeURIComponent(shortMarkup)}`)
  await look(`/search?q=${encodeURIComponent(`"${shortMarkup}`)}`)
})

test('R-01 R-03 R-04 five hundred markup strings are shown letter for letter, linked to nothing, their hits marked by place', async () => {
  assert.ok(markups.length >= 500, `${markups.length} strings`)
  const seen = new Map<number, string>()
  for (let offset = 0; offset < markups.length; offset += 100) {
    const { hits } = await ask<SearchPage>(`search?q=item&limit=100&offset=${offset}&sort=time`)
    for (const { body, highlights } of hits) {
      seen.set(Number(/^item (\d+)/.exec(body)?.[1]), body)
      for (const [start, end] of highlights) assert.equal(body.slice(start, end).toLowerCase(), 'item')
    }
  }
  assert.deepEqual(
    markups.map((_, n) => seen.get(n)),
    markups.map((body, n) => `item ${n} ${body}`),
  )
  const [first] = (await ask<SearchPage>(`search?q=${encodeURIComponent('"item 0"')}&limit=1`)).hits
  assert.ok(first)
  await look(`/conversations/${first.conversation}`)
  await look(`/conversations/${first.conversation}?plain=0`)
  await page.waitForFunction(`document.querySelectorAll('article').length === ${markups.length}`)
  assert.deepEqual(await foreignIn(page), [])
  const shown: string = await page.evaluate(`document.querySelector('main').textContent`)
  assert.ok(markups.filter(isPlain).length > 450)
  const missing = markups.filter((body) => isPlain(body) && !shown.includes(body))
  assert.deepEqual(missing, [])
  assert.equal(await page.locator('article a[href*="evil"]').count(), 0)
})

test('R-05 what the command line prints of it moves no cursor and opens no link', async () => {
  for (const args of [['search', 'item'], ['handles'], ['search', 'titled', '--limit', '60']]) {
    const ran = await bailey([...args, '--case', dir])
    assert.doesNotMatch(ran.stdout.toString(), unsafe)
  }
})

test('R-01 nothing ran, nothing was asked of another host, no content policy was broken', () => {
  assert.deepEqual(complaints, [])
})
