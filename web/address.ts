import { useSearchParams } from 'react-router'

/** What the address states after its question mark, and the way to change it: null takes a name out. */
export function useAddress() {
  const [params, setParams] = useSearchParams()
  const change = (
    changes: Readonly<Record<string, string | null>>,
    how: { readonly replace: boolean } = { replace: false },
  ) => setParams((before) => withChanges(before, changes), how)
  return [params, change] as const
}

function withChanges(
  before: URLSearchParams,
  changes: Readonly<Record<string, string | null>>,
): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) after.delete(name)
    else after.set(name, value)
  }
  return after
}

/** The offset an address states; 0 where it states none that can be read. */
export function offsetOf(params: URLSearchParams): number {
  const stated = Number.parseInt(params.get('offset') ?? '0', 10)
  return Number.isNaN(stated) ? 0 : Math.max(0, stated)
}
