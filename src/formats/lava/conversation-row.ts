import { type Address, type Network, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation, type Message } from '../../core/message.ts'
import type { Attachment } from '../../core/message-details.ts'
import type { ProblemCode } from '../../core/problem.ts'
import { parseEpochMicros } from '../../core/time.ts'
import { firstBeside, mediaHashesOf, nameIn, readingsOf } from '../attached-file.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import { parseJsonValue } from '../json-values.ts'
import { ownerOf } from '../owner.ts'
import { networkNamed } from '../source-address.ts'
import { textIn, wordsIn } from '../sqlite-columns.ts'
import { type Database, type StoredRow, valueIn } from '../sqlite-file.ts'
import { firstOf, type Lookup, lookup } from '../sqlite-lookup.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { statedDetails } from '../stated-details.ts'
import { readWallTime, type WallTime } from '../wall-clock.ts'
import { type ConversationView, plain } from './views.ts'

/** What rows of every conversation table are read with. */
export interface Output {
  readonly file: EvidenceFile
  readonly context: ReadContext
  readonly owner: Address
  readonly references: Lookup
  readonly items: Lookup
}

/** Opens the tables of media of an output. */
export async function openOutput(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<Output> {
  return {
    file,
    context,
    owner: ownerOf(file, context),
    references: await lookup(database, database.table('_lava_media_references'), 'id'),
    items: await lookup(database, database.table('_lava_media_items'), 'id'),
  }
}

/** Reads rows of a table by the columns its view names. */
export function conversationReader(
  output: Output,
  view: ConversationView,
): (row: StoredRow) => Promise<RowReading> {
  const network = networkOf(view.called)
  return async (row) => {
    const time = timeOf(row, view.time, output.context.zone)
    if (typeof time === 'string') return { kind: 'problem', code: time }
    const sender = senderOf(output, view, row)
    if (sender === null) return { kind: 'problem', code: 'no-sender' }
    const conversation = conversationOf(output, { view, network, row }, sender.from)
    if (conversation === null) return { kind: 'problem', code: 'no-recipient' }
    const attachments = await attachmentsOf(output, row, view.media)
    const body = textIn(row, view.text) ?? ''
    if (body === '' && attachments.length === 0) return { kind: 'problem', code: 'no-body' }
    const message: Message = {
      network,
      conversation,
      from: sender.from,
      fromName: sender.name,
      sent: time.sent,
      kind: body === '' ? 'media' : 'text',
      body,
      mediaHashes: mediaHashesOf(attachments),
      details: statedDetails({ attachments }),
    }
    return { kind: 'message', message, repairs: time.repair === null ? [] : [time.repair] }
  }
}

/** Seconds since 1970 where LEAPP knew the column to be a time; else the text of a time, in the zone it or the exhibit states. */
function timeOf(row: StoredRow, column: string, zone: string | null): WallTime | ProblemCode {
  const value = valueIn(row, column)
  if (value === null || value === '') return 'no-timestamp'
  if (typeof value === 'number') {
    const at = parseEpochMicros(Math.round(value * 1_000_000))
    return at === null ? 'bad-timestamp' : { sent: { at, text: String(value), zone: 'stated' }, repair: null }
  }
  if (typeof value !== 'string') return 'bad-timestamp'
  const read = readWallTime(value.trim().replace(/ UTC$/, 'Z'), zone)
  return read === null ? 'bad-timestamp' : { ...read, sent: { ...read.sent, text: value } }
}

const ownNames = new Set([
  'me',
  'you',
  'self',
  'local user',
  'local account',
  'owner',
  'device owner',
  'user',
])

/**
 * The owner where the direction says the message was sent, unless the sender column names the sender of such messages
 * too; else whom the sender column names.
 */
function senderOf(
  { owner }: Output,
  view: ConversationView,
  row: StoredRow,
): { readonly from: Address; readonly name: string | null } | null {
  const direction = textIn(row, view.direction)
  const sent = direction !== null && view.sentValues.includes(plain(direction))
  const named = wordsIn(row, view.sender)
  const address = named === null ? null : parseAddress(named)
  if (!sent)
    return address === null ? null : { from: ownNames.has(plain(named)) ? owner : address, name: null }
  if (view.labelsSent || address === null || ownNames.has(plain(named)))
    return { from: owner, name: wordsIn(row, view.sentLabel) }
  return { from: address, name: null }
}

interface RowView {
  readonly view: ConversationView
  readonly network: Network
  readonly row: StoredRow
}

/** A value that no two conversations of different devices share: an address, a number, a long id. */
const global = /@|^\+?\d{7,20}$|^(?=[^\d]{0,200}\d)[\w.:;+-]{16,200}$/

/**
 * The conversation a row names. It is read as a room, since nothing says which are between two; its key names the file as
 * well unless it is one that other devices would share.
 */
function conversationOf(
  { file, owner }: Output,
  { view, network, row }: RowView,
  from: Address,
): ConversationRef | null {
  const value = wordsIn(row, view.conversation)
  if (value === null) return from === owner ? null : directConversation(owner, from)
  const shared = network !== 'unknown' && global.test(value)
  const key = shared ? value : `${value} (${view.table} of ${file.sha256.slice(0, 8)})`
  return { kind: 'group', key, title: wordsIn(row, view.label), participants: [from] }
}

/** Files of a row: ids of media, one or a list, each found through its reference; else the path the column holds. */
async function attachmentsOf(output: Output, row: StoredRow, column: string): Promise<readonly Attachment[]> {
  const value = wordsIn(row, column)
  if (value === null) return []
  const list = value.trimStart().startsWith('[') ? parseJsonValue(value) : null
  const ids = Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [value]
  const attachments: Attachment[] = []
  for (const id of ids) {
    const reference = await firstOf(output.references, id)
    const item = await firstOf(output.items, reference ? valueIn(reference, 'media_item_id') : id)
    const source = wordsIn(item, 'source_path') ?? (reference || item ? null : id)
    const paths = [wordsIn(item, 'extraction_path'), source].filter((path) => path !== null)
    attachments.push({
      name: source === null ? wordsIn(reference, 'name') : nameIn(source),
      claims: wordsIn(item, 'type'),
      sha256: firstBeside(output.file, paths.flatMap(readingsOf))?.sha256 ?? null,
    })
  }
  return attachments
}

/** Networks by a word of an artifact's category, module or name; the first that stands in any of them. */
const networks: readonly (readonly [RegExp, string])[] = [
  [/\bwhats ?app/, 'whatsapp'],
  [/\btelegram/, 'telegram'],
  [/\bsignal\b/, 'signal'],
  [/\bimessage/, 'imessage'],
  [/\bsms\b|\bmms\b|\bsmsmms\b/, 'sms'],
  [/\btik ?tok/, 'tiktok'],
  [
    /\b(?:discord|slack|instagram|facebook|snapchat|viber|kik|wechat|wickr|threema|skype|session|line|tinder|grindr|bumble|twitter|linkedin|teams|reddit)\b/,
    '',
  ],
]

function networkOf(called: readonly string[]): Network {
  const names = called.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' '))
  for (const [word, network] of networks)
    for (const name of names) {
      const found = word.exec(name)
      if (found) return networkNamed(network === '' ? found[0] : network)
    }
  return networkNamed('unknown')
}
