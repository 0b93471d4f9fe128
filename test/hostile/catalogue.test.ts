import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'docs', 'reference')

/** How many ids each group of the catalogue has. */
const groups = {
  Z: 7,
  X: 5,
  D: 6,
  T: 6,
  K: 4,
  J: 4,
  R: 7,
  E: 5,
  F: 14,
  Q: 4,
  C: 8,
  I: 11,
  W: 18,
  N: 6,
  S: 8,
  L: 2,
}
const ids = Object.entries(groups).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, n) => `${group}-${String(n + 1).padStart(2, '0')}`),
)
const rows = readFileSync(join(folder, 'hostile.md'), 'utf8')
  .matchAll(/^\| ([A-Z]-\d\d) \| ([^|]+) \| ([^|]+) \|$/gm)
  .map(([, id = '', , where = '']) => ({ id, where }))
  .toArray()
/** Titles of the tests of a file, as they are written. */
const titlesIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/\btest\(\s*(['"`])((?:\\.|(?!\1).)+)\1/g)].map(
    ([, , title = '']) => title,
  )

test('every id of the catalogue stands in the table once, with a place or a reason', () => {
  assert.deepEqual(
    rows.map(({ id }) => id),
    ids,
  )
  for (const { id, where } of rows) assert.match(where, /^(?:held: \[|by name: \[|not yet: \w)/, id)
})

test('every file the table names holds a test of that id, or of the name it quotes', () => {
  const missing = rows.flatMap(({ id, where }) =>
    [...where.matchAll(/\]\(([^)]+\.test\.ts)\)(?: "([^"]+)")?/g)].flatMap(([, path = '', title]) => {
      const file = join(folder, path)
      const titles = existsSync(file) ? titlesIn(file) : []
      const isNamed = where.startsWith('by name') && title === undefined
      const found = isNamed
        ? titles.length > 0
        : titles.some((each) => (title === undefined ? each.split(' ').includes(id) : each === title))
      return found ? [] : [`${id}: ${path} ${title ?? ''}`]
    }),
  )
  assert.deepEqual(missing, [])
})

test('every id in the title of a test stands in the table as held', () => {
  const said = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: root }).flatMap((file) =>
    titlesIn(join(root, file)).flatMap(
      (title) =>
        title
          .match(/^(?:[A-Z]-\d\d )+/)?.[0]
          .trim()
          .split(' ') ?? [],
    ),
  )
  const held = new Set(rows.filter(({ where }) => !where.startsWith('not yet')).map(({ id }) => id))
  assert.deepEqual(
    [...new Set(said)].filter((id) => !held.has(id)),
    [],
  )
})
