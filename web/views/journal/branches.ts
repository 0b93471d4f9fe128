/** An entry and the one it was narrowed from. */
interface Branching {
  readonly entry: number
  readonly parent: number | null
}

/** A line of the tree: how deep it stands, and how many entries stand below it. */
interface Branch<Entry> {
  readonly entry: Entry
  readonly depth: number
  readonly below: number
}

/**
 * Entries as the lines of a tree: each under the one it was narrowed from, where that is among them; the branch with the
 * newest entry first, and below an entry the oldest first, as it was worked.
 *
 * @param closed - entries of which nothing below is shown.
 */
export function branchesOf<Entry extends Branching>(
  entries: readonly Entry[],
  closed: ReadonlySet<number>,
): readonly Branch<Entry>[] {
  const known = new Set(entries.map(({ entry }) => entry))
  const children = new Map<number | null, Entry[]>()
  for (const entry of entries.toSorted((a, b) => a.entry - b.entry)) {
    const parent = entry.parent !== null && known.has(entry.parent) ? entry.parent : null
    children.set(parent, [...(children.get(parent) ?? []), entry])
  }
  const below = (entry: number): number =>
    (children.get(entry) ?? []).reduce((sum, child) => sum + 1 + below(child.entry), 0)
  const newest = (entry: number): number =>
    (children.get(entry) ?? []).reduce((last, child) => Math.max(last, newest(child.entry)), entry)
  const lines = (entry: Entry, depth: number): readonly Branch<Entry>[] => [
    { entry, depth, below: below(entry.entry) },
    ...(closed.has(entry.entry)
      ? []
      : (children.get(entry.entry) ?? []).flatMap((child) => lines(child, depth + 1))),
  ]
  return (children.get(null) ?? [])
    .toSorted((a, b) => newest(b.entry) - newest(a.entry))
    .flatMap((root) => lines(root, 0))
}
