import { offsetOf, useAddress } from '../../address.ts'

const limit = 100

/** The exhibit and page a list of records is at, from the address. */
export function useSlice() {
  const [params, change] = useAddress()
  const turn = (offset: number) => change({ offset: String(offset) })
  return { exhibit: params.get('exhibit'), offset: offsetOf(params), limit, turn }
}
