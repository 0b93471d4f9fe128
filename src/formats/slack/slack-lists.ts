import { type Address, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EvidenceFile } from '../format.ts'
import {
  headText,
  isObject,
  type JsonObject,
  listOf,
  objectOf,
  parseJsonValue,
  textOf,
} from '../json-values.ts'
import { readSideJson } from '../side-file.ts'
import { chatOf } from '../source-address.ts'

/** What the lists of an export say of a day's file: which conversation it is of, and what its writers are called. */
export interface SlackPlace {
  conversation(from: Address): ConversationRef
  nameOf(user: string): string | null
}

/** Reads the lists of the export the file belongs to; each list is read once for all days that refer to it. */
export async function readSlackPlace(file: EvidenceFile): Promise<SlackPlace> {
  const list = async (name: string): Promise<ReadonlyMap<string, JsonObject>> =>
    byIdAndName(file.beside(`../${name}`) ?? file.beside(name))
  const users = await list('users.json')
  const stated = await statedIn(file)
  const folder = stated.id ?? file.name.split('/').at(-2) ?? null
  let found: JsonObject | null = null
  for (const name of ['channels.json', 'groups.json', 'mpims.json', 'dms.json'])
    if (folder !== null && found === null) found = (await list(name)).get(folder) ?? null
  const pair = found === null ? null : directPair(found)
  const key = (found && textOf(found, 'id')) ?? folder ?? chatOf(file)
  const title = found === null ? (stated.id === null ? folder : stated.name) : textOf(found, 'name')
  return {
    conversation: (from) => pair ?? { kind: 'group', key, title, participants: [from] },
    nameOf(user) {
      const known = users.get(user)
      return known ? userName(known) : null
    },
  }
}

/** What a file that is of one conversation states of it before its messages, as slackdump writes: `{"channel_id", "name", "messages"}`. */
async function statedIn(
  file: EvidenceFile,
): Promise<{ readonly id: string | null; readonly name: string | null }> {
  const head = headText(await file.slice(0, Math.min(file.size, 4096)))
  const [before = ''] = /^\s*\{[^[]{0,2000}?"messages"\s{0,9}:\s{0,9}\[/.exec(head) ?? []
  const value = before === '' ? null : parseJsonValue(`${before}]}`)
  if (!isObject(value)) return { id: null, name: null }
  const channel = objectOf(value, 'channel_info')
  return {
    id: textOf(value, 'channel_id') ?? textOf(channel, 'id'),
    name: textOf(value, 'name') ?? textOf(channel, 'name'),
  }
}

/** The name a person goes by: as shown in messages, else the full name, else the account's. */
export function userName(user: JsonObject): string | null {
  const profile = objectOf(user, 'profile')
  return (
    textOf(profile, 'display_name') ??
    textOf(user, 'display_name') ??
    textOf(user, 'real_name') ??
    textOf(profile, 'real_name') ??
    textOf(user, 'name')
  )
}

/** The conversation of a direct message, whose list names its two members (one, for notes to oneself). */
function directPair(conversation: JsonObject): ConversationRef | null {
  if (textOf(conversation, 'id')?.startsWith('D') !== true) return null
  const members = listOf(conversation, 'members').map((member) =>
    typeof member === 'string' ? parseAddress(member) : null,
  )
  const [one, other] = members
  if (!one || members.length > 2 || other === null) return null
  return directConversation(one, other ?? one)
}

const readLists = new Map<string, ReadonlyMap<string, JsonObject>>()
const noList: ReadonlyMap<string, JsonObject> = new Map()

async function byIdAndName(file: EvidenceFile | null): Promise<ReadonlyMap<string, JsonObject>> {
  if (file === null) return noList
  const known = readLists.get(file.sha256)
  if (known) return known
  const value = await readSideJson(file)
  const entries = new Map<string, JsonObject>()
  for (const item of Array.isArray(value) ? value.filter(isObject) : [])
    for (const key of [textOf(item, 'name'), textOf(item, 'id')]) if (key !== null) entries.set(key, item)
  if (readLists.size >= 16) readLists.clear()
  readLists.set(file.sha256, entries)
  return entries
}
