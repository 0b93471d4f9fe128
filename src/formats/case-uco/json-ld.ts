/**
 * Nodes of JSON-LD read without its context: a name counts by what stands after its last colon, hash or slash, so that
 * `uco-observable:from`, `observable:from` and the name in full are one. Bundles differ in nothing but those prefixes.
 */

/** An object of a JSON-LD file. */
export interface JsonLdNode {
  readonly id: string | null
  /** Its types by their last words, as `MessageFacet`. */
  readonly types: readonly string[]
  /** Its values by the last word of their names; what is not a list counts as a list of one. */
  readonly fields: ReadonlyMap<string, readonly unknown[]>
}

const deepest = 12

/** A value as a node, or null when it is no object. */
export function readNode(value: unknown): JsonLdNode | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = new Map<string, readonly unknown[]>()
  for (const [name, held] of Object.entries(value)) {
    const list: readonly unknown[] = Array.isArray(held) ? held : [held]
    fields.set(lastWord(name), [...(fields.get(lastWord(name)) ?? []), ...list])
  }
  const [id] = fields.get('@id') ?? []
  const types = (fields.get('@type') ?? []).filter((type) => typeof type === 'string').map(lastWord)
  return { id: typeof id === 'string' ? id : null, types, fields }
}

/** The first text of a field that has one. */
export function textOf(node: JsonLdNode, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const value of node.fields.get(name) ?? []) {
      const text = literalOf(value)
      if (text !== null && text !== '') return text
    }
  }
  return null
}

/** The nodes that fields point to, by id. Older bundles write the id as plain text, which may as well be a value itself. */
export function refsOf(node: JsonLdNode, ...names: readonly string[]): readonly string[] {
  return names
    .flatMap((name) => node.fields.get(name) ?? [])
    .map((value) => readNode(value)?.id ?? literalOf(value))
    .filter((ref) => ref !== null)
    .filter((ref) => ref !== '')
}

/** Every id named within some fields, however deep, such as the items of a list of items. */
export function idsWithin(node: JsonLdNode, names: readonly string[], depth = 0): readonly string[] {
  if (depth > deepest) return []
  return names.flatMap((name) => (node.fields.get(name) ?? []).flatMap((value) => idsOf(value, depth)))
}

/** The parts of a node that describe it, where they stand in it. */
export function facetsOf(node: JsonLdNode): readonly JsonLdNode[] {
  return facetFields.flatMap((name) => nodesOf(node, name)).filter((facet) => facet.fields.size > 1)
}

/** The ids of the parts that stand elsewhere in the file. */
export function facetRefs(node: JsonLdNode): readonly string[] {
  return facetFields
    .flatMap((name) => nodesOf(node, name))
    .filter(({ fields }) => fields.size === 1)
    .map(({ id }) => id)
    .filter((id) => id !== null)
}

/** The nodes that stand in a node, their facets not among them. */
export function nodesWithin(node: JsonLdNode): readonly JsonLdNode[] {
  return [...node.fields.keys()]
    .filter((name) => !facetFields.includes(name))
    .flatMap((name) => nodesOf(node, name))
    .filter(({ fields }) => fields.size > 1 && !fields.has('@value'))
}

/** Several facets as one: the first that states a field counts. */
export function mergeNodes(nodes: readonly JsonLdNode[]): JsonLdNode {
  const fields = new Map<string, readonly unknown[]>()
  for (const node of nodes)
    for (const [name, values] of node.fields) if (!fields.has(name)) fields.set(name, values)
  return { id: nodes[0]?.id ?? null, types: nodes.flatMap(({ types }) => types), fields }
}

const facetFields: readonly string[] = ['hasFacet', 'facets', 'facet', 'propertyBundle']

function nodesOf(node: JsonLdNode, name: string): readonly JsonLdNode[] {
  return (node.fields.get(name) ?? []).map(readNode).filter((found) => found !== null)
}

function idsOf(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value]
  const node = readNode(value)
  if (node === null) return []
  const inner = [...node.fields.keys()].filter((name) => !name.startsWith('@'))
  return [...(node.id === null ? [] : [node.id]), ...idsWithin(node, inner, depth + 1)]
}

function literalOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null || !('@value' in value)) return null
  const held = value['@value']
  return typeof held === 'string' || typeof held === 'number' || typeof held === 'boolean'
    ? String(held)
    : null
}

function lastWord(name: string): string {
  if (name.startsWith('@')) return name
  return name.slice(Math.max(name.lastIndexOf(':'), name.lastIndexOf('/'), name.lastIndexOf('#')) + 1)
}
