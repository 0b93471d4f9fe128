import { type TrafficMark, trafficMarks } from '../../core/traffic.ts'

export type Marked = Exclude<TrafficMark, 'plain'>

/** Which messages are marked, at eight bytes each: a hostile or a broken source may have every one of millions marked. */
export class MarkedMessages implements Iterable<readonly [number, Marked]> {
  readonly #lists = new Map(
    trafficMarks.filter((mark): mark is Marked => mark !== 'plain').map((mark) => [mark, new IdList()]),
  )

  /** A message is marked once. */
  add(id: number, mark: Marked): void {
    this.#lists.get(mark)?.add(id)
  }

  get size(): number {
    return this.#lists.values().reduce((sum, list) => sum + list.size, 0)
  }

  get(id: number): Marked | undefined {
    for (const [mark, list] of this.#lists) if (list.has(id)) return mark
    return undefined
  }

  /** Mark by mark, each in order of id. */
  *[Symbol.iterator](): Generator<readonly [number, Marked]> {
    for (const [mark, list] of this.#lists) for (const id of list.sorted()) yield [id, mark]
  }
}

/** Ids, exact whole numbers, in an array that doubles when it is full. */
class IdList {
  #ids = new Float64Array(64)
  #isSorted = true
  size = 0

  add(id: number): void {
    if (this.size === this.#ids.length) {
      const larger = new Float64Array(this.size * 2)
      larger.set(this.#ids)
      this.#ids = larger
    }
    if (this.size > 0 && id < (this.#ids[this.size - 1] ?? 0)) this.#isSorted = false
    this.#ids[this.size++] = id
  }

  sorted(): Float64Array {
    const ids = this.#ids.subarray(0, this.size)
    if (!this.#isSorted) ids.sort()
    this.#isSorted = true
    return ids
  }

  has(id: number): boolean {
    const ids = this.sorted()
    let [low, high] = [0, ids.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ids[middle] ?? 0) < id) low = middle + 1
      else high = middle
    }
    return ids[low] === id
  }
}
