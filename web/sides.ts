/** The side each handle of a conversation is on, 0 to 7, by code-unit order so that it is the same wherever the conversation is opened. */
export function sidesOf(handles: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    [...new Set(handles)].toSorted().map((handle, i) => [handle, sideOrder[i % sideOrder.length] ?? 0]),
  )
}

/** The sides of a stream, whose participants are not known beforehand: the chosen handles first, any other by its name alone. */
export function streamSides(chosen: readonly string[]): Pick<ReadonlyMap<string, number>, 'get'> {
  const sides = new Map(chosen.map((handle, i) => [handle, sideOrder[i % sideOrder.length] ?? 0]))
  return { get: (handle) => sides.get(handle) ?? sideOrder[hashOf(handle) % sideOrder.length] }
}

function hashOf(text: string): number {
  let hash = 0
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) % 65_521
  return hash
}

// Colours that stay apart for most eyes first.
const sideOrder = [1, 0, 2, 5, 6, 4, 3, 7]
