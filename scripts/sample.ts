/**
 * Writes samples/operation-plover: an invented network over three weeks of spring 2020, as five hand-overs would hold
 * it. The same bytes every time. `node scripts/sample.ts [DIR]`
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { damageDay } from './sample-damage.ts'
import {
  everyday,
  handsets,
  jabber,
  type Member,
  oddities,
  room,
  slots,
  trade,
  yard,
} from './sample-words.ts'

const seed = 20_200_316
const firstDay = Date.UTC(2020, 2, 16)
const days = 21
const host = 'plover.example'

/** A line said by somebody at a clock time of the day, in seconds. */
export interface Line {
  readonly at: number
  readonly from: string
  readonly to: string
  readonly body: string
}

type Random = () => number

/** Every file of the sample, its name and text. */
export function makeSample(): ReadonlyMap<string, string> {
  const random = mulberry32(seed)
  const files = new Map<string, string>()
  let before: readonly string[] = []
  for (let day = 0; day < days; day++) {
    const lines = dayOf(random, day, { people: jabber, exchanges: exchangesOn(day, 43) })
    const records = lines.map((line) => renderJabber(day, line, random))
    // The server's logs overlap: each day's file begins with the last records of the day before.
    files.set(
      `jabber/plover-${dateOf(day).replaceAll('-', '')}.json`,
      damageDay(day, [...before, ...records]),
    )
    before = day % 5 === 2 ? records.slice(-8) : []
  }
  files.set('handset/quietheron-handover.csv', handover(random))
  files.set('text-log/heron_and_rook.txt', textLog(random))
  files.set('rocketchat/2020-03-haulage-yard.json', yardRoom(random))
  return files
}

/** Writes the sample into a folder, in place of what is there. */
export function writeSample(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
  for (const [name, text] of makeSample()) {
    const path = join(dir, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

/** Busier before a weekend, quieter on Sundays, quieter still once everyone has to stay at home. */
function exchangesOn(day: number, most: number): number {
  const weekday = day % 7
  const share = [0.8, 0.85, 0.9, 1, 1.15, 1, 0.6][weekday] ?? 1
  return Math.round(most * share * (day >= 8 ? 0.9 : 1))
}

function dayOf(
  random: Random,
  day: number,
  { people, exchanges }: { people: readonly Member[]; exchanges: number },
): Line[] {
  const lines: Line[] = []
  for (let n = 0; n < exchanges; n++) {
    const [a, b] = pairOf(random, people)
    lines.push(
      ...exchange(random, {
        a,
        b,
        lines: pick(random, random() < 0.42 ? trade : everyday),
        begins: clockOf(random),
      }),
    )
  }
  if (people === jabber) {
    for (const [on, clock, body] of oddities) {
      if (on === day) lines.push({ at: secondsOf(clock), from: 'wagtail', to: 'kestrel', body })
    }
  }
  return lines.filter(({ at }) => at < 86_390).toSorted((x, y) => x.at - y.at || (x.from < y.from ? -1 : 1))
}

/** Two different people; the first of the list write most, and mostly with their neighbours in it. */
function pairOf(random: Random, people: readonly Member[]): readonly [Member, Member] {
  const a = Math.floor(random() ** 2 * people.length)
  const step = 1 + Math.floor(random() ** 2.2 * (people.length - 1))
  const pair = [people[a], people[(a + step) % people.length]] as const
  const [first, second] = random() < 0.5 ? pair : [pair[1], pair[0]]
  if (!first || !second) throw new Error('The list of people is empty')
  return [first, second]
}

function exchange(
  random: Random,
  { a, b, lines, begins }: { a: Member; b: Member; lines: string; begins: number },
): Line[] {
  let at = begins
  return filled(random, lines)
    .split('|')
    .map((text, turn) => {
      const [from, to] = turn % 2 === 0 ? [a, b] : [b, a]
      const said = { at, from: from.name, to: to.name, body: styled(random, text, from) }
      at += 4 + Math.floor(random() ** 3 * 900)
      return said
    })
}

/** Fills each `{slot}` of an exchange with one word throughout, so that both sides mean the same. */
function filled(random: Random, text: string): string {
  const chosen = new Map<string, string>()
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const word = chosen.get(slot) ?? pick(random, slots[slot] ?? [])
    chosen.set(slot, word)
    return word
  })
}

function styled(random: Random, text: string, { style }: Member): string {
  let said = text
  if (style.short)
    said = said
      .replace(/\byou\b/gi, 'u')
      .replace(/\byour\b/gi, 'ur')
      .replace(/[.]$/, '')
  if (style.lower) said = said.toLowerCase()
  const tail = style.tail.length > 0 ? pick(random, style.tail) : ''
  return tail === '' ? said : `${said} ${tail}`
}

function renderJabber(day: number, { at, from, to, body }: Line, random: Random): string {
  const micros = String(Math.floor(random() * 1e6)).padStart(6, '0')
  const record = {
    ts: `${dateOf(day)}T${clockText(at)}.${micros}`,
    from: `${from}@${host}`,
    to: `${to}@${host}`,
    body,
  }
  return JSON.stringify(record, null, 2)
}

function handover(random: Random): string {
  const rows = ['Sender Handle,Recipient Handle,Date/Time,Message Text']
  for (let day = 0; day < days; day++) {
    for (const { at, from, to, body } of dayOf(random, day, {
      people: handsets,
      exchanges: exchangesOn(day, 4),
    })) {
      const [year, month, date] = dateOf(day).split('-')
      rows.push([from, to, `${date}/${month}/${year} ${clockText(at)}`, body].map(cell).join(','))
    }
    // Rows as tables from hand-overs hold them: a time that is no time, and a row without a sender.
    if (day === 5) rows.push('copperlark,slategrebe,31/02/2020 10:00:00,nothing today')
    if (day === 13) rows.push(',slategrebe,29/03/2020 11:20:00,who is this')
  }
  return `${rows.join('\r\n')}\r\n`
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function textLog(random: Random): string {
  const people = [
    { name: 'heron', style: { lower: false, short: false, tail: [] } },
    { name: 'rook', style: { lower: true, short: true, tail: ['', '', 'pal'] } },
  ]
  const records: string[] = []
  for (let day = 1; day < days; day += 2) {
    for (const { at, from, to, body } of dayOf(random, day, { people, exchanges: 2 }))
      records.push(`${dateOf(day)}T${clockText(at)} ${from} -> ${to}\n${body}\n\n`)
  }
  return records.join('')
}

function yardRoom(random: Random): string {
  const messages = []
  for (let day = 0; day < days; day++) {
    for (let n = 0; n < 7; n++) {
      const { name, style } = pick(random, yard)
      const body = styled(random, filled(random, pick(random, room)), { name, style })
      const at = firstDay + day * 86_400_000 + Math.floor((6 + random() * 14) * 3_600_000)
      const ts = new Date(at).toISOString()
      messages.push({
        _id: idOf(random),
        rid: 'HAULAGEYARD',
        ts,
        msg: body,
        u: { _id: `u-${name}`, username: name },
        _updatedAt: ts,
      })
    }
  }
  const newestFirst = messages.toSorted((x, y) => (x.ts > y.ts ? -1 : 1))
  return `${JSON.stringify({ messages: newestFirst, success: true }, null, 1)}\n`
}

function idOf(random: Random): string {
  const letters = 'ABCDEFGHJKMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz23456789'
  return Array.from({ length: 17 }, () => letters[Math.floor(random() * letters.length)]).join('')
}

/** Seconds into the day: few before eight, most in the evening. */
function clockOf(random: Random): number {
  const hours = random() < 0.35 ? 8 + random() * 5 : 13 + random() * 10.5
  return Math.floor((random() < 0.06 ? random() * 8 : hours) * 3600)
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

function clockText(at: number): string {
  return [at / 3600, (at / 60) % 60, at % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}

function dateOf(day: number): string {
  return new Date(firstDay + day * 86_400_000).toISOString().slice(0, 10)
}

function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)]
  if (chosen === undefined) throw new Error('Nothing to choose from')
  return chosen
}

/** @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(from: number): Random {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeSample(process.argv[2] ?? join(import.meta.dirname, '..', 'samples', 'operation-plover'))
