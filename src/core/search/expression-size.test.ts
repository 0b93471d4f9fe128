import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expressionSize } from './expression-size.ts'

test('counts an expression with its repetitions written out', () => {
  const sizes = {
    abc: 3,
    'a{1000}': 1000,
    '(ab{3}){10}': 50,
    '(a{100}){100}': 10_100,
    '[a-z{9}]{5}': 5,
    '[]{9}]{5}': 5,
    '[[:alpha:]{9}]{5}': 5,
    [String.raw`\{9}x\(`]: 5,
    'a{2,}b{0,7}': 9,
    '((((a': 1,
  }
  for (const [pattern, size] of Object.entries(sizes)) assert.equal(expressionSize(pattern), size, pattern)
})
