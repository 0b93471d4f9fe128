import { problemCodes } from '../../core/problem.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { headText } from '../json-values.ts'
import { isLogOf, schemaText, textRepairs } from '../sqlite-columns.ts'
import type { Database, Table } from '../sqlite-file.ts'
import { type ReadingPlan, readDatabase } from '../sqlite-rows.ts'
import { conversationReader, openOutput } from './conversation-row.ts'
import { type ConversationView, readViews, viewByHeadings } from './views.ts'

/**
 * Output of the LEAPPs (iLEAPP, ALEAPP …) for LAVA: the tables of `_lava_artifacts.db` that `_lava_data.lava` beside it
 * declares to be conversations, each by the columns it names. It does not say which conversations are between two.
 *
 * @see https://github.com/abrignoni/iLEAPP/blob/main/scripts/lavafuncs.py
 */
export const lava: Format = {
  id: 'lava',
  version: 1,
  title: 'LEAPP output for LAVA',
  accepts:
    '_lava_artifacts.db of iLEAPP or ALEAPP with _lava_data.lava beside it, best the whole output folder.',
  extensions: ['.db', '.lava'],
  detects:
    'An SQLite database with LAVA’s tables of media and search patterns, or the JSON that describes it.',
  example: '_lava_artifacts.db',
  covers: 'its records',
  repeats: 'copies',
  sniff,
  async *read(file, context) {
    if (await isDescription(file)) yield [describe(file)]
    else yield* readDatabase(file, (database) => plan(database, file, context))
  },
}

const fileNames = /^_?lava_artifacts[^/]{0,40}\.db$/i

function sniff(name: string, head: Uint8Array): number {
  if (isLogOf(name, head, fileNames)) return 0.9
  const schema = schemaText(head)
  if (/\b_lava_media_(?:items|references)\b|\b_artifact_search_patterns\b/.test(schema)) return 0.95
  if (schema !== '') return fileNames.test(name.slice(name.lastIndexOf('/') + 1)) ? 0.6 : 0
  return /^\s{0,20}\{\s{0,20}"lava_schema_version"/.test(headText(head.subarray(0, 200))) ? 0.95 : 0
}

async function isDescription(file: EvidenceFile): Promise<boolean> {
  return /^\s{0,20}\{/.test(headText(await file.slice(0, Math.min(40, file.size))))
}

/** The one row of the description, when it is read as a file of its own. */
function describe(file: EvidenceFile): Row {
  const says = file.beside('_lava_artifacts.db')
    ? 'This describes the tables of _lava_artifacts.db and is read with that file.'
    : 'This describes the tables of _lava_artifacts.db, which was not handed over with it.'
  const problem = { code: 'no-records', says } as const
  return { kind: 'problem', part: null, span: { start: 0, end: file.size }, problem }
}

async function plan(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<ReadingPlan | string> {
  const declared = await readViews(file)
  const views = new Map<Table, ConversationView>()
  const missing: string[] = []
  const others: string[] = []
  for (const view of declared ?? []) {
    const table = database.table(view.table)
    if (table === null) missing.push(view.table)
    else if (!views.has(table)) views.set(table, view)
  }
  for (const name of database.names.filter((one) => !one.startsWith('_') && !one.startsWith('sqlite_'))) {
    const table = database.table(name)
    if (table === null || views.has(table)) continue
    const view = declared === null ? viewByHeadings(table) : null
    if (view === null) others.push(name)
    else views.set(table, view)
  }
  if (views.size === 0)
    return declared === null
      ? 'The database does not say which of its tables are conversations, and no headings tell. Hand over _lava_data.lava with it.'
      : problemCodes['no-records']
  const output = await openOutput(database, file, context)
  const readers = new Map(
    [...views].map(([table, view]) => [table, conversationReader(output, view)] as const),
  )
  return {
    tables: [...views.keys()],
    notes: notesOf({
      missing,
      others,
      told: declared === null ? [...views.keys()].map(({ name }) => name) : [],
    }),
    async read(row) {
      const read = (await readers.get(row.table)?.(row)) ?? null
      const text = views.get(row.table)?.text ?? ''
      return read?.kind === 'message'
        ? { ...read, repairs: [...(read.repairs ?? []), ...textRepairs(row, [text])] }
        : read
    },
  }
}

/** What is told at the end of what was not read, and of how the tables were found where nothing declares them. */
function notesOf({
  missing,
  others,
  told,
}: Record<'missing' | 'others' | 'told', readonly string[]>): NonNullable<ReadingPlan['notes']> {
  const notes = [
    {
      code: 'unread-part',
      says: 'Tables declared to be conversations are not in the database',
      names: missing,
    },
    {
      code: 'unread-part',
      says: 'No _lava_data.lava that can be read lies beside the database, so these tables were taken for conversations by their headings',
      names: told,
    },
    { code: 'not-read', says: 'Tables that are not declared to be conversations', names: others },
  ] as const
  return notes
    .filter(({ names }) => names.length > 0)
    .map(({ code, says, names }) => ({ code, says: `${says}: ${listOf(names)}.` }))
}

function listOf(names: readonly string[]): string {
  const more = names.length > 40 ? ` and ${names.length - 40} more` : ''
  return `${names.slice(0, 40).join(', ')}${more}`
}
