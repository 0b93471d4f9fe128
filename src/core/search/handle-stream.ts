import type { NamedField, SearchQuery } from './search-query.ts'

/** Several handles whose messages are read as one stream. */
export interface HandleStream {
  /** `network:address` each; at least one. */
  readonly handles: readonly string[]
  /** Also what others wrote in rooms that one of them takes part in; else only what they wrote or were sent alone. */
  readonly rooms: boolean
  /** Only what one of them wrote to another of them. */
  readonly between: boolean
}

/** The search that finds the messages of a stream of handles. */
export function handleStreamQuery({ handles, rooms, between }: HandleStream): SearchQuery {
  const anyOf = (field: NamedField): SearchQuery =>
    either(handles.map((value): SearchQuery => ({ kind: 'field', field, value })))
  const reached = rooms ? 'to' : 'received'
  if (between) return { kind: 'and', terms: [anyOf('from'), anyOf(reached)] }
  return rooms ? anyOf('with') : either([anyOf('from'), anyOf(reached)])
}

function either(terms: readonly SearchQuery[]): SearchQuery {
  const all = terms.flatMap((term) => (term.kind === 'or' ? term.terms : [term]))
  const [only] = all
  return all.length === 1 && only !== undefined ? only : { kind: 'or', terms: all }
}
