/** The side each handle of a conversation is on, 0 to 7, by code-unit order so that it is the same wherever the conversation is opened. */
export function sidesOf(handles: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    [...new Set(handles)].toSorted().map((handle, i) => [handle, sideOrder[i % sideOrder.length] ?? 0]),
  )
}

// Colours that stay apart for most eyes first.
const sideOrder = [1, 0, 2, 5, 6, 4, 3, 7]
