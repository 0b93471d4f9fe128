/** A row in sight: its uid, and how many words it has. */
export interface Seen {
  readonly uid: string
  readonly words: number
}

const least = 1000
const perWord = 100
const most = 20_000

/** How long a message must stand in sight to be read: a second, and a tenth of one for each word beyond five, at most twenty. */
export function dwellFor(words: number): number {
  return Math.min(most, least + perWord * Math.max(0, words - 5))
}

/** Adds up how long messages stood in sight. */
export function openSight(): (inSight: readonly Seen[], elapsedMs: number) => string[] {
  const stood = new Map<string, number>()
  const done = new Set<string>()
  return (inSight, elapsedMs) =>
    inSight.flatMap(({ uid, words }) => {
      if (done.has(uid)) return []
      const so = (stood.get(uid) ?? 0) + elapsedMs
      stood.set(uid, so)
      if (so < dwellFor(words)) return []
      done.add(uid)
      stood.delete(uid)
      return [uid]
    })
}
