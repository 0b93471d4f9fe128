import type { DatabaseSync } from 'node:sqlite'
import { relevances } from '../../core/review.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import { folded } from '../sql/handle-answers.ts'
import type { Condition } from './search-condition.ts'

/** Terms about what people decided. */
export type ReviewTerm = Extract<SearchQuery, { readonly kind: 'tag' | 'reviewed' | 'read-by' }>

/** From so many on it is quicker to look up each hit of the words among them than each of them among the hits. */
const many = 2000

/** Messages by what people decided of them. */
export function reviewCondition(raw: DatabaseSync, term: ReviewTerm): Condition {
  switch (term.kind) {
    case 'tag':
      return tagCondition(raw, folded(term.tag))
    case 'reviewed':
      return reviewedCondition(raw, term.state)
    case 'read-by':
      return among(
        raw,
        `message_read where ended is null and reviewer_id in (${reviewerIds(raw, term.reader)})`,
      )
  }
}

/** Messages named in a table; `+` keeps SQLite from walking them one by one. */
function among(raw: DatabaseSync, table: string): Condition {
  const some = raw.prepare(`select count(*) as n from (select 1 from ${table} limit ${many})`).get()
  const key = some?.['n'] === many ? '+m.rowid' : 'm.rowid'
  return { sql: `${key} in (select message_id from ${table})`, parameters: [] }
}

function notAmong(table: string): Condition {
  return { sql: `m.rowid not in (select message_id from ${table})`, parameters: [] }
}

/** Of a tag, of those of an ending left open, of any (`*`), or with none at all. */
function tagCondition(raw: DatabaseSync, tag: string): Condition {
  if (tag === '*') return among(raw, 'tag_mark where ended is null')
  if (tag === 'none') return notAmong('tag_mark where ended is null')
  const start = tag.endsWith('*') ? tag.slice(0, -1) : null
  const ids = raw
    .prepare('select id, folded from tag')
    .all()
    .filter((row) => {
      const name = String(row['folded'])
      return start === null ? name === tag : name.startsWith(start)
    })
    .map((row) => Number(row['id']))
  return among(raw, `tag_mark where ended is null and tag_id in (${ids.join(',')})`)
}

function reviewerIds(raw: DatabaseSync, reader: string): string {
  return raw
    .prepare('select id, name from reviewer')
    .all()
    .filter((row) => folded(String(row['name'])) === folded(reader))
    .map((row) => Number(row['id']))
    .join(',')
}

function reviewedCondition(
  raw: DatabaseSync,
  state: Extract<ReviewTerm, { readonly kind: 'reviewed' }>['state'],
): Condition {
  switch (state) {
    case 'relevant':
    case 'irrelevant':
      return among(raw, `relevance_now where state = ${relevances.indexOf(state)}`)
    case 'undecided':
      return notAmong('relevance_now where state <> 0')
    case 'disputed':
      return among(raw, 'relevance_now where disputed = 1')
    case 'read':
      return among(raw, 'message_seen')
    case 'unread':
      return notAmong('message_seen')
  }
}
