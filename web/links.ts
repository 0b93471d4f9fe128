import { dayAfter } from './case-time.ts'
import { daysTerm, fieldTerm, withTerm } from './query-text.ts'

/** The address of every page a figure can lead to. */

export const overviewLink = '/'
export const importLink = '/import'
export const handlesLink = '/handles'

export function searchLink(q: string, sort: 'time' | 'rank' = 'time'): string {
  return `/search?${new URLSearchParams(sort === 'time' ? { q } : { q, sort })}`
}

export function handleLink(handle: string): string {
  return `/handles/${encodeURIComponent(handle)}`
}

/** A conversation, opened at a message and stepping through the hits of a query where they are given. */
export function conversationLink(id: string, uid?: string, q?: string): string {
  const params = new URLSearchParams()
  if (uid !== undefined) params.set('uid', uid)
  if (q !== undefined && q !== '') params.set('q', q)
  const query = params.toString()
  return `/conversations/${encodeURIComponent(id)}${query === '' ? '' : `?${query}`}`
}

/** The hits of a search as one stream, opened at a message where one is given. */
export function streamLink(q: string, uid?: string): string {
  return `/stream?${new URLSearchParams(uid === undefined ? { q } : { q, uid })}`
}

/** Everything with some handles as one stream, opened at a message where one is given. */
export function handleStreamLink(handles: readonly string[], uid?: string): string {
  const params = new URLSearchParams(handles.map((handle) => ['handle', handle]))
  if (uid !== undefined) params.set('uid', uid)
  return `/stream?${params}`
}

export function messageLink(uid: string): string {
  return `/messages/${encodeURIComponent(uid)}`
}

/** A search for the days `from` to `until`, both included, beside what is asked already. */
export function daysLink(from: string, until: string, q = ''): string {
  return searchLink(withTerm(q, daysTerm(from, until, dayAfter)))
}

export function sentByLink(handle: string): string {
  return searchLink(fieldTerm('from', handle))
}

export function sentToLink(handle: string): string {
  return searchLink(fieldTerm('to', handle))
}

export function recordsLink(kind: 'rejections' | 'repairs', exhibit?: string): string {
  return exhibit === undefined ? `/${kind}` : `/${kind}?${new URLSearchParams({ exhibit })}`
}

/** What one hand-over has that another has not; either may be left to be chosen. */
export function diffLink(before: string | null, after: string | null): string {
  const params = new URLSearchParams()
  if (before !== null) params.set('before', before)
  if (after !== null) params.set('after', after)
  return `/diff?${params}`
}

/** The columns of a table on the server. */
export function mappingLink(path: string): string {
  return `/mapping?${new URLSearchParams({ path })}`
}

/** Where the exact bytes of a file can be saved. */
export function fileLink(sha256: string): string {
  return `/api/files/${encodeURIComponent(sha256)}/bytes`
}

/** Where a small picture made of a file is. */
export function thumbnailLink(sha256: string): string {
  return `/api/files/${encodeURIComponent(sha256)}/thumbnail`
}

/** Where a message's original bytes can be fetched. */
export function rawLink(uid: string): string {
  return `/api/messages/${encodeURIComponent(uid)}/raw`
}

/** The search journal, at an entry. */
export function journalLink(entry?: number): string {
  return entry === undefined ? '/journal' : `/journal#entry-${entry}`
}

/** The audit log, for what was done to something. */
export function auditLink(object?: string): string {
  return object === undefined ? '/audit' : `/audit?${new URLSearchParams({ object })}`
}

/** A list of terms to be run, the saved one where it is given. */
export function batchLink(saved?: number): string {
  return saved === undefined ? '/batch' : `/batch?saved=${saved}`
}

/** A sample, to be reviewed. */
export function sampleLink(entry: number): string {
  return `/samples/${entry}`
}

/** Every sample. */
export const samplesLink = '/samples'

/** Where a sample of what a search does not find is drawn. */
export function newSampleLink(q: string, entry: number): string {
  return `/samples?${new URLSearchParams({ search: q, from: String(entry) })}`
}
