import type { DatabaseSync } from 'node:sqlite'
import { BaileyError } from '../../core/errors.ts'
import { parseSearch } from '../../core/search/parse-search.ts'
import type { SearchQuery } from '../../core/search/search-query.ts'
import type { WatchFound, WatchRunner } from '../watch-runner.ts'
import { hitIds } from './hit-ids.ts'
import { compileSearch, openCompiling } from './match-expression.ts'
import { defineHourOfWeek } from './search-condition.ts'
import { openVocabulary } from './vocabulary.ts'

/** Looks with a search into what one exhibit brought. @param zone - the case zone. */
export function openWatchRunner(raw: DatabaseSync, zone: string): WatchRunner {
  const vocabulary = openVocabulary(raw)
  defineHourOfWeek(raw, zone)
  return {
    lookInto(exhibitId) {
      raw.exec(`drop table if exists temp.brought; drop table if exists temp.watch_hits;
        create temp table brought (id integer primary key, is_new integer not null);
        create temp table watch_hits (id integer primary key)`)
      raw
        .prepare(
          `insert into temp.brought select g.message_id, not exists (
             select 1 from sighting o join entry e on e.id = o.entry_id where o.message_id = g.message_id and e.exhibit_id <> ?1)
           from sighting g where g.entry_id in (select id from entry where exhibit_id = ?1) group by g.message_id`,
        )
        .run(exhibitId)
    },
    find(texts) {
      raw.exec('delete from temp.watch_hits')
      const terms = texts.map((text) => findTerm(text))
      const row = raw
        .prepare(
          'select coalesce(sum(b.is_new), 0) as new, count(*) as n from temp.watch_hits h join temp.brought b on b.id = h.id',
        )
        .get()
      const newHits = Number(row?.['new'])
      return { newHits, newCopies: Number(row?.['n']) - newHits, terms }
    },
  }

  function findTerm(text: string): WatchFound['terms'][number] {
    try {
      const query: SearchQuery = parseSearch(text, zone)
      const { sql, parameters } = hitIds(compileSearch(openCompiling(raw, vocabulary), query))
      const found = `from (${sql}) k join temp.brought b on b.id = k.id`
      const hits = Number(raw.prepare(`select count(*) as n ${found}`).get(...parameters)?.['n'])
      raw.prepare(`insert or ignore into temp.watch_hits select k.id ${found}`).run(...parameters)
      return { text, query, hits, failed: null }
    } catch (error) {
      if (error instanceof BaileyError) return { text, query: null, hits: 0, failed: error.message }
      throw error
    }
  }
}
