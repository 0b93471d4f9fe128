import type { DatabaseSync } from 'node:sqlite'

/** As many of a row as are selected, then zeros. */
type Numbers = readonly [number, number, number, number, number]

/**
 * Hands numbers that SQL selects to JavaScript: by a function that SQL calls for every row, at a third of the cost of rows
 * that are results.
 */
export type NumberFeed = (
  /** One, two or five `columns` of rows `from` something, none of them null. */
  sql: { readonly columns: string; readonly from: string },
  parameters: readonly (string | number)[],
  take: (...row: Numbers) => void,
) => void

const feeds = new WeakMap<DatabaseSync, NumberFeed>()

/** The feed of a connection, of which there is one: functions of SQL belong to the connection. */
export function numberFeedOf(raw: DatabaseSync): NumberFeed {
  const known = feeds.get(raw)
  if (known) return known
  let taking: (...row: Numbers) => void = takeNothing
  const options = { directOnly: true }
  raw.function('take_numbers', options, (a: unknown) => {
    taking(Number(a), 0, 0, 0, 0)
    return 0
  })
  raw.function('take_numbers', options, (a: unknown, b: unknown) => {
    taking(Number(a), Number(b), 0, 0, 0)
    return 0
  })
  // oxlint-disable-next-line eslint/max-params -- one for each number
  raw.function('take_numbers', options, (a: unknown, b: unknown, c: unknown, d: unknown, e: unknown) => {
    taking(Number(a), Number(b), Number(c), Number(d), Number(e))
    return 0
  })
  const feed: NumberFeed = ({ columns, from }, parameters, take) => {
    taking = take
    raw.prepare(`select count(take_numbers(${columns})) as n from ${from}`).get(...parameters)
  }
  feeds.set(raw, feed)
  return feed
}

function takeNothing(): void {}
