import { useSearchParams } from 'react-router'

const limit = 100

/** The exhibit and page a list of records is at, from the address. */
export function useSlice() {
  const [params, setParams] = useSearchParams()
  const turn = (offset: number) =>
    setParams((before) => {
      const after = new URLSearchParams(before)
      after.set('offset', String(offset))
      return after
    })
  return {
    exhibit: params.get('exhibit'),
    offset: Math.max(0, Number.parseInt(params.get('offset') ?? '0', 10) || 0),
    limit,
    turn,
  }
}
