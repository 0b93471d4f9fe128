import { csvHead, csvLine } from './csv-line.ts'

/** What one term found, as far as the table has it. */
interface TableRow {
  readonly text: string
  readonly readAs: string
  readonly messages: number
  readonly conversations: number
  readonly handles: number
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly senders: readonly { readonly handle: string; readonly messages: number }[]
}

/** The first line of a batch as CSV. */
export const batchHead = csvHead([
  'term',
  'read_as',
  'messages',
  'conversations',
  'handles',
  'first_utc',
  'last_utc',
  'sent_by',
])

/** What one term found as a line of CSV. */
export function batchLine(row: TableRow): string {
  const { text, readAs, messages, conversations, handles, firstAt, lastAt, senders } = row
  return csvLine([
    text,
    readAs,
    String(messages),
    String(conversations),
    String(handles),
    firstAt ?? '',
    lastAt ?? '',
    senders.map(({ handle, messages: n }) => `${handle}: ${n}`).join('\n'),
  ])
}
