import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { staleReference } from '../scripts/docs.ts'
import { formats } from '../src/formats/registry.ts'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })

test('the reference says what the code says', () => {
  assert.deepEqual(staleReference(), [])
})

test('the glossary has every type of the core', () => {
  const glossary = read('docs/glossary.md')
  const names = globSync('src/core/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...read(file).matchAll(/^export (?:interface|type|class) (\w+)/gm)].map(([, name]) => name!),
    )
  assert.deepEqual(
    names.filter((name) => !glossary.includes(`**${name}**`)),
    [],
  )
})

test('the table of formats says of each what to hand over, what is read and what is not', () => {
  const rows = [...read('docs/formats/README.md').matchAll(/^\| \[`([^`]+)`\]\(([^)]+)\) \|(.*)\|$/gm)]
  assert.deepEqual(new Set(rows.map(([, id]) => id)), new Set(formats.map(({ id }) => id)))
  assert.equal(rows.length, formats.length)
  for (const [, id, page = '', cells = ''] of rows) {
    assert.ok(existsSync(join(root, 'docs/formats', page)), `${id} has no page`)
    const said = cells.split('|').map((cell) => cell.trim())
    assert.ok(said.length === 3 && said.every((cell) => cell !== ''), `${id} leaves a cell empty`)
  }
})

test('every library Bailey runs on has its reason written down', () => {
  const [, block = ''] = /"dependencies": \{([^}]*)\}/.exec(read('package.json')) ?? []
  const names = [...block.matchAll(/"([^"]+)": "/g)].map(([, name]) => name!)
  const reasons = read('docs/dependencies.md')
  assert.deepEqual(
    names.filter((name) => !reasons.includes(`| ${name} |`)),
    [],
  )
})

test('every link between the documents leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, to]) => to!)
      .filter((to) => !existsSync(join(root, dirname(page), to)))
      .map((to) => `${page}: ${to}`),
  )
  assert.deepEqual(broken, [])
})

test('the readme stays short', () => {
  assert.ok(read('README.md').split('\n').length <= 120)
})
