import { type Address, type Network, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EvidenceFile, Format, Row } from '../format.ts'
import { readJsonMessages } from '../json-messages.ts'
import { readJsonOutline } from '../json-outline.ts'
import type { JsonRecords } from '../json-records.ts'
import { headText, isObject, type JsonObject, listOf, textOf } from '../json-values.ts'
import { chatOf, networkNamed } from '../source-address.ts'
import { firstBytes, readAnyUtf } from '../utf16-file.ts'
import { readMetaMessage } from './meta-message.ts'
import { mendValue } from './mojibake.ts'

/**
 * A conversation as Facebook and Instagram hand it out ("Download your information", JSON): `message_1.json` with
 * `participants` before the messages, newest first, and `title` and `thread_path` after them. Also what Messenger gives
 * of end-to-end encrypted chats (`threadName`, `senderName`). People are named, never numbered: the name is the
 * address. Which of the two networks it is stands in the file's path or in those of its pictures, if anywhere.
 *
 * @see https://www.facebook.com/help/212802592074644
 */
export const meta: Format = {
  id: 'meta',
  version: 2,
  title: 'Facebook and Instagram messages (JSON)',
  accepts: 'The folder of a Facebook or Instagram download in JSON, or its message_1.json files.',
  extensions: ['.json'],
  detects: 'Messages with sender_name and timestamp_ms, or with senderName in a file with threadName.',
  example:
    '{"participants":[{"name":"Heron"},{"name":"Otter"}],"messages":[{"sender_name":"Heron","timestamp_ms":1709287200000,"content":"hello"}],"title":"Heron","thread_path":"inbox/heron_1"}',
  covers: 'every byte',
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read: (file) => readAnyUtf(file, readThread),
}

async function* readThread(file: EvidenceFile): AsyncGenerator<readonly Row[]> {
  const head = headText(await firstBytes(file))
  const network = networkOf(file.name, head)
  const conversation = await readConversation(file)
  yield* readJsonMessages(file, {
    shape,
    read: (record) => readMetaMessage(record, { file, network, conversation }),
  })
}

const shape: JsonRecords = {
  lists: ['messages'],
  beginsRecord: (head) =>
    /^\{\s{0,200}"(?:sender_name|sender_id_INTERNAL|senderName|isUnsent|timestamp_ms|timestamp|content|media|reactions|text|type)"\s{0,9}:/.test(
      head,
    ),
}
const networks = [
  {
    network: networkNamed('instagram'),
    inPath: /(?:^|\/)(?:your_instagram_activity|instagram-[^/]{1,200})\//i,
    inUri: /"uri"\s{0,9}:\s{0,9}"your_instagram_activity\//,
  },
  {
    network: networkNamed('facebook'),
    inPath: /(?:^|\/)(?:your_facebook_activity|facebook-[^/]{1,200})\//i,
    inUri: /"uri"\s{0,9}:\s{0,9}"your_facebook_activity\//,
  },
]

/** Said by a folder of the file's path or by the path of a picture; older files, and those of Messenger, say it by their fields. */
function networkOf(name: string, head: string): Network {
  const told =
    networks.find(({ inPath }) => inPath.test(name)) ?? networks.find(({ inUri }) => inUri.test(head))
  if (told) return told.network
  return networkNamed(/"(?:sender_id_INTERNAL|threadName)"\s{0,9}:/.test(head) ? 'facebook' : 'unknown')
}

async function readConversation(file: EvidenceFile): Promise<(from: Address) => ConversationRef> {
  const outline = await readJsonOutline(file, shape)
  const { value } = mendValue(outline.root)
  const root: JsonObject = isObject(value) ? value : {}
  const members = [...new Set(membersOf(root))]
  const title = textOf(root, 'title') ?? textOf(root, 'threadName')
  const key =
    textOf(root, 'thread_path') ?? folderOf(file.name) ?? textOf(root, 'threadName') ?? title ?? chatOf(file)
  const [one, other] = members
  const pair = one && other && members.length === 2 && !isGroup(root) ? directConversation(one, other) : null
  return (from) =>
    pair && members.includes(from)
      ? pair
      : { kind: 'group', key, title, participants: members.includes(from) ? members : [...members, from] }
}

function membersOf(root: JsonObject): readonly Address[] {
  return listOf(root, 'participants')
    .map((member) => (isObject(member) ? textOf(member, 'name') : typeof member === 'string' ? member : null))
    .map((name) => (name === null ? null : parseAddress(name)))
    .filter((address) => address !== null)
}

function isGroup(root: JsonObject): boolean {
  return 'joinable_mode' in root || /group/i.test(textOf(root, 'thread_type') ?? '')
}

/** `inbox/heron_1` of `messages/inbox/heron_1/message_1.json`. */
function folderOf(name: string): string | null {
  return /([^/]+\/[^/]+)\/message_\d{1,6}\.json$/i.exec(name)?.[1] ?? null
}

function sniff(head: Uint8Array): number {
  const text = headText(head)
  if (!/^\s{0,200}\{/.test(text) || !/"messages"\s{0,9}:\s{0,9}\[/.test(text)) return 0
  if (/"sender_name"\s{0,9}:\s{0,9}"/.test(text) && /"timestamp_ms"\s{0,9}:\s{0,9}\d/.test(text)) return 0.96
  if (/"senderName"\s{0,9}:\s{0,9}"/.test(text) && /"(?:threadName|isUnsent)"\s{0,9}:/.test(text)) return 0.95
  return /"participants"\s{0,9}:\s{0,9}\[/.test(text) && /"(?:thread_path|threadName)"\s{0,9}:/.test(text)
    ? 0.7
    : 0
}
