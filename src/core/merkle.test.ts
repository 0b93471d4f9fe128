import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import {
  appendLeaf,
  consistencyProof,
  type Frontier,
  inclusionProof,
  leafHash,
  merkleRoot,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const someLeaves = (count: number) => Array.from({ length: count }, (_, at) => leafHash(bytes(`entry ${at}`)))

function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0))
  if (leaves.length === 1) return leaves[0]!
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return nodeHash(naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half)))
}

function flip(hash: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(hash)
  copy[at % 32]! ^= 1
  return copy
}

test('agrees with the known hashes of a leaf, a node and nothing', () => {
  assert.equal(
    leafHash(bytes('L123456')).toHex(),
    '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
  )
  assert.equal(
    nodeHash(bytes('N123'), bytes('N456')).toHex(),
    'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
  )
  assert.equal(
    leafHash(bytes('')).toHex(),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  )
  assert.equal(merkleRoot([]).toHex(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('agrees at every size with the recursive definition', () => {
  const leaves = someLeaves(70)
  let frontier: Frontier = []
  for (let size = 0; size <= leaves.length; size++) {
    const expected = naiveRoot(leaves.slice(0, size))
    assert.deepEqual(rootOf(frontier, size), expected)
    assert.deepEqual(merkleRoot(leaves.slice(0, size)), expected)
    if (size < leaves.length) frontier = appendLeaf(frontier, size, leaves[size]!)
  }
})

test('proves every leaf, and no other leaf, place, size or root', () => {
  for (let size = 1; size <= 33; size++) {
    const leaves = someLeaves(size)
    const root = merkleRoot(leaves)
    for (const [index, leaf] of leaves.entries()) {
      const proof = inclusionProof(leaves, index)
      const claim = { leaf, index, size, root }
      assert.ok(verifyInclusion(claim, proof))
      assert.ok(!verifyInclusion({ ...claim, leaf: flip(leaf, index) }, proof))
      assert.ok(!verifyInclusion({ ...claim, root: flip(root, index) }, proof))
      assert.ok(!verifyInclusion({ ...claim, index: index + 1 }, proof))
      assert.ok(!verifyInclusion(claim, [...proof, root]))
      if (proof.length > 0) assert.ok(!verifyInclusion(claim, proof.slice(1)))
      for (const [at, hash] of proof.entries())
        assert.ok(!verifyInclusion(claim, proof.with(at, flip(hash, at))))
    }
  }
})

test('proves every growth of a log, and no rewriting of it', () => {
  for (let newSize = 1; newSize <= 33; newSize++) {
    const leaves = someLeaves(newSize)
    const newRoot = merkleRoot(leaves)
    for (let oldSize = 1; oldSize <= newSize; oldSize++) {
      const oldRoot = merkleRoot(leaves.slice(0, oldSize))
      const proof = consistencyProof(leaves, oldSize)
      const claim = { oldSize, oldRoot, newSize, newRoot }
      assert.ok(verifyConsistency(claim, proof))
      assert.ok(!verifyConsistency({ ...claim, oldRoot: flip(oldRoot, oldSize) }, proof))
      assert.ok(!verifyConsistency({ ...claim, newRoot: flip(newRoot, oldSize) }, proof))
      assert.ok(!verifyConsistency(claim, [...proof, newRoot]))
      for (const [at, hash] of proof.entries())
        assert.ok(!verifyConsistency(claim, proof.with(at, flip(hash, at))))
    }
  }
})

test('refuses a consistency claim from an empty log', () => {
  const leaves = someLeaves(3)
  const claim = { oldSize: 0, oldRoot: merkleRoot([]), newSize: 3, newRoot: merkleRoot(leaves) }
  assert.ok(!verifyConsistency(claim, []))
  assert.throws(() => consistencyProof(leaves, 0), RangeError)
})

test('refuses a frontier that is not of the size', () => {
  assert.throws(() => rootOf([], 1), RangeError)
  assert.throws(() => appendLeaf(someLeaves(2), 2, someLeaves(1)[0]!), RangeError)
})

test('never throws on a damaged proof', () => {
  const hash = fc.uint8Array({ maxLength: 40 })
  fc.assert(
    fc.property(
      hash,
      hash,
      fc.array(hash),
      fc.tuple(fc.double(), fc.double()),
      (leaf, root, proof, [index, size]) => {
        assert.equal(verifyInclusion({ leaf, index, size, root }, proof), false)
        verifyConsistency({ oldSize: index, oldRoot: leaf, newSize: size, newRoot: root }, proof)
      },
    ),
    { numRuns: 200, examples: [[new Uint8Array(32), new Uint8Array(32), [], [0, 2]]] },
  )
})
