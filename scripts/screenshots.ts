/** Pictures of every view for the documents: `npm run screenshots`, after `npm start` has built the web application. */
import { mkdirSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { askerForCli } from '../src/cli/asker.ts'
import { derivePictures } from '../src/workbench/derive-pictures.ts'
import { verifyCase } from '../src/workbench/verify-case.ts'
import { makeDemoCase } from './demo-case.ts'
import { openWindow, startServing } from './open-browser.ts'
import { importWitnesses, witnessDrops, writeWitnesses } from './sample-witnesses.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'screenshots')
const sampleFolder = join(import.meta.dirname, '..', 'samples', 'operation-plover')

/** How each view is reached and made ready. */
const views: Readonly<Record<string, (page: Page, origin: string, handOver: string) => Promise<void>>> = {
  async overview(page, origin) {
    await page.goto(origin)
    await page.locator('.figures').waitFor()
  },
  async import(page, origin, handOver) {
    await page.goto(`${origin}/import`)
    const path = page.getByRole('textbox', { name: 'Folder on the server' })
    await page.locator('.folder').waitFor()
    await path.fill(handOver)
    await page.getByRole('button', { name: 'Go', exact: true }).click()
    await page.getByRole('checkbox', { name: 'Import jabber' }).check()
  },
  async search(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('landed')}`)
    await page.locator('.hit mark').first().waitFor()
  },
  async reader(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('landed from:xmpp:kestrel@plover.example')}`)
    await page.locator('.hit-time').first().click()
    await page.locator('.row.chosen').waitFor()
    await page.waitForLoadState('networkidle')
  },
  async copies(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('машина')}`)
    await page.locator('.hit-time').first().click()
    await page.locator('.row.chosen .copies-mark').click()
    await page.locator('.sighting').nth(2).waitFor()
    await page.waitForLoadState('networkidle')
  },
  async files(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('"from the deck"')}`)
    await page.locator('.hit-time').first().click()
    await page.locator('.row.chosen .file-chip').waitFor()
    const isNarrow = (page.viewportSize()?.width ?? 0) < 1100
    if (isNarrow) await page.locator('.row.chosen .row-time').click()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.waitForLoadState('networkidle')
  },
  async coverage(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('лодку')}`)
    await page.locator('.hit-time').first().click()
    await page.locator('.seen-from').click()
    await page.locator('.sources').waitFor()
  },
  async diff(page, origin) {
    const [before, , , after] = witnessDrops.map(({ ref }) => ref)
    await page.goto(`${origin}/diff?before=${before}&after=${after}`)
    await page.locator('.diff-item').first().waitFor()
  },
  async mapping(page, origin, handOver) {
    const path = join(handOver, 'handset', 'quietheron-handover.csv')
    await page.goto(`${origin}/mapping?path=${encodeURIComponent(path)}`)
    await page.locator('.mapping-table').waitFor()
  },
  async stream(page, origin) {
    const query = 'handle=xmpp%3Akestrel%40plover.example&handle=rocketchat%3Abaz.forklift'
    await page.goto(`${origin}/stream?${query}`)
    await page.locator('.stream .row').first().waitFor()
    await page.waitForLoadState('networkidle')
  },
  async review(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('landed')}`)
    await page.locator('.hit mark').first().waitFor()
    for (const i of [0, 2, 3]) await page.locator('.hit .select-box').nth(i).check()
    await page.keyboard.press('t')
    await page.keyboard.type('issue/landing')
    await page.keyboard.press('Enter')
    await page.locator('.hit .mark-chip').first().waitFor()
  },
  async threads(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('landed OR driver')}&view=threads`)
    await page.locator('mark').first().waitFor()
  },
  async journal(page, origin) {
    await page.goto(`${origin}/search?q=${encodeURIComponent('driver')}`)
    await page.getByRole('link', { name: /in the journal/ }).waitFor()
    await page.goto(`${origin}/journal`)
    await page.locator('.journal-entry').first().waitFor()
  },
  async audit(page, origin) {
    await page.goto(`${origin}/audit`)
    await page.locator('.audit-line').nth(5).waitFor()
  },
  async handle(page, origin) {
    await page.goto(`${origin}/handles/${encodeURIComponent('xmpp:kestrel@plover.example')}`)
    await page.locator('.handle-figures').waitFor()
  },
}

const sizes = [
  { suffix: '', width: 1440, height: 900 },
  { suffix: '-narrow', width: 390, height: 844 },
] as const

mkdirSync(folder, { recursive: true })
// A neutral place, so that no picture shows where this checkout is.
const temporary = await mkdtemp(join(tmpdir(), 'pictures-'))
const handOver = join(temporary, 'hand-over')
try {
  await cp(sampleFolder, handOver, { recursive: true })
  await makeDemoCase(join(temporary, 'case'))
  writeWitnesses(join(temporary, 'witnesses'))
  await importWitnesses(join(temporary, 'case'), join(temporary, 'witnesses'))
  await derivePictures(join(temporary, 'case'), askerForCli())
  await verifyCase(join(temporary, 'case'), askerForCli())
  for (const { suffix, width, height } of sizes) {
    await using served = await startServing(join(temporary, 'case'))
    await using window = await openWindow({ width, height })
    const page = await window.context.newPage()
    await page.goto(served.loginLink)
    for (const [name, reach] of Object.entries(views)) {
      await reach(page, served.origin, handOver)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.screenshot({ path: join(folder, `${name}-${colorScheme}${suffix}.png`) })
      }
    }
  }
} finally {
  await rm(temporary, { recursive: true, force: true })
}
