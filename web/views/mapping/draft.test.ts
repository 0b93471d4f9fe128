import assert from 'node:assert/strict'
import test from 'node:test'
import type { MappingPreview } from '../../../src/wire/mapping.ts'
import { canBeNamed, draftOf, filledRows, profileOf, withRole } from './draft.ts'
import { missingOf } from './roles.ts'

const profile = {
  name: 'march',
  version: 1,
  network: 'encrochat',
  columns: { from: ['Sender'], to: ['Recipient'], time: ['When'], body: ['Text'] },
  dateOrder: 'dmy',
  recipientSeparator: null,
} as const

const preview: MappingPreview = {
  tables: [
    {
      name: 'march',
      kind: 'messages',
      headings: ['Sender', 'Recipient', 'When', 'Text', 'Text', ''],
      rows: [
        ['a', 'b', '1/2/2020', 'hi', '', ''],
        ['a', '', '1/2/2020', 'ho', '', ''],
      ],
      columns: Object.entries(profile.columns).map(([part, [heading]], column) => ({
        part,
        column,
        heading,
        confidence: 0.9,
        reason: 'so',
      })),
      unused: ['Text', 'column 6'],
      missing: [],
      notes: [],
      trial: null,
    },
  ],
  profile,
  id: 'ab',
  unread: [],
}

test('an unchanged draft says the profile that was proposed', () => {
  assert.deepEqual(profileOf(draftOf(preview)), profile)
})

test('a role is held by one column, and a table without its parties is told apart by name', () => {
  const draft = draftOf(preview)
  const tables = draft.tables.map((table) => withRole(table, 0, 'to'))
  assert.deepEqual(tables[0]?.roles, ['to', null, 'time', 'body', null, null])
  assert.deepEqual(profileOf({ ...draft, tables })?.sheets, [
    { names: ['*'], kind: 'messages', columns: { to: ['Sender'], time: ['When'], body: ['Text'] } },
  ])
  assert.equal(missingOf('messages', (role) => tables[0]?.roles.includes(role) ?? false).length, 1)
})

test('a heading that is empty or stands twice names no column', () => {
  const { headings } = preview.tables[0] ?? { headings: [] }
  assert.deepEqual(
    headings.map((_, at) => canBeNamed(headings, at)),
    [true, true, true, true, false, false],
  )
})

test('finds rows in which a needed cell is empty', () => {
  const [table] = draftOf(preview).tables
  assert.ok(table)
  assert.deepEqual(filledRows(preview.tables[0]?.rows ?? [], table, ['from', 'to', 'time']), [true, false])
})
