import type { Format } from '../format.ts'
import { isEmptyList, type JsonSaid, problemOf, readJsonMessages } from '../json-messages.ts'
import type { JsonRecords } from '../json-records.ts'
import { headText, type JsonObject, listOf, textOf } from '../json-values.ts'
import { addressOf, networkNamed } from '../source-address.ts'
import { readAnyUtf } from '../utf16-file.ts'
import { userName } from './slack-lists.ts'

/**
 * The lists of a Slack export: who has an account (`users.json`) and which conversations there are (`channels.json`,
 * `groups.json`, `mpims.json`, `dms.json`). They hold no messages: an account is the contact of its id and name, a
 * conversation that of its id and name, or, where it has none, of the ids of its members.
 */
export const slackDirectory: Format = {
  id: 'slack-directory',
  version: 2,
  title: 'Lists of a Slack export',
  accepts: 'users.json, channels.json, groups.json, mpims.json and dms.json of a Slack export.',
  extensions: ['.json'],
  detects: 'The file’s name, and a list of objects that hold an id with profile, members or created.',
  example: '[{"id":"U01","name":"heron","real_name":"Heron Grey","profile":{"display_name":"Heron"}}]',
  covers: 'every byte',
  repeats: 'copies',
  sniff,
  isEmpty: isEmptyList,
  read: (file) =>
    readAnyUtf(file, (text) => readJsonMessages(text, { shape, mayBeEmpty: true, read: readEntry })),
}

const shape: JsonRecords = {
  lists: ['members', 'channels'],
  beginsRecord: (head) => /^\{\s{0,200}"(?:id|user_id)"\s{0,9}:\s{0,9}"[A-Z0-9]{2,20}"/.test(head),
}
const network = networkNamed('slack')

function readEntry(record: JsonObject): JsonSaid {
  const address = addressOf(textOf(record, 'id') ?? textOf(record, 'user_id'))
  const members = listOf(record, 'members').filter((member) => typeof member === 'string')
  const name = userName(record) ?? textOf(record, 'user_name') ?? members.join(', ')
  if (address === null || name === '')
    return problemOf('not-a-record', 'The entry of this list states no id or no name.')
  return { contact: { network, address, name, savedBy: null } }
}

const fileName =
  /(?:^|\/)(?:users|org_users|channels|groups|mpims|dms|integration_logs|canvases|lists|file_conversations|huddle_transcripts)\.json$/i

function sniff(name: string, head: Uint8Array): number {
  const text = headText(head)
  if (isEmptyList(head)) return fileName.test(name) ? 0.4 : 0
  const account =
    /"id"\s{0,9}:\s{0,9}"[UW][A-Z0-9]{1,20}"/.test(text) && /"(?:profile|real_name)"\s{0,9}:/.test(text)
  const conversation =
    /"id"\s{0,9}:\s{0,9}"[CGD][A-Z0-9]{1,20}"/.test(text) &&
    /"(?:members|created|creator)"\s{0,9}:/.test(text)
  const logged = /"user_id"\s{0,9}:\s{0,9}"[UW]/.test(text) && /"change_type"\s{0,9}:/.test(text)
  if (!/^\s{0,200}\[\s{0,200}\{/.test(text) || !(account || conversation || logged)) return 0
  if (fileName.test(name)) return 0.96
  return account && /"team_id"\s{0,9}:/.test(text) ? 0.7 : 0
}
