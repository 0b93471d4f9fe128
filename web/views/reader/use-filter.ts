import { useAddress } from '../../address.ts'

/** A filter of what is read, in the address: `f` is a search, `hide` takes out what does not match. */
export type Filter = ReturnType<typeof useFilter>

/** Reads the filter from the address. */
export function useFilter() {
  const [params, change] = useAddress()
  return {
    text: params.get('f') ?? '',
    isHiding: params.has('hide'),
    // What is in sight stays so, which `top` says; a day or an instant gone to before does not count any more.
    set: (text: string) =>
      change({ f: text === '' ? null : text, ...(text === '' ? { hide: null } : {}) }, { replace: true }),
    hide: (isHiding: boolean) => change({ hide: isHiding ? '1' : null }, { replace: true }),
  } as const
}
