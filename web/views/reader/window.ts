/** The stretch of a conversation the virtual list holds: browsers cannot scroll an element of millions of rows, and measuring them all is slow. */
export interface Window {
  /** Index of its first message in the conversation. */
  readonly base: number
  readonly count: number
}

const half = 10_000

/** The window around a message; the whole conversation where it is short enough. */
export function windowAround(index: number, total: number): Window {
  if (total <= 2 * half) return { base: 0, count: total }
  const base = Math.min(Math.max(0, index - half), total - 2 * half)
  return { base, count: 2 * half }
}

/** True when the rows in sight come close to an end of the window that is not an end of the conversation. */
export function isNearEdge({ base, count }: Window, first: number, last: number, total: number): boolean {
  const margin = 500
  return (base > 0 && first < base + margin) || (base + count < total && last > base + count - margin)
}
