import { firstBeside } from '../attached-file.ts'
import type { EvidenceFile } from '../format.ts'
import { isObject, type JsonObject, listOf, objectOf, parseJsonObject, textOf } from '../json-values.ts'
import { decodeUtf8 } from '../lines.ts'
import type { Table } from '../sqlite-file.ts'

/** The columns of a table that make it a conversation, by their lower-case names; empty where none is named. */
export interface ConversationView {
  readonly table: string
  /** What the artifact is called: its category, module and name. */
  readonly called: readonly string[]
  readonly conversation: string
  readonly label: string
  readonly text: string
  readonly time: string
  readonly sender: string
  readonly direction: string
  /** What the direction of a message the owner sent reads, lower case; empty when nothing says. */
  readonly sentValues: readonly string[]
  readonly media: string
  /** Whether a sent message is labelled otherwise than by its sender, so that the sender column names the other side. */
  readonly labelsSent: boolean
  readonly sentLabel: string
}

const largestDescription = 64 * 1024 * 1024

/** The conversations the description beside the database declares; null when there is none that can be read. */
export async function readViews(file: EvidenceFile): Promise<readonly ConversationView[] | null> {
  const description = firstBeside(file, ['_lava_data.lava', '_lava_data.json', 'lava_data.lava'])
  if (description === null || description.size > largestDescription) return null
  const text = decodeUtf8(await description.slice(0, description.size))
  const parsed = text === null ? null : parseJsonObject(text)
  if (parsed === null) return null
  const views: ConversationView[] = []
  for (const [category, artifacts] of Object.entries(objectOf(parsed.object, 'artifacts'))) {
    if (!Array.isArray(artifacts)) continue
    for (const artifact of artifacts.filter(isObject)) {
      const view = viewOf(category, artifact)
      if (view !== null) views.push(view)
    }
  }
  return views
}

/** The columns of a table whose headings alone make it a conversation: words, a time, and a sender or a direction. */
export function viewByHeadings(table: Table): ConversationView | null {
  const first = (names: string): string => names.split(' ').find((name) => table.places.has(name)) ?? ''
  const text = first('message message_text text body content message_body message_content chat_message')
  const time = first(
    'timestamp message_timestamp time date message_time message_date sent_timestamp date_sent sent_date sent_time timestamp_utc created_timestamp creation_time message_sent_timestamp',
  )
  const sender = first(
    'sender message_sender sender_name from author sender_id username user_name from_user from_phone_number',
  )
  const direction = first('direction message_direction from_me is_from_me')
  if (text === '' || time === '' || (sender === '' && direction === '')) return null
  return {
    table: table.name,
    called: [table.name],
    conversation: first(
      'conversation_id thread_id chat_id conversation thread chat channel_id room_id group_id chat_name thread_name conversation_name chat_contact',
    ),
    label: first('conversation_name thread_name chat_name group_name chat_title'),
    text,
    time,
    sender,
    direction,
    sentValues: ['outgoing', 'sent', '1', 'yes', 'true'],
    media: first('media attachment attachments attachment_file media_file'),
    labelsSent: false,
    sentLabel: '',
  }
}

function viewOf(category: string, artifact: JsonObject): ConversationView | null {
  const views = objectOf(artifact, 'data_views')
  const view = isObject(views['conversation']) ? views['conversation'] : views['chat']
  const table = textOf(artifact, 'tablename')
  if (!isObject(view) || table === null) return null
  const column = (...names: string[]): string => {
    const named = names.map((name) => textOf(view, name)).find((name) => name !== null)
    return named === undefined ? '' : columnName(named)
  }
  const sent = view['directionSentValue']
  return {
    table,
    called: [category, textOf(artifact, 'module') ?? '', textOf(artifact, 'name') ?? '', table],
    conversation: column('conversationDiscriminatorColumn', 'threadDiscriminatorColumn'),
    label: column('conversationLabelColumn', 'threadLabelColumn'),
    text: column('textColumn'),
    time: column('timeColumn'),
    sender: column('senderColumn'),
    direction: column('directionColumn'),
    sentValues: (Array.isArray(sent) ? listOf(view, 'directionSentValue') : [sent])
      .filter((value) => value !== undefined && value !== null)
      .map((value) => plain(value)),
    media: column('mediaColumn'),
    labelsSent:
      textOf(view, 'sentMessageStaticLabel') !== null || textOf(view, 'sentMessageLabelColumn') !== null,
    sentLabel: column('sentMessageLabelColumn'),
  }
}

/** A value as it is compared: trimmed, in lower case. */
export function plain(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim().toLowerCase()
}

/** A heading as LEAPP makes a column's name of it. */
function columnName(heading: string): string {
  const name = heading
    .replaceAll(/[^\p{L}\p{N}_\s]/gu, '')
    .replaceAll(/\s+/g, '_')
    .toLowerCase()
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`
}
