import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { isLogOf, schemaText, textRepairs } from '../sqlite-columns.ts'
import type { Database } from '../sqlite-file.ts'
import { type ReadingPlan, readDatabase } from '../sqlite-rows.ts'
import { openPeople, readContact } from './people.ts'
import { messageReader } from './signal-message.ts'

/**
 * Signal Desktop's database, decrypted to a plain SQLite file (`db.sqlite`). The address of the account stands in it.
 *
 * @see https://github.com/signalapp/Signal-Desktop/tree/main/ts/sql/migrations for its tables.
 */
export const signalDesktop: Format = {
  id: 'signal-desktop',
  version: 1,
  title: 'Signal Desktop database',
  accepts:
    'The decrypted db.sqlite of Signal Desktop, in its sql folder beside attachments.noindex if there is one.',
  extensions: ['.sqlite', '.db'],
  detects: 'An SQLite database with Signal’s tables messages and conversations.',
  example: 'sql/db.sqlite',
  covers: 'its records',
  repeats: 'messages',
  sniff,
  read: (file, context) => readDatabase(file, (database) => plan(database, file, context)),
}

const fileNames = /^(?:db|signal[^/]{0,60})\.(?:sqlite|db)$/i

function sniff(name: string, head: Uint8Array): number {
  if (isLogOf(name, head, fileNames)) return 0.85
  const schema = schemaText(head)
  const messages = /CREATE TABLE\s{1,9}["`]?messages\b/i.test(schema)
  if (messages && /\b(?:identityKeys|signedPreKeys|senderKeys|sourceServiceId|sticker_packs)\b/.test(schema))
    return 0.9
  const chats = /CREATE TABLE\s{1,9}["`]?conversations\b/i.test(schema)
  if (chats && /\bconversationId\b/.test(schema) && /\bjson\b/.test(schema)) return 0.85
  return schema !== '' && /(?:^|\/)sql\/db\.sqlite$/i.test(name) ? 0.5 : 0
}

async function plan(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<ReadingPlan | string> {
  const messages = database.table('messages')
  const conversations = database.table('conversations')
  if (messages === null) return database.refused('messages') ?? 'The database has no table of messages.'
  const people = await openPeople(database, file, context)
  const readMessage = await messageReader(database, people, file)
  return {
    tables: conversations === null ? [messages] : [messages, conversations],
    async read(row) {
      if (row.table !== messages) return readContact(people, row)
      const read = await readMessage(row)
      return read.kind === 'message' ? { ...read, repairs: textRepairs(row, ['json', 'body']) } : read
    },
  }
}
