import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { isLogOf, schemaText } from '../sqlite-columns.ts'
import type { Database, StoredRow } from '../sqlite-file.ts'
import { type ReadingPlan, type RowReading, readDatabase } from '../sqlite-rows.ts'
import { callReader } from './call-log.ts'
import { contactReader } from './contact-list.ts'
import { legacyReader } from './legacy-messages.ts'
import { openStore } from './message-store.ts'
import { messageReader } from './message-table.ts'

/**
 * WhatsApp for Android's decrypted message store (`msgstore.db`), in the schema of 2021 and later (`message`) and the
 * one before it (`messages`), and its contact list (`wa.db`). A store does not state the address of the phone's owner.
 *
 * @see https://www.sqlite.org/fileformat2.html for the file itself; the schema is WhatsApp's and undocumented.
 */
export const whatsappMsgstore: Format = {
  id: 'whatsapp-msgstore',
  version: 1,
  title: 'WhatsApp message store (Android)',
  accepts:
    'The decrypted msgstore.db of an Android phone, with msgstore.db-wal, wa.db and the Media folder if there are any.',
  extensions: ['.db'],
  detects: 'An SQLite database with WhatsApp’s tables of messages, or of contacts.',
  example: 'msgstore.db',
  covers: 'its records',
  idsAreShared: true,
  repeats: 'messages',
  sniff,
  read: (file, context) => readDatabase(file, (database) => plan(database, file, context)),
}

const fileNames = /^(?:msgstore[^/]{0,80}|wa)\.db$/i

function sniff(name: string, head: Uint8Array): number {
  if (isLogOf(name, head, fileNames)) return 0.9
  const schema = schemaText(head)
  if (schema === '') return 0
  if (
    /key_remote_jid|CREATE TABLE\s{1,9}["`]?wa_contacts|CREATE TABLE\s{1,9}["`]?message_(?:add_on|quoted|revoked|view_once_media)\b/i.test(
      schema,
    )
  )
    return 0.95
  if (/CREATE TABLE\s{1,9}["`]?jid["`]?\s{0,9}\(/i.test(schema) && /raw_string/.test(schema)) return 0.9
  return fileNames.test(name.slice(name.lastIndexOf('/') + 1)) ? 0.6 : 0
}

type RowReader = (row: StoredRow) => Promise<RowReading | null>

async function plan(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<ReadingPlan | string> {
  const wanted = ['message', 'messages', 'call_log', 'wa_contacts']
  const tables = wanted.map((name) => database.table(name)).filter((table) => table !== null)
  const refused = wanted.map((name) => database.refused(name)).filter((says) => says !== null)
  if (tables.length === 0)
    return refused[0] ?? 'The database has none of the tables WhatsApp keeps messages or contacts in.'
  const store = await openStore(database, file, context)
  const readers = new Map<string, RowReader>()
  for (const table of tables) {
    const name = table.name.toLowerCase()
    if (name === 'message') readers.set(name, await messageReader(store))
    else if (name === 'messages') readers.set(name, await legacyReader(store))
    else if (name === 'call_log') readers.set(name, callReader(store))
    else readers.set(name, contactReader(context))
  }
  return {
    tables,
    notes: refused.map((says) => ({ code: 'unread-part', says })),
    read: async (row) => (await readers.get(row.table.name.toLowerCase())?.(row)) ?? null,
  }
}
