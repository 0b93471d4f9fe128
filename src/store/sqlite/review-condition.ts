import type { DatabaseSync } from 'node:sqlite'
import { relevances } from '../../core/review.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { folded } from '../sql/handle-answers.ts'
import type { Condition } from './search-condition.ts'

/** Terms about what people decided. */
export type ReviewTerm = Extract<SearchQuery, { readonly kind: 'tag' | 'reviewed' | 'read-by' }>

/** From so many on it is quicker to look up each hit of the words among them than each of them among the hits. */
const many = 2000

/** Marks that a term asks for, as a table with its condition, and whether messages are to be among them or not. */
export interface AskedMarks {
  readonly table: string
  readonly isAmong: boolean
}

/** Messages by what people decided of them; `+` keeps SQLite from walking many marks one by one. */
export function reviewCondition(raw: DatabaseSync, term: ReviewTerm): Condition {
  const { table, isAmong } = askedMarks(raw, term)
  if (!isAmong) return { sql: `m.rowid not in (select message_id from ${table})`, parameters: [] }
  const some = raw.prepare(`select count(*) as n from (select 1 from ${table} limit ${many})`).get()
  const key = some?.['n'] === many ? '+m.rowid' : 'm.rowid'
  return { sql: `${key} in (select message_id from ${table})`, parameters: [] }
}

/** The marks a term asks for; names are looked up in the case. */
export function askedMarks(raw: DatabaseSync, term: ReviewTerm): AskedMarks {
  switch (term.kind) {
    case 'tag':
      return askedTag(raw, folded(term.tag))
    case 'reviewed':
      return askedState[term.state]
    case 'read-by': {
      const table = `message_read where ended is null and reviewer_id in (${reviewerIds(raw, term.reader)})`
      return { table, isAmong: true }
    }
  }
}

/** Of a tag, of those of an ending left open, of any (`*`), or with none at all. */
function askedTag(raw: DatabaseSync, tag: string): AskedMarks {
  if (tag === '*' || tag === 'none') return { table: 'tag_mark where ended is null', isAmong: tag === '*' }
  const start = tag.endsWith('*') ? tag.slice(0, -1) : null
  const ids = raw
    .prepare('select id, folded from tag')
    .all()
    .filter((row) => {
      const name = String(row['folded'])
      return start === null ? name === tag : name.startsWith(start)
    })
    .map((row) => Number(row['id']))
  return { table: `tag_mark where ended is null and tag_id in (${ids.join(',')})`, isAmong: true }
}

function reviewerIds(raw: DatabaseSync, reader: string): string {
  return raw
    .prepare('select id, name from reviewer')
    .all()
    .filter((row) => folded(String(row['name'])) === folded(reader))
    .map((row) => Number(row['id']))
    .join(',')
}

const askedState = {
  relevant: { table: `relevance_now where state = ${relevances.indexOf('relevant')}`, isAmong: true },
  irrelevant: { table: `relevance_now where state = ${relevances.indexOf('irrelevant')}`, isAmong: true },
  undecided: { table: 'relevance_now where state <> 0', isAmong: false },
  disputed: { table: 'relevance_now where disputed = 1', isAmong: true },
  read: { table: 'message_seen', isAmong: true },
  unread: { table: 'message_seen', isAmong: false },
} as const satisfies Record<string, AskedMarks>
