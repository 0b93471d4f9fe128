import assert from 'node:assert/strict'
import { test } from 'node:test'
import { branchesOf } from './branches.ts'

const of = (...pairs: readonly (readonly [number, number | null])[]) =>
  pairs.map(([entry, parent]) => ({ entry, parent }))
const shape = (entries: ReturnType<typeof of>, closed: readonly number[] = []) =>
  branchesOf(entries, new Set(closed)).map(({ entry, depth, below }) => [entry.entry, depth, below])

test('entries stand under what they narrow, the branch that was worked last first', () => {
  const entries = of([9, 1], [7, null], [5, 3], [4, 3], [3, 1], [1, null])
  assert.deepEqual(shape(entries), [
    [1, 0, 4],
    [3, 1, 2],
    [4, 2, 0],
    [5, 2, 0],
    [9, 1, 0],
    [7, 0, 0],
  ])
  assert.deepEqual(shape(entries, [3]), [
    [1, 0, 4],
    [3, 1, 2],
    [9, 1, 0],
    [7, 0, 0],
  ])
})

test('an entry whose parent is not among them stands by itself', () => {
  assert.deepEqual(shape(of([5, 2])), [[5, 0, 0]])
  assert.deepEqual(shape(of()), [])
})
