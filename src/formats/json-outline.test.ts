import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJsonOutline } from './json-outline.ts'
import { type JsonRecords, jsonCutter } from './json-records.ts'
import { evidence } from './laws.ts'

const shape: JsonRecords = {
  lists: ['messages', 'contacts.list'],
  beginsRecord: (head) => head.startsWith('{"id"'),
}
const outlineOf = (text: string, sizes = [7]) =>
  readJsonOutline(evidence('a.json', new TextEncoder().encode(text), { sizes }), shape)
const list = (number: number) => ({ number, name: 'messages' })

test('knows what stands around each list, before and after it', async () => {
  const outline = await outlineOf(
    '{"who":{"id":9},"chats":{"list":[{"name":"A","messages":[{"id":1},{"id":2}]},{"messages":[{"id":3}],"name":"B"},{"name":"C","messages":[]}]}}',
  )
  assert.deepEqual(outline.around(list(0))[0]?.['name'], 'A')
  assert.deepEqual(outline.around(list(1))[0]?.['name'], 'B')
  assert.deepEqual(outline.around(list(1)).at(-1)?.['who'], { id: 9 })
  assert.deepEqual(outline.around(list(7)), [])
  assert.deepEqual(outline.around(null), [])
})

test('keeps what is known up to the damage, or to where the file ends', async () => {
  for (const text of [
    '{"name":"A","messages":[{"id":1},{"id":"b" c "},{"id":2}],"title":"later"}',
    '{"name":"A","messages":[{"id":1}',
    '{"name":"A","messages":[{"id":1}],"tit',
  ])
    assert.equal((await outlineOf(text)).around(list(0))[0]?.['name'], 'A')
})

test('is not misled by a file that writes a marker itself', async () => {
  const outline = await outlineOf('{"x":{"records":0},"a":{"name":"A","messages":[{"id":1}]}}')
  assert.equal(outline.around(list(0))[0]?.['name'], 'A')
})

test('a list of records may be named by the object it stands in', () => {
  const cutter = jsonCutter({ ...shape, lists: ['contacts.list'] })
  const text = '{"list":[{"a":1}],"contacts":{"list":[{"b":2}]}}'
  const pieces = [...cutter.cut(new TextEncoder().encode(text)), ...cutter.rest()]
  assert.deepEqual(
    pieces.filter(({ kind }) => kind === 'record').map(({ start, end }) => text.slice(start, end)),
    ['{"b":2}'],
  )
})

test('objects one after another are records where the file has them bare', () => {
  const cutter = jsonCutter({ ...shape, bare: true })
  const text = '{"id":1,"messages":[{"id":9}]}\n{"id":2}'
  const pieces = [...cutter.cut(new TextEncoder().encode(text)), ...cutter.rest()]
  assert.deepEqual(
    pieces.map(({ kind, start, end }) => [kind, text.slice(start, end)]),
    [
      ['record', '{"id":1,"messages":[{"id":9}]}'],
      ['wrapper', '\n'],
      ['record', '{"id":2}'],
    ],
  )
})
