import assert from 'node:assert/strict'
import test from 'node:test'
import type { DropDiff } from '../../../src/wire/coverage.ts'
import { fileName, readAll, renderCsv } from './export-rows.ts'

const message = {
  uid: 'ab',
  sentAt: '2020-04-06T11:00:00Z',
  timeText: '2020-04-06 12:00',
  zone: 'assumed',
  network: 'xmpp',
  conversation: '00',
  kind: 'text',
  traffic: 'plain',
  language: 'en',
  languageBy: 'words',
  translations: [],
  wordsDiffer: false,
  translationOf: null,
  from: 'xmpp:anna@a.example',
  to: ['xmpp:boris@a.example'],
  body: '=1+1, "so"',
  bodyCutFrom: null,
  files: [],
  review: { tags: [], relevance: 'undecided', disputed: false, readBy: [] },
  sightings: 1,
  repaired: false,
  exhibit: 'E/1',
  entry: 'a.json',
  offset: 7,
} as const

test('writes a side a line, quotes what must be, and says what it guarded against spreadsheets', () => {
  assert.equal(
    renderCsv([{ change: 'removed', before: message, after: null }]),
    'change,side,exhibit,entry,offset,uid,sent_utc,time_as_written,from,to,body,cells_guarded\r\n' +
      'removed,before,E/1,a.json,7,ab,2020-04-06T11:00:00Z,2020-04-06 12:00,xmpp:anna@a.example,xmpp:boris@a.example,"\'=1+1, ""so""",1\r\n',
  )
})

test('reads page after page until there is no more', async () => {
  const counts = { added: 700, removed: 0, changed: 0, same: 3 }
  const all: DropDiff['items'] = Array.from({ length: 700 }, () => ({
    change: 'added',
    before: null,
    after: message,
  }))
  const read: number[] = []
  const whole = await readAll(
    async ({ limit, offset }) => ({ ...counts, items: all.slice(offset, offset + limit) }),
    (items) => read.push(items),
  )
  assert.equal(whole.items.length, 700)
  assert.deepEqual(read, [500, 700])
})

test('names a file so that any file system takes it', () => {
  assert.equal(fileName(['NCA/EC/1', 'E 2', 'diff'], 'csv'), 'NCA-EC-1_E-2_diff.csv')
})
