import { parseCurrency } from '../currency.ts'
import { entityTypes } from '../entity-type.ts'
import { parseFigure, parseUnit, renderFigure, type Unit, units } from '../quantity.ts'
import type { Bounds, ExtractedTerm, Quantity } from './search-query.ts'
import { type FieldSign, refusal } from './search-tokens.ts'

/** Fields of what extraction reads in words. */
export const extractedFields = ['entity', 'amount', 'currency', 'qty', 'lex'] as const
export type ExtractedField = (typeof extractedFields)[number]

/** Whether a field asks for what extraction reads in words. */
export function isExtractedField(name: string): name is ExtractedField {
  return extractedFields.some((field) => field === name)
}

/** A value as typed: one text, or the two ends of a range. */
export type TypedValue =
  | { readonly kind: 'one'; readonly sign: FieldSign; readonly text: string }
  | {
      readonly kind: 'range'
      readonly from: string
      readonly to: string
      readonly withFrom: boolean
      readonly withTo: boolean
    }

/** Where a field stands in a search, for a refusal. */
export interface TermPlace {
  readonly text: string
  readonly at: number
}

/** @throws {BaileyError} bad-query, naming the column. */
export function extractedTerm(field: ExtractedField, value: TypedValue, place: TermPlace): ExtractedTerm {
  switch (field) {
    case 'amount':
      return { kind: 'amount', ...boundsOf(value, (text) => figure(text, place), { field, place }) }
    case 'qty':
      return quantityTerm(value, place)
    case 'entity': {
      const named = exactly(field, value, place).toLowerCase()
      const entity = entityTypes.find((type) => type === named)
      if (entity === undefined) throw refused(`entity: is one of ${entityTypes.join(', ')}`, place)
      return { kind: 'entity', entity }
    }
    case 'currency': {
      const code = parseCurrency(exactly(field, value, place))
      if (code === null)
        throw refused('currency: takes a code of ISO 4217 such as GBP, or of a coin such as BTC', place)
      return { kind: 'currency', code }
    }
    case 'lex':
      return { kind: 'lexicon', lexicon: exactly(field, value, place) }
  }
}

function refused(says: string, { text, at }: TermPlace): Error {
  return refusal(says, text, at)
}

function exactly(field: ExtractedField, value: TypedValue, place: TermPlace): string {
  if (value.kind === 'range' || value.sign !== ':') throw refused(`${field}: takes no range`, place)
  return value.text
}

function figure(text: string, place: TermPlace): number {
  const value = parseFigure(text)
  if (value === null)
    throw refused(
      'amount: takes a number such as 50000, 50,000, 12.5, 50k or 1.2m (a comma parts thousands, a dot decimals)',
      place,
    )
  return value
}

function quantityTerm(value: TypedValue, place: TermPlace): ExtractedTerm {
  const bounds = boundsOf(value, (text) => quantity(text, place), { field: 'qty', place })
  const { from, until } = bounds
  if (from !== null && until !== null && measureOf(from.value) !== measureOf(until.value))
    throw refused('qty: takes a range between two weights, two volumes or two numbers of pieces', place)
  return { kind: 'quantity', ...bounds }
}

function measureOf({ unit }: Quantity): string {
  return units[unit].measures
}

function quantity(text: string, place: TermPlace): Quantity {
  const [, number = '', name = ''] = /^([\d.,]+) ?([a-z]+)$/i.exec(text) ?? []
  const value = parseFigure(number)
  const unit = parseUnit(name)
  if (value === null || unit === null)
    throw refused('qty: takes a number and a unit such as 10kg, 500g, 2.5oz, 3l or 20pcs', place)
  return { value, unit }
}

/** Exactly a value, beyond one, or between two; `*` for no end on one side. */
function boundsOf<Value>(
  value: TypedValue,
  read: (text: string) => Value,
  { field, place }: { readonly field: ExtractedField; readonly place: TermPlace },
): Bounds<Value> {
  if (value.kind === 'range') {
    const from = value.from === '*' ? null : { value: read(value.from), with: value.withFrom }
    const until = value.to === '*' ? null : { value: read(value.to), with: value.withTo }
    if (from === null && until === null) throw refused(`${field}: takes a range with at least one end`, place)
    return { from, until }
  }
  const end = { value: read(value.text), with: value.sign === ':' || value.sign.endsWith('=') }
  if (value.sign === ':') return { from: end, until: end }
  return value.sign.startsWith('>') ? { from: end, until: null } : { from: null, until: end }
}

/** A term in the language of search; `parseSearch` of it gives the same. @param quoted - a text in quotation marks. */
export function renderExtracted(term: ExtractedTerm, quoted: (text: string) => string): string {
  switch (term.kind) {
    case 'entity':
      return `entity:${term.entity}`
    case 'currency':
      return `currency:${term.code}`
    case 'lexicon':
      return `lex:${quoted(term.lexicon)}`
    case 'amount':
      return renderBounds('amount', term, renderFigure)
    case 'quantity':
      return renderBounds('qty', term, renderQuantity)
  }
}

function renderQuantity({ value, unit }: { readonly value: number; readonly unit: Unit }): string {
  return `${renderFigure(value)}${unit}`
}

function renderBounds<Value>(
  field: ExtractedField,
  { from, until }: Bounds<Value>,
  render: (value: Value) => string,
): string {
  if (from === null) return until === null ? field : `${field}<${until.with ? '=' : ''}${render(until.value)}`
  if (until === null) return `${field}>${from.with ? '=' : ''}${render(from.value)}`
  const [low, high] = [render(from.value), render(until.value)]
  if (low === high && from.with && until.with) return `${field}:${low}`
  return `${field}:${from.with ? '[' : '{'}${low} TO ${high}${until.with ? ']' : '}'}`
}
