import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { actWords } from './act-words.ts'

const src = join(import.meta.dirname, '..')

test('every act there is has its words', () => {
  const sources = globSync('{store,workbench}/**/*.ts', { cwd: src }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  const actions = sources.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8')
    const named = [...text.matchAll(/\baction: '([a-z-]+\.[a-z-]+)'|\bact\(\s*'([a-z-]+\.[a-z-]+)'/g)]
    return named.map(([, act, called]) => act ?? called ?? '')
  })
  assert.ok(actions.length > 30)
  const without = actions.filter((action) =>
    actWords({ action, object: null, detail: {} }).startsWith('did '),
  )
  assert.deepEqual(without, [])
})

test('an act is told as a sentence that follows a name, however little is kept of it', () => {
  assert.equal(
    told('messages.search', { text: 'bag', total: 1412, offset: 0 }),
    'searched for “bag”: 1,412 hits',
  )
  assert.equal(
    told('messages.search', { text: '', total: 1, offset: 50 }),
    'searched for every message: 1 hit, from 51 on',
  )
  assert.equal(told('messages.search', null), 'searched for every message: hits')
  assert.equal(told('unheard.of', {}, 'x'), 'did unheard.of of x')
  assert.equal(told('case.verify', { problems: 0 }), 'verified the case: no problem')
})

function told(
  action: string,
  detail: Readonly<Record<string, unknown>> | null,
  object: string | null = null,
): string {
  return actWords({ action, object, detail })
}
