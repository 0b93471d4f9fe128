import { useSearchParams } from 'react-router'

/** Names and their new values; null takes a name out, a list states it as often as it is long. */
type Changes = Readonly<Record<string, string | readonly string[] | null>>

/** What the address states after its question mark, and the way to change it: null takes a name out. */
export function useAddress() {
  const [params, setParams] = useSearchParams()
  const change = (changes: Changes, how: { readonly replace: boolean } = { replace: false }) =>
    setParams((before) => withChanges(before, changes), how)
  return [params, change] as const
}

function withChanges(before: URLSearchParams, changes: Changes): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const [name, value] of Object.entries(changes)) {
    after.delete(name)
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) after.append(name, one)
  }
  return after
}

/** The offset an address states; 0 where it states none that can be read. */
export function offsetOf(params: URLSearchParams): number {
  const stated = Number.parseInt(params.get('offset') ?? '0', 10)
  return Number.isNaN(stated) ? 0 : Math.max(0, stated)
}
