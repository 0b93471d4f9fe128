import { renderInstant } from '../time.ts'
import { renderExtracted } from './extracted-terms.ts'
import type { SearchQuery } from './search-query.ts'
import { renderDuration, weekdays } from './search-times.ts'

// oxlint-disable typescript/consistent-return -- the switch is exhaustive, which the compiler checks
/** The search as it was read, in the same language: `parseSearch` of it gives the same tree. */
export function renderSearch(query: SearchQuery): string {
  switch (query.kind) {
    case 'everything':
      return ''
    case 'word':
      return `${renderWord(query.text)}${query.prefix ? '*' : ''}`
    case 'phrase':
      return `${quoted(query.words)}${query.prefix ? '*' : ''}`
    case 'near':
      return `${quoted(query.words)}~${query.within}`
    case 'wildcard':
      return query.pattern
        .split(/([*?])/)
        .map((part, i) => (i % 2 === 0 ? renderWord(part, i > 0) : part))
        .join('')
    case 'fuzzy':
      return `${renderWord(query.text)}~${query.edits === 0 ? 'v' : query.edits}`
    case 'stem':
      return `${renderWord(query.text)}~${query.language}`
    case 'regex':
      return `/${query.pattern.replaceAll('/', String.raw`\/`)}/`
    case 'within':
      return `${query.layer}:${renderSearch(query.term)}`
    case 'field':
      return `${query.field}:${renderValue(query.value)}`
    case 'is':
      return `is:${query.mark}`
    case 'reviewed':
      return `is:${query.state}`
    case 'tag':
      return `tag:${renderValue(query.tag)}`
    case 'read-by':
      return `read-by:${renderValue(query.reader)}`
    case 'has':
      return `has:${query.what}`
    case 'language':
      return `lang:${query.language}`
    case 'entity':
    case 'amount':
    case 'currency':
    case 'quantity':
    case 'lexicon':
      return renderExtracted(query, renderValue)
    case 'after':
    case 'before':
      return `${query.kind}:${renderInstant(query.at)}`
    case 'hour':
      return `hour:${query.from}-${query.until}`
    case 'weekday':
      return `day:${weekdays[query.from]}-${weekdays[query.until]}`
    case 'around':
      return `near:${query.uid}~${renderDuration(query.micros)}`
    case 'and':
    case 'or':
      return query.terms.map(renderTerm).join(query.kind === 'and' ? ' AND ' : ' OR ')
    case 'not':
      return `NOT ${renderTerm(query.term)}`
  }
}

// oxlint-enable typescript/consistent-return

function renderTerm(query: SearchQuery): string {
  return query.kind === 'and' || query.kind === 'or' ? `(${renderSearch(query)})` : renderSearch(query)
}

/** The value of a field: as it stands, or in quotation marks where a sign in it would be read as one. */
function renderValue(value: string): string {
  return /^[^\s()"\\[\]{}<>=]+$/.test(value) ? value : quoted(value)
}

function quoted(words: string): string {
  return `"${words.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/** A word with what would be read as a sign shielded. @param within - whether something stands before it. */
function renderWord(text: string, within = false): string {
  const shielded = text.replaceAll(/[\s()"\\*?~[\]{}/]/g, String.raw`\$&`)
  if (within) return shielded
  if (/^(?:AND|OR|NOT)$/.test(shielded) || /^(?:[-!+]|&&|\|\|)/.test(shielded)) return `\\${shielded}`
  return shielded.replace(/^([A-Za-z]+)([:<>])/, String.raw`$1\$2`)
}
