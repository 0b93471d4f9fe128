/** Which entry of the search journal a query was entered as, so that what is decided of its hits is kept beside it: also in the reader, and after a reload. */

const key = 'bailey:searches'
const mostKept = 50

type Entered = readonly (readonly [q: string, entry: number])[]

/** Keeps the entry of a query for as long as the tab is open. */
export function keepSearch(q: string, entry: number): void {
  const others = kept().filter(([other]) => other !== q)
  sessionStorage.setItem(key, JSON.stringify([[q, entry], ...others].slice(0, mostKept)))
}

/** The entry of the query that stands in the address; null for none. */
export function searchUnderReview(): number | null {
  const q = new URLSearchParams(location.search).get('q')
  return kept().find(([other]) => other === q)?.[1] ?? null
}

function kept(): Entered {
  const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]')
  return Array.isArray(value) ? value.filter(isEntered) : []
}

function isEntered(value: unknown): value is Entered[number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number'
}
