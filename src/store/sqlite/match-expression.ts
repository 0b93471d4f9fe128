import type { DatabaseSync } from 'node:sqlite'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { trafficMarks } from '../../core/traffic.ts'

/**
 * A search as FTS5 and SQL: `match` is an FTS5 expression (null when dates stand inside an OR or a NOT and no such
 * expression exists), `from` and `until` bound the row id, which is the order of time.
 */
export interface CompiledSearch {
  readonly match: string | null
  readonly from: number | null
  readonly until: number | null
  /** For `match === null`: a condition over `m.id` with its parameters. */
  readonly condition: { readonly sql: string; readonly parameters: readonly (string | number)[] } | null
}

/** A token no message carries, so that a field nobody matches finds nothing. */
const nothing = 'who : "x0"'

/** Compiles a search; the words of fields are looked up in the case. User text reaches FTS5 only as quoted strings. */
export function compileSearch(raw: DatabaseSync, query: SearchQuery): CompiledSearch {
  const terms = query.kind === 'and' ? query.terms : [query]
  const dates = terms.filter((term) => term.kind === 'after' || term.kind === 'before')
  const rest = terms.filter((term) => term.kind !== 'after' && term.kind !== 'before')
  const from = dates.reduce<number | null>(
    (least, term) => (term.kind === 'after' ? Math.max(least ?? term.at, term.at) : least),
    null,
  )
  const until = dates.reduce<number | null>(
    (most, term) => (term.kind === 'before' ? Math.min(most ?? term.at, term.at) : most),
    null,
  )
  const everything = everythingToken(raw)
  if (rest.length === 0) return { match: everything, from, until, condition: null }
  const whole: SearchQuery = { kind: 'and', terms: rest }
  const match = toMatch(raw, whole, everything)
  return { match, from, until, condition: match === null ? toCondition(raw, whole, everything) : null }
}

/** Every message carries the token of its network. */
function everythingToken(raw: DatabaseSync): string {
  const ids = raw.prepare('select id from network order by id').all()
  return ids.length === 0 ? nothing : `(${ids.map((row) => `who : "n${Number(row['id'])}"`).join(' OR ')})`
}

function toMatch(raw: DatabaseSync, query: SearchQuery, everything: string): string | null {
  switch (query.kind) {
    case 'everything':
      return everything
    case 'word':
      return `{body translated} : ${quoted(query.text)}${query.prefix ? ' *' : ''}`
    case 'phrase':
      return `{body translated} : ${quoted(query.words)}${query.prefix ? ' *' : ''}`
    case 'field':
      return fieldTokens(raw, query.field, query.value)
    case 'is':
    case 'after':
    case 'before':
      return null
    case 'not': {
      const term = toMatch(raw, query.term, everything)
      return term === null ? null : `(${everything} NOT ${term})`
    }
    case 'or':
      return joined(
        query.terms.map((term) => toMatch(raw, term, everything)),
        ' OR ',
      )
    case 'and':
      return conjunction(raw, query.terms, everything)
  }
}

function conjunction(raw: DatabaseSync, terms: readonly SearchQuery[], everything: string): string | null {
  const wanted = joined(
    terms.filter((term) => term.kind !== 'not').map((term) => toMatch(raw, term, everything)),
    ' AND ',
  )
  const refused = terms.flatMap((term) => (term.kind === 'not' ? [toMatch(raw, term.term, everything)] : []))
  if (wanted === null || refused.includes(null)) return null
  const base = wanted === '' ? everything : wanted
  return refused.reduce<string>((expression, term) => `(${expression} NOT ${term})`, base)
}

function joined(parts: readonly (string | null)[], by: string): string | null {
  if (parts.includes(null)) return null
  return parts.length > 1 ? `(${parts.join(by)})` : (parts[0] ?? '')
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`
}

function fieldTokens(raw: DatabaseSync, field: 'from' | 'to' | 'in' | 'network', value: string): string {
  switch (field) {
    case 'network':
      return anyOf(
        raw
          .prepare('select id from network where name = lower(?)')
          .all(value)
          .map((row) => `n${Number(row['id'])}`),
      )
    case 'in':
      return anyOf(
        raw
          .prepare('select id from conversation where public_id = lower(?) or lower(title) = lower(?)')
          .all(value, value)
          .map((row) => `c${Number(row['id'])}`),
      )
    case 'from':
      return anyOf(handleIds(raw, value).map((id) => `s${id}`))
    case 'to':
      return recipientTokens(raw, handleIds(raw, value))
  }
}

/** Direct messages by their recipient token, and messages of groups the handle takes part in but did not send. */
function recipientTokens(raw: DatabaseSync, ids: readonly number[]): string {
  const groups = raw.prepare(
    `select p.conversation_id as id from participant p join conversation c on c.id = p.conversation_id where p.handle_id = ? and c.kind = 'group'`,
  )
  const perHandle = ids.map((id) => {
    const rooms = groups.all(id).map((row) => `c${Number(row['id'])}`)
    const direct = `who : "t${id}"`
    return rooms.length === 0 ? direct : `(${direct} OR (${anyOf(rooms)} NOT who : "s${id}"))`
  })
  return perHandle.length === 0 ? nothing : `(${perHandle.join(' OR ')})`
}

function anyOf(tokens: readonly string[]): string {
  return tokens.length === 0 ? nothing : `(${tokens.map((token) => `who : "${token}"`).join(' OR ')})`
}

/** Handles by `network:address`, address, or the address up to its `@`; `*` at the end stands for any ending. */
function handleIds(raw: DatabaseSync, value: string): number[] {
  const prefix = value.endsWith('*')
  const wanted = (prefix ? value.slice(0, -1) : value).toLowerCase()
  return raw
    .prepare(
      `select h.id, lower(n.name) as network, h.address from handle h join network n on n.id = h.network_id`,
    )
    .all()
    .filter((row) => {
      const address = String(row['address']).toLowerCase()
      const forms = [address, `${String(row['network'])}:${address}`, address.split('@', 1)[0] ?? '']
      return forms.some((form) => (prefix ? form.startsWith(wanted) : form === wanted))
    })
    .map((row) => Number(row['id']))
}

function toCondition(
  raw: DatabaseSync,
  query: SearchQuery,
  everything: string,
): { sql: string; parameters: (string | number)[] } {
  const match = toMatch(raw, query, everything)
  if (match !== null)
    return { sql: 'm.id in (select rowid from message_fts where message_fts match ?)', parameters: [match] }
  switch (query.kind) {
    case 'is':
      return query.mark === 'plain'
        ? { sql: 'm.id not in (select message_id from traffic_mark)', parameters: [] }
        : {
            sql: 'm.id in (select message_id from traffic_mark where mark = ?)',
            parameters: [trafficMarks.indexOf(query.mark)],
          }
    case 'after':
      return { sql: 'm.id >= ?', parameters: [query.at] }
    case 'before':
      return { sql: 'm.id < ?', parameters: [query.at] }
    case 'not': {
      const { sql, parameters } = toCondition(raw, query.term, everything)
      return { sql: `not (${sql})`, parameters }
    }
    case 'and':
    case 'or': {
      const parts = query.terms.map((term) => toCondition(raw, term, everything))
      return {
        sql: `(${parts.map(({ sql }) => sql).join(` ${query.kind} `)})`,
        parameters: parts.flatMap(({ parameters }) => parameters),
      }
    }
    case 'everything':
    case 'word':
    case 'phrase':
    case 'field':
      return { sql: 'true', parameters: [] }
  }
}
