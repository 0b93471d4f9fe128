import type { DatabaseSync } from 'node:sqlite'
import { BaileyError } from '../../core/errors.ts'
import { unspaced } from '../../core/search/fold-letters.ts'
import { tokenizer } from './full-text.ts'

/** The words of the case's full-text index, folded as the index folds them. */
export interface Vocabulary {
  /** Every word once, in order of its code points; not the pairs that stretches without spaces are cut into. */
  words(): readonly string[]
  /** A folded text as the index cuts it into words, in small letters and without diacritics. */
  fold(folded: string): readonly string[]
}

/** The vocabulary as one question asks it: comparing words with all its terms together takes a second at most. */
export interface LimitedVocabulary extends Vocabulary {
  leftMs: number
}

/** Begins a question. */
export function limited(vocabulary: Vocabulary): LimitedVocabulary {
  return { ...vocabulary, leftMs: 1000 }
}

/**
 * Reads the vocabulary from the index when it is first asked for, and again when the index has changed. Reading walks the
 * whole index (0.9 s at a million messages), so it is kept.
 */
export function openVocabulary(raw: DatabaseSync): Vocabulary {
  let known: { readonly of: string; readonly words: readonly string[] } | null = null
  return {
    words() {
      const of = structureOf(raw)
      if (known?.of !== of) known = { of, words: readWords(raw) }
      return known.words
    },
    fold(folded) {
      // Made again where the question that made them was refused: they went with its transaction.
      raw.exec(foldingTables)
      raw.prepare('insert into temp.folding (rowid, text) values (1, ?)').run(folded)
      const rows = raw.prepare('select term from temp.folded order by offset').all()
      raw.exec(`insert into temp.folding (folding) values ('delete-all')`)
      return rows.map((row) => String(row['term']))
    },
  }
}

const foldingTables = `
create virtual table if not exists temp.folding using fts5(text, content='', ${tokenizer});
create virtual table if not exists temp.folded using fts5vocab('temp', 'folding', 'instance')`

/** The record of which segments the index is made of: another one after every change. */
function structureOf(raw: DatabaseSync): string {
  const row = raw.prepare('select hex(block) as block from message_fts_data where id = 10').get()
  return String(row?.['block'])
}

const startsUnspaced = new RegExp(`^${unspaced}`, 'v')

function readWords(raw: DatabaseSync): readonly string[] {
  raw.exec(`create virtual table if not exists temp.vocabulary using fts5vocab('main', 'message_fts', 'col')`)
  const rows = raw.prepare(`select distinct term from temp.vocabulary where col <> 'who'`)
  rows.setReturnArrays(true)
  const words: string[] = []
  for (const row of rows.iterate()) {
    const word = Array.isArray(row) ? String(row[0]) : ''
    if (!startsUnspaced.test(word)) words.push(word)
  }
  return words
}

/** More words than this in place of one are no search: each is looked up by itself. */
export const mostExpanded = 2000

/** The words that pass. @throws {BaileyError} bad-query where they are too many, or telling them takes too long. */
export function wordsThat(
  vocabulary: LimitedVocabulary,
  typed: string,
  passes: (word: string) => boolean,
): string[] {
  const found: string[] = []
  const words = vocabulary.words()
  const begun = performance.now()
  for (const [i, word] of words.entries()) {
    if (i % 32 === 0 && performance.now() - begun > vocabulary.leftMs)
      throw new BaileyError(
        'bad-query',
        `${typed} takes longer than a second to compare with every word of the case`,
      )
    if (!passes(word)) continue
    if (found.length === mostExpanded)
      throw new BaileyError(
        'bad-query',
        `${typed} stands for more than ${mostExpanded} words: write more of it`,
      )
    found.push(word)
  }
  vocabulary.leftMs -= performance.now() - begun
  return found
}
