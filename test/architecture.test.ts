import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const isExempt = (file: string) => /\.test\.ts$|(^|[/-])laws\.ts$/.test(file) || file === 'web/vite.config.ts'
const sources = globSync('{src,web}/**/*.{ts,tsx}', { cwd: root }).filter((file) => !isExempt(file))

interface Rule {
  readonly folder: string
  readonly mayImport: readonly string[]
  readonly mayUseNode: boolean
}

const rules: Rule[] = read('ARCHITECTURE.md')
  .matchAll(/^\| ((?:src|web)\S*) \| .+ \|(.*)\| (yes|no) \|$/gm)
  .map(([, folder, may, node]) => ({
    folder: folder!,
    mayImport: may!
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    mayUseNode: node === 'yes',
  }))
  .toArray()

const imported = /^(?:import|export)\b[^'"]*?['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm

/** The row a file lives under: the longest that holds it, a name before a pattern; `x/*` is any one child of x. */
function ruleOf(file: string): Rule | undefined {
  return rules
    .filter(
      ({ folder }) =>
        file === folder ||
        posix.matchesGlob(posix.dirname(file), folder) ||
        posix.matchesGlob(file, `${folder}/**`),
    )
    .toSorted(
      (a, b) =>
        b.folder.split('/').length - a.folder.split('/').length ||
        Number(a.folder.includes('*')) - Number(b.folder.includes('*')),
    )
    .toSorted((a, b) => Number(b.folder === file) - Number(a.folder === file))[0]
}

/** The real folder a pattern stands for: `src/formats/*` of `src/formats/text-log/x.ts` is `src/formats/text-log`. */
const homeOf = (file: string, { folder }: Rule) =>
  file.split('/').slice(0, folder.split('/').length).join('/')

function offences(file: string): string[] {
  const rule = ruleOf(file)
  if (!rule) return [`${file}: no row in ARCHITECTURE.md`]
  return [...read(file).matchAll(imported)]
    .map(([, from, dynamic]) => from ?? dynamic!)
    .filter((to) => {
      if (to.startsWith('node:')) return !rule.mayUseNode
      if (!to.startsWith('.') || to.endsWith('.css')) return false
      const target = posix.join(posix.dirname(file), to)
      const theirs = ruleOf(target)
      if (theirs && homeOf(target, theirs) === homeOf(file, rule)) return false
      return !rule.mayImport.includes(theirs?.folder ?? '')
    })
    .map((to) => `${file}: ${to}`)
}

/** Exported declarations without a docstring; a type derived from the table above it shares the table's. */
function undocumented(file: string): string[] {
  const lines = read(file).split('\n')
  return lines.flatMap((line, at) => {
    if (!/^export (?:async |declare |abstract )*(?:function|const|let|class|interface|type)\b/.test(line))
      return []
    if (/^export type (?:\{|\w+ = (?:keyof typeof |\(typeof ))/.test(line)) return []
    const before = lines.slice(0, at).findLast((text) => !text.trimStart().startsWith('// oxlint-'))
    return before?.trimEnd().endsWith('*/') ? [] : [`${file}: ${line}`]
  })
}

test('every folder imports only what ARCHITECTURE.md allows', () => {
  assert.deepEqual(sources.flatMap(offences), [])
})

test('every export of core, formats and store says what it is', () => {
  const held = sources.filter((file) => /^src\/(core|formats|store)\//.test(file))
  assert.deepEqual(held.flatMap(undocumented), [])
})

test('only its own folder speaks SQLite, but for what is measured against it', () => {
  const outside = sources.filter((file) => !/^src\/(store\/sqlite|workbench\/bench)\//.test(file))
  assert.deepEqual(
    outside.filter((file) => /node:sqlite|\.prepare\(|pragma /.test(read(file))),
    [],
  )
})

test('nothing has a name that says nothing', () => {
  const empty = /(^|\/)(utils?|helpers?|common|types|constants|misc)(\.tsx?$|\/)/
  assert.deepEqual(
    sources.filter((file) => empty.test(file)),
    [],
  )
})
