/** Messages fetched at a time. */
export const pageSize = 100

/** Messages of a conversation fetched together. */
export interface PageSlice {
  readonly offset: number
  readonly limit: number
}

/** Where pages begin so that a message stands in the middle of one: what is around it comes in a single answer. */
export function originAround(index: number): number {
  return (index + pageSize / 2) % pageSize
}

/** The page a message is on, where one page begins at `origin`; what stands before the origin is a shorter page. */
export function pageAt(index: number, origin: number): PageSlice {
  const start = Math.floor((index - origin) / pageSize) * pageSize + origin
  const offset = Math.max(0, start)
  return { offset, limit: start + pageSize - offset }
}

/** The pages that hold the messages `first` to `last`, in order. */
export function pagesOf(first: number, last: number, origin: number): readonly PageSlice[] {
  const pages: PageSlice[] = []
  for (let at = Math.max(0, first); pages.length === 0 || at <= last; ) {
    const page = pageAt(at, origin)
    pages.push(page)
    at = page.offset + page.limit
  }
  return pages
}
