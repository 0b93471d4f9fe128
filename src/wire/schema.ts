import {
  type Static,
  type TInteger,
  type TNull,
  type TSchema,
  type TString,
  type TUnion,
  type TUnsafe,
  Type,
} from 'typebox'
import { countingScopes, scopeMeanings } from '../core/counting-scope.ts'

/** A list nobody may change, as everything that crosses HTTP is. */
export function list<T extends TSchema>(
  items: T,
  options: { readonly description?: string } = {},
): TUnsafe<readonly Static<T>[]> {
  return Type.Unsafe<readonly Static<T>[]>(Type.Array(items, options))
}

/** One of some permanent words. */
export function oneOf<const T extends string>(
  words: readonly T[],
  options: { readonly description?: string } = {},
): TUnsafe<T> {
  return Type.Unsafe<T>({ type: 'string', enum: words, ...options })
}

/** Text, or null where the source or the person said nothing. */
export function textOrNull(options: { readonly description?: string } = {}): TUnsafe<string | null> {
  return Type.Unsafe<string | null>({ type: ['string', 'null'], ...options })
}

/** A thing, or null. */
export function orNull<T extends TSchema>(schema: T): TUnion<[T, TNull]> {
  return Type.Union([schema, Type.Null()])
}

/** A whole number from 0. */
export function count(description: string): TInteger {
  return Type.Integer({ minimum: 0, description })
}

/** The scope a client asks messages to be counted by. */
export const counting = {
  count: Type.Optional(
    oneOf(countingScopes, {
      description: `How messages are counted; global where it is left out. ${countingScopes
        .map((scope) => `${scope}: ${scopeMeanings[scope]}`)
        .join(' ')}`,
    }),
  ),
}

/** The scope an answer's messages are counted by. */
export const counted = {
  countedBy: oneOf(countingScopes, { description: 'The scope by which its messages are counted.' }),
}

/** A query that states a scope and nothing else. */
export const CountingQuery = Type.Object(counting)

/** Messages by what they are. */
export const TrafficCounts = Type.Object({
  plain: count('Simply said.'),
  resend: count('Delivered or sent again.'),
  notice: count('The application or the service speaking.'),
  broadcast: count('One text to five conversations or more within the hour.'),
})

/** An ISO 8601 instant in UTC. */
export function instant(description: string): TString {
  return Type.String({ description: `${description} ISO 8601, UTC.` })
}

/** An ISO 8601 instant in UTC, or null. */
export function instantOrNull(description: string): TUnsafe<string | null> {
  return textOrNull({ description: `${description} ISO 8601, UTC; null where there is none.` })
}

/** `limit` and `offset` of a page of a list. */
export function page(limit: number, most: number): { readonly limit: TInteger; readonly offset: TInteger } {
  return {
    limit: Type.Integer({ minimum: 1, maximum: most, default: limit, description: `At most ${most}.` }),
    offset: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 0,
      description: 'How many to leave out from the start.',
    }),
  }
}
