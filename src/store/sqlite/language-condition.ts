import type { DatabaseSync } from 'node:sqlite'
import { BaileyError } from '../../core/errors.ts'
import { languages } from '../../core/language.ts'
import { renderSearch } from '../../core/search/render-search.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { languagesMarkedBy } from './language-state.ts'
import type { Condition } from './search-condition.ts'

/** Places of the languages that a term asks for, alone or as alternatives; null for a term that asks for anything else. */
function placesOf(query: SearchQuery): readonly number[] | null {
  if (query.kind === 'language') return [languages.indexOf(query.language)]
  if (query.kind !== 'or') return null
  const places = query.terms.map(placesOf)
  return places.every((some) => some !== null) ? places.flat() : null
}

/** @throws {BaileyError} not-told where not every message of the case is marked. */
export function checkTold(raw: DatabaseSync, query: SearchQuery): void {
  if (languagesMarkedBy(raw) === null) throw new BaileyError('not-told', renderSearch(query))
}

/**
 * The language of a message as a condition over `m.rowid`; null where a term asks for anything else.
 *
 * @param isDriving - `m` is the table of languages itself, whose index then finds the messages.
 * @throws {BaileyError} not-told where not every message of the case is marked.
 */
export function languageCondition(
  raw: DatabaseSync,
  query: SearchQuery,
  isDriving = false,
): Condition | null {
  const places = placesOf(query)
  if (places === null) return null
  checkTold(raw, query)
  const wanted = places.map(() => '?').join(', ')
  const language = isDriving
    ? 'm.language'
    : '(select l.language from message_language l where l.message_id = m.rowid)'
  return { sql: `${language} in (${wanted})`, parameters: places }
}
