import type { DatabaseSync } from 'node:sqlite'
import { type Language, languages } from '../../core/language.ts'

/** Messages of which to count the languages: SQL that gives their row ids as `id`, with its parameters. */
export interface CountedIds {
  readonly sql: string
  readonly parameters: readonly (string | number)[]
  /** The column of `copied_message` that says what a scope adds; null where each message counts once. */
  readonly further: 'custodians' | 'devices' | null
}

/** How many of some messages are in each language, the most first; `none` are those of which it is not known. */
export function languageCounts(
  raw: DatabaseSync,
  { sql, parameters, further }: CountedIds,
): readonly (readonly [Language, number])[] {
  const [sum, copies] =
    further === null
      ? ['count(*)', '']
      : [`sum(1 + coalesce(c.${further}, 0))`, 'left join copied_message c on c.message_id = k.id']
  return raw
    .prepare(
      `select coalesce(l.language, 0) as language, ${sum} as n from (${sql}) k
       left join message_language l on l.message_id = k.id ${copies} group by 1 order by n desc, 1`,
    )
    .all(...parameters)
    .map((row) => [languages[Number(row['language'])] ?? 'none', Number(row['n'])])
}
