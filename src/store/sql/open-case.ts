import type { Kysely } from 'kysely'
import type { SearchIndex } from '../search-index.ts'
import type { Tables } from './tables.ts'

/** An open case as its answers see it. */
export interface Case {
  readonly db: Kysely<Tables>
  readonly index: SearchIndex
  /** The case zone: days, hours and months are those of it. */
  readonly zone: string
}
