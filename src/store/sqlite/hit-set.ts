/** Some of the messages of a case as bits, one for each place in the columns. */
export type HitSet = Uint32Array

/** A set of nothing for `length` messages. */
export function noHits(length: number): HitSet {
  return new Uint32Array(Math.ceil(length / 32))
}

/** The places from `from` until before `until`. */
export function hitsBetween(length: number, from: number, until: number): HitSet {
  const set = noHits(length)
  if (from >= until) return set
  const [first, last] = [from >>> 5, (until - 1) >>> 5]
  set.fill(0xffffffff, first, last + 1)
  set[first] = (set[first] ?? 0) & (0xffffffff << (from & 31))
  set[last] = (set[last] ?? 0) & (0xffffffff >>> (31 - ((until - 1) & 31)))
  return set
}

/** The places that pass. */
export function hitsWhere(length: number, passes: (place: number) => boolean): HitSet {
  const set = noHits(length)
  for (let word = 0; word < set.length; word++) {
    const [from, until] = [word * 32, Math.min(length, word * 32 + 32)]
    let bits = 0
    for (let place = from; place < until; place++) if (passes(place)) bits |= 1 << (place & 31)
    set[word] = bits
  }
  return set
}

/** Puts a place into a set. */
export function addHit(set: HitSet, place: number): void {
  const word = place >>> 5
  set[word] = (set[word] ?? 0) | (1 << (place & 31))
}

/** Whether a place is in a set. */
export function isHit(set: HitSet, place: number): boolean {
  return ((set[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0
}

/** Keeps in the first set what is in the second as well. */
export function keepCommon(set: HitSet, other: HitSet): HitSet {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) & (other[word] ?? 0)
  return set
}

/** Puts into the first set what is in the second. */
export function addHits(set: HitSet, other: HitSet): HitSet {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) | (other[word] ?? 0)
  return set
}

/** Turns a set into everything that is not in it. */
export function turnRound(set: HitSet, length: number): HitSet {
  for (let word = 0; word < set.length; word++) set[word] = ~(set[word] ?? 0)
  if (length % 32 !== 0) set[set.length - 1] = (set.at(-1) ?? 0) & (0xffffffff >>> (32 - (length % 32)))
  return set
}

/** How many are in a set. */
export function countHits(set: HitSet): number {
  let count = 0
  for (const word of set) {
    let bits = word - ((word >>> 1) & 0x55555555)
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The places in a set, in order. */
export function placesOf(set: HitSet): Uint32Array {
  const places = new Uint32Array(countHits(set))
  let filled = 0
  for (const [word, value] of set.entries()) {
    let bits = value
    while (bits !== 0) {
      const lowest = bits & -bits
      places[filled++] = word * 32 + 31 - Math.clz32(lowest)
      bits ^= lowest
    }
  }
  return places
}
