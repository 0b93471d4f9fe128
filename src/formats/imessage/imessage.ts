import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { isLogOf, schemaText, textRepairs } from '../sqlite-columns.ts'
import type { Database } from '../sqlite-file.ts'
import { type ReadingPlan, readDatabase } from '../sqlite-rows.ts'
import { openChats } from './chats.ts'
import { readMessage } from './message-row.ts'

/**
 * Apple's Messages: `chat.db` of a Mac, `sms.db` of an iPhone. The database does not say in one place whose it is: the
 * owner is the one stated on receipt, else named after the file.
 *
 * @see https://www.sqlite.org/fileformat2.html for the file itself; the schema is Apple's and undocumented.
 */
export const imessage: Format = {
  id: 'imessage',
  version: 1,
  title: 'Apple Messages (iMessage, SMS)',
  accepts:
    'chat.db of a Mac or sms.db of an iPhone, with the file ending in -wal and the Attachments folder beside it.',
  extensions: ['.db'],
  detects: 'An SQLite database with Apple’s tables message, chat and handle.',
  example: 'chat.db',
  covers: 'its records',
  idsAreShared: true,
  repeats: 'messages',
  sniff,
  read: (file, context) => readDatabase(file, (database) => plan(database, file, context)),
}

const fileNames = /^(?:chat|sms)\.db$/i

function sniff(name: string, head: Uint8Array): number {
  if (isLogOf(name, head, fileNames)) return 0.9
  const schema = schemaText(head)
  if (/\bchat_message_join\b|\bmessage_attachment_join\b|\bchat_handle_join\b/.test(schema)) return 0.95
  return schema !== '' && fileNames.test(name.slice(name.lastIndexOf('/') + 1)) ? 0.6 : 0
}

async function plan(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<ReadingPlan | string> {
  const table = database.table('message')
  if (table === null) return database.refused('message') ?? 'The database has no table of messages.'
  const chats = await openChats(database, file, context)
  return {
    tables: [table],
    async read(row) {
      const read = await readMessage(chats, row)
      return read.kind === 'message' ? { ...read, repairs: textRepairs(row, ['text']) } : read
    },
  }
}
