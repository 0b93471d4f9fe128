import { sha256 } from '@noble/hashes/sha2.js'

/**
 * The compact range of a Merkle tree: the roots of its perfect subtrees, largest first. With the size of the
 * tree it is all that is needed to add a leaf and to state the root.
 */
export type Frontier = readonly Uint8Array[]

/** The hash of a log entry: SHA-256(0x00 || entry). @see RFC 9162, 2.1.1 */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256.create().update(leafMark).update(entry).digest()
}

/** The hash of two neighbouring subtrees: SHA-256(0x01 || left || right). @see RFC 9162, 2.1.1 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256.create().update(nodeMark).update(left).update(right).digest()
}

/**
 * The frontier after one more leaf. `size` is the number of leaves before it, `leaf` a leaf hash. Logarithmic.
 * @throws {RangeError} when the frontier is not one of a tree of that size.
 */
export function appendLeaf(frontier: Frontier, size: number, leaf: Uint8Array): Frontier {
  checkFrontier(frontier, size)
  const roots = [...frontier]
  let root = leaf
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) root = nodeHash(take(roots), root)
  roots.push(root)
  return roots
}

/**
 * The root of the tree of `size` leaves; SHA-256 of nothing when it is empty.
 * @throws {RangeError} when the frontier is not one of a tree of that size.
 */
export function rootOf(frontier: Frontier, size: number): Uint8Array {
  checkFrontier(frontier, size)
  if (frontier.length === 0) return sha256(new Uint8Array(0))
  return frontier.reduceRight((right, left) => nodeHash(left, right))
}

/** The root over leaf hashes, in order, keeping only a frontier in memory. */
export function merkleRoot(leaves: Iterable<Uint8Array>): Uint8Array {
  let frontier: Frontier = []
  let size = 0
  for (const leaf of leaves) frontier = appendLeaf(frontier, size++, leaf)
  return rootOf(frontier, size)
}

/**
 * The neighbours, lowest first, that prove a leaf is in the tree over these leaf hashes. Linear in the leaves.
 * @throws {RangeError} when there is no leaf of that index.
 * @see RFC 9162, 2.1.3.1
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError(`No leaf ${index} in a tree of ${leaves.length}`)
  }
  if (leaves.length === 1) return []
  const half = splitOf(leaves.length)
  const left = leaves.slice(0, half)
  const right = leaves.slice(half)
  return index < half
    ? [...inclusionProof(left, index), merkleRoot(right)]
    : [...inclusionProof(right, index - half), merkleRoot(left)]
}

/** A leaf said to stand at `index` in the tree of `size` leaves whose root is `root`. */
export interface InclusionClaim {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly root: Uint8Array
}

/** True when the proof shows the claim. @see RFC 9162, 2.1.3.2 */
export function verifyInclusion(claim: InclusionClaim, proof: readonly Uint8Array[]): boolean {
  const { index, size } = claim
  if (!isSize(size) || !isSize(index) || index >= size || !areHashes([claim.leaf, claim.root, ...proof]))
    return false
  let fn = index
  let sn = size - 1
  let root = claim.leaf
  for (const neighbour of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(neighbour, root)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)]
    } else {
      root = nodeHash(root, neighbour)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && isSame(root, claim.root)
}

/**
 * The hashes that prove the tree over these leaf hashes only adds to the tree of its first `oldSize` leaves.
 * @throws {RangeError} when `oldSize` is 0 (there is nothing to prove) or more than there are leaves.
 * @see RFC 9162, 2.1.4.1
 */
export function consistencyProof(leaves: readonly Uint8Array[], oldSize: number): readonly Uint8Array[] {
  if (!isSize(oldSize) || oldSize === 0 || oldSize > leaves.length) {
    throw new RangeError(`No proof from ${oldSize} to ${leaves.length} leaves`)
  }
  return subProof(leaves, oldSize, true)
}

/** Two states said to be of one log, the second after the first. */
export interface ConsistencyClaim {
  readonly oldSize: number
  readonly oldRoot: Uint8Array
  readonly newSize: number
  readonly newRoot: Uint8Array
}

/** True when the proof shows the claim; never for an old size of 0, about which a proof can say nothing. @see RFC 9162, 2.1.4.2 */
export function verifyConsistency(claim: ConsistencyClaim, proof: readonly Uint8Array[]): boolean {
  const { oldSize, oldRoot, newSize, newRoot } = claim
  if (!isSize(oldSize) || !isSize(newSize) || oldSize === 0 || oldSize > newSize) return false
  if (!areHashes([oldRoot, newRoot, ...proof])) return false
  if (oldSize === newSize) return proof.length === 0 && isSame(oldRoot, newRoot)
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof
  let fn = oldSize - 1
  let sn = newSize - 1
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  const [first, ...rest] = path
  if (first === undefined || proof.length === 0) return false
  let fr = first
  let sr = first
  for (const hash of rest) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(hash, fr)
      sr = nodeHash(hash, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)]
    } else {
      sr = nodeHash(sr, hash)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && isSame(fr, oldRoot) && isSame(sr, newRoot)
}

const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)

function subProof(leaves: readonly Uint8Array[], oldSize: number, whole: boolean): readonly Uint8Array[] {
  if (oldSize === leaves.length) return whole ? [] : [merkleRoot(leaves)]
  const half = splitOf(leaves.length)
  const left = leaves.slice(0, half)
  const right = leaves.slice(half)
  return oldSize <= half
    ? [...subProof(left, oldSize, whole), merkleRoot(right)]
    : [...subProof(right, oldSize - half, false), merkleRoot(left)]
}

/** The largest power of two smaller than `size`. */
function splitOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

function checkFrontier(frontier: Frontier, size: number): void {
  let ones = 0
  for (let rest = size; rest >= 1; rest = Math.floor(rest / 2)) ones += rest % 2
  if (!isSize(size) || ones !== frontier.length) {
    throw new RangeError(`A frontier of ${frontier.length} hashes is not of a tree of ${size} leaves`)
  }
}

function take(roots: Uint8Array[]): Uint8Array {
  const root = roots.pop()
  if (root === undefined) throw new RangeError('The frontier is shorter than its size says')
  return root
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

// Bitwise operators cut numbers to 32 bits, so powers of two are counted by halving.
function isPowerOfTwo(size: number): boolean {
  let rest = size
  while (rest % 2 === 0) rest /= 2
  return rest === 1
}

function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
