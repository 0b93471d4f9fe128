import type { Span } from '../../core/locator.ts'

/** Stretches of a file, collected in any order. */
export class Spans {
  #numbers = new Float64Array(1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  add(start: number, end: number): void {
    if (this.#count * 2 === this.#numbers.length) {
      const larger = new Float64Array(this.#numbers.length * 2)
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    this.#numbers[this.#count * 2] = start
    this.#numbers[this.#count * 2 + 1] = end
    this.#count++
  }

  /** The numbers, in order of adding, of those that share bytes with one that begins before them. */
  overlapping(): ReadonlySet<number> {
    const found = new Set<number>()
    let covered = -1
    for (const n of this.#inOrder()) {
      if (this.#start(n) < covered) found.add(n)
      covered = Math.max(covered, this.#end(n))
    }
    return found
  }

  /** What none of them covers between 0 and `until`. */
  *gaps(until: number): Generator<Span> {
    let at = 0
    for (const n of this.#inOrder()) {
      const start = this.#start(n)
      if (start > at) yield { start: at, end: Math.min(start, until) }
      at = Math.max(at, this.#end(n))
      if (at >= until) return
    }
    yield { start: at, end: until }
  }

  #start(n: number): number {
    return this.#numbers[n * 2] ?? 0
  }

  #end(n: number): number {
    return this.#numbers[n * 2 + 1] ?? 0
  }

  #inOrder(): Uint32Array {
    return Uint32Array.from({ length: this.#count }, (_, n) => n).toSorted(
      (a, b) => this.#start(a) - this.#start(b) || a - b,
    )
  }
}
