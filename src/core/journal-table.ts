import { csvHead, csvLine } from './csv-line.ts'

/** An entry of the search journal, as far as the table has it. */
interface TableEntry {
  readonly entry: number
  readonly at: string
  readonly who: string
  readonly via: string
  readonly kind: string
  readonly parent: number | null
  readonly text: string
  readonly readAs: string
  readonly hits: number
  readonly countedBy: string
  readonly counted: number
  readonly why: string | null
  readonly note: { readonly why: string } | null
  readonly reviewed: number
  readonly savedAs: string | null
  readonly versions: { readonly language: number; readonly folding: number }
  readonly corpus: {
    readonly messages: number
    readonly sightings: number
    readonly exhibits: number
    readonly fingerprint: string
  }
  readonly terms: readonly { readonly text: string; readonly hits: number }[] | null
  readonly sample: {
    readonly seed: string
    readonly size: number
    readonly scope: string
    readonly population: number
  } | null
  readonly exhibit: string | null
}

const columns = [
  'entry',
  'at_utc',
  'who',
  'via',
  'kind',
  'from_entry',
  'typed',
  'read_as',
  'hits',
  'counted_by',
  'counted',
  'why',
  'hits_opened',
  'saved_as',
  'language_version',
  'folding_version',
  'messages',
  'copies',
  'exhibits',
  'corpus_fingerprint',
  'terms',
  'sample_seed',
  'sample_size',
  'sample_scope',
  'sample_population',
  'watched_exhibit',
] as const

/** The first line of the search journal as CSV. */
export const journalHead = csvHead(columns)

/** An entry of the search journal as a line of CSV. */
export function journalLine(entry: TableEntry): string {
  return csvLine(cellsOf(entry))
}

function cellsOf(entry: TableEntry): readonly string[] {
  const { versions, corpus, sample, terms } = entry
  return [
    String(entry.entry),
    entry.at,
    entry.who,
    entry.via,
    entry.kind,
    entry.parent === null ? '' : String(entry.parent),
    entry.text,
    entry.readAs,
    String(entry.hits),
    entry.countedBy,
    String(entry.counted),
    entry.note?.why ?? entry.why ?? '',
    String(entry.reviewed),
    entry.savedAs ?? '',
    String(versions.language),
    String(versions.folding),
    String(corpus.messages),
    String(corpus.sightings),
    String(corpus.exhibits),
    corpus.fingerprint,
    terms === null ? '' : terms.map(({ text, hits }) => `${text}: ${hits}`).join('\n'),
    sample?.seed ?? '',
    sample === null ? '' : String(sample.size),
    sample?.scope ?? '',
    sample === null ? '' : String(sample.population),
    entry.exhibit ?? '',
  ]
}
