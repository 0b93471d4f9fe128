import type { DropDiff } from '../../../src/wire/coverage.ts'

/** What can be asked to be listed. */
export type Kind = 'all' | DropDiff['items'][number]['change']

/** Every kind, in the order the server lists them, with its word. */
export const kinds = [
  { kind: 'all', label: 'All differences' },
  { kind: 'changed', label: 'Changed' },
  { kind: 'removed', label: 'Removed' },
  { kind: 'added', label: 'Added' },
] as const satisfies readonly { readonly kind: Kind; readonly label: string }[]

/** The kind an address states; every kind where it states none. */
export function kindIn(text: string | null): Kind {
  return kinds.find(({ kind }) => kind === text)?.kind ?? 'all'
}

type Counts = Pick<DropDiff, 'changed' | 'removed' | 'added'>

/** Where a kind stands in the list of the server: changed first, then removed, then added. */
export function placeOf(kind: Kind, { changed, removed, added }: Counts) {
  return {
    all: { first: 0, total: changed + removed + added },
    changed: { first: 0, total: changed },
    removed: { first: changed, total: removed },
    added: { first: changed + removed, total: added },
  }[kind]
}
