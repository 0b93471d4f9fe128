/**
 * Measures in a real browser how long the reader takes to open anywhere in the longest conversation of a case:
 * `node scripts/measure-reader.ts CASE_DIR [TIMES]`, after `npm run build` has built the web application.
 *
 * A time runs from the click or the change of address until the message asked for stands in the document, in sight,
 * and in the same place for two animation frames, so that it has been painted and nothing moves it any more. Places
 * are drawn by a fixed seed, so that two runs ask for the same messages. Prints JSON with p50, p95 and maximum of
 *
 * - `first`: within the application, nothing of the conversation asked for before (the overview is loaded anew each time);
 * - `next`: within the application, the conversation having been open at another place before;
 * - `fromHit`: a click on the time of a hit in the search view, so that the reader also asks for the hits to step through;
 * - `stream`: within the application, all messages of the handles of that conversation as one stream;
 * - `filtered`: the same with a filter of words;
 * - `cold`: a whole page load of the reader's address.
 */
import type { Page } from 'playwright-core'
import { quantilesOf, type Times } from '../src/workbench/bench/quantiles.ts'
import { openWindow, startServing } from './open-browser.ts'

interface Place {
  readonly conversation: string
  readonly uid: string
}

/** What an opening took, and how far from the middle of the stream the message then stood, in pixels. */
interface Opening {
  readonly ms: number
  readonly offCentre: number
}

/** Runs in the page: resolves when the chosen message is in sight and has stood still for two frames. */
const measureOpening = `window.measureOpening = (begun) => new Promise((resolve) => {
  let before = NaN
  const look = () => {
    const stream = document.querySelector('.stream')?.getBoundingClientRect()
    const row = document.querySelector('.stream .row.chosen')?.getBoundingClientRect()
    const isInSight = stream && row && row.top >= stream.top && row.bottom <= stream.bottom
    if (isInSight && Math.abs(row.top - before) < 1) {
      const offCentre = Math.round(Math.abs((row.top + row.bottom - stream.top - stream.bottom) / 2))
      resolve({ ms: performance.now() - begun, offCentre })
      return
    }
    before = isInSight ? row.top : NaN
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`

const [, , caseDir, times = '30'] = process.argv
if (caseDir === undefined) {
  process.stderr.write('Usage: node scripts/measure-reader.ts CASE_DIR [TIMES]\n')
  process.exit(2)
}
await using served = await startServing(caseDir)
await using browser = await openWindow({ width: 1440, height: 900 })
const page = await browser.context.newPage()
await page.addInitScript({ content: measureOpening })
await page.goto(served.loginLink)
const { id, messages, participants } = await longestConversation(page)
const draw = drawFrom(20_200_316)
const ways = {
  first: openFirst,
  next: openNext,
  fromHit: openFromHit,
  stream: openStream,
  filtered: openFiltered,
  cold: openCold,
} as const
const openings: Record<string, Opening[]> = {}
for (const [way, open] of Object.entries(ways)) {
  openings[way] = []
  for (let i = 0; i < Number(times); i++) openings[way].push(await open(page, await drawPlace(page)))
}
const figures: Record<string, Times> = Object.fromEntries(
  Object.entries(openings).map(([way, found]) => [way, quantilesOf(found.map(({ ms }) => ms))]),
)
const offCentrePx = Math.max(...Object.values(openings).flatMap((all) => all.map((one) => one.offCentre)))
process.stdout.write(`${JSON.stringify({ messages, ...figures, offCentrePx })}\n`)

interface Longest {
  readonly id: string
  readonly messages: number
  readonly participants: readonly string[]
}

async function longestConversation(shown: Page): Promise<Longest> {
  const { conversations } = await askServer<{ conversations: Longest[] }>(shown, '/api/overview')
  const [longest] = conversations.toSorted((a, b) => b.messages - a.messages)
  if (!longest) throw new Error('The case holds no conversation')
  return longest
}

async function drawPlace(shown: Page): Promise<Place> {
  const offset = Math.floor(draw() * messages)
  const thread = await askServer<{ messages: { uid: string }[] }>(
    shown,
    `/api/conversations/${id}/messages?offset=${offset}&limit=1`,
  )
  const [message] = thread.messages
  if (!message) throw new Error(`There is no message at ${offset}`)
  return { conversation: id, uid: message.uid }
}

async function openFirst(shown: Page, place: Place): Promise<Opening> {
  await shown.goto(served.origin)
  return await openWithin(shown, place)
}

async function openNext(shown: Page, place: Place): Promise<Opening> {
  await leave(shown)
  return await openWithin(shown, place)
}

async function openStream(shown: Page, { uid }: Place): Promise<Opening> {
  await leave(shown)
  return await openAddress(shown, streamAddress(uid))
}

async function openFiltered(shown: Page, { uid }: Place): Promise<Opening> {
  await leave(shown)
  return await openAddress(shown, `${streamAddress(uid)}&f=the`)
}

function streamAddress(uid: string): string {
  return `/stream?${new URLSearchParams([...participants.map((handle) => ['handle', handle]), ['uid', uid]]).toString()}`
}

async function leave(shown: Page): Promise<void> {
  await shown.evaluate(
    `history.pushState(null, '', '/handles'); dispatchEvent(new PopStateEvent('popstate'))`,
  )
}

/** A change of address as the browser's back and forward make it: the application answers it as it does a link. */
async function openWithin(shown: Page, place: Place): Promise<Opening> {
  return await openAddress(shown, addressOf(place))
}

async function openAddress(shown: Page, address: string): Promise<Opening> {
  await rest(shown)
  const go = `history.pushState(null, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate'))`
  return await shown.evaluate(
    `(() => { const begun = performance.now(); ${go}; return measureOpening(begun) })()`,
  )
}

/** The hit is any of the first page of a search for words of the message drawn, on the day it was sent. */
async function openFromHit(shown: Page, place: Place): Promise<Opening> {
  const { message } = await askServer<{ message: { body: string; sentAt: string } }>(
    shown,
    `/api/messages/${place.uid}?context=0`,
  )
  const [word = 'the'] = (message.body.match(/[a-z]{4,}/gi) ?? []).toSorted((a, b) => b.length - a.length)
  const q = `in:${place.conversation} ${word} after:${message.sentAt.slice(0, 10)}`
  await shown.goto(`${served.origin}/search?${new URLSearchParams({ q }).toString()}`)
  const hit = shown.locator('.hit-time').first()
  await hit.waitFor()
  await rest(shown)
  await hit.hover()
  const began = shown.evaluate<Opening>(
    `new Promise((resolve) => addEventListener('click', (event) => resolve(measureOpening(event.timeStamp)), { once: true, capture: true }))`,
  )
  await hit.click()
  return await began
}

async function openCold(shown: Page, place: Place): Promise<Opening> {
  await shown.goto('about:blank')
  await shown.goto(`${served.origin}${addressOf(place)}`, { waitUntil: 'commit' })
  return await shown.evaluate('measureOpening(0)')
}

/** Until nothing more is asked for and what was shown has been painted. */
async function rest(shown: Page): Promise<void> {
  await shown.waitForLoadState('networkidle')
  await shown.waitForTimeout(300)
}

function addressOf({ conversation, uid }: Place): string {
  return `/conversations/${conversation}?uid=${uid}`
}

async function askServer<Answer>(shown: Page, path: string): Promise<Answer> {
  return await shown.evaluate<Answer>(
    `fetch(${JSON.stringify(path)}, { headers: { 'x-bailey': '1' } }).then((reply) => reply.json())`,
  )
}

/** A generator of numbers from 0 to 1 that is the same for the same seed (mulberry32). */
function drawFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
