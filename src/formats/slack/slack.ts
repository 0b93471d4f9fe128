import type { EvidenceFile, Format, Row } from '../format.ts'
import { isEmptyList, readJsonMessages } from '../json-messages.ts'
import type { JsonRecords } from '../json-records.ts'
import { headText } from '../json-values.ts'
import { readAnyUtf } from '../utf16-file.ts'
import { readSlackPlace } from './slack-lists.ts'
import { readSlackMessage } from './slack-message.ts'

/**
 * A day of a Slack conversation: `FOLDER/YYYY-MM-DD.json` of an export, unpacked. The file does not say which
 * conversation it is: the folder's name is looked up in `channels.json`, `groups.json`, `mpims.json` and `dms.json`
 * beside it. Accounts are named in `users.json`. See `slack-message.ts` for messages, `slack-directory.ts` for lists.
 *
 * @see https://slack.com/help/articles/220556107 for what an export holds.
 */
export const slack: Format = {
  id: 'slack',
  version: 2,
  title: 'Slack export',
  accepts:
    'The folder of an unpacked Slack export: users.json, channels.json and a folder for each conversation.',
  extensions: ['.json'],
  detects: 'A list of messages whose ts counts seconds with six decimals.',
  example: '[{"type":"message","user":"U01","text":"hello","ts":"1610000000.000200"}]',
  covers: 'every byte',
  idsAreShared: true,
  repeats: 'messages',
  sniff,
  isEmpty: isEmptyList,
  read: (file) => readAnyUtf(file, readDay),
}

async function* readDay(file: EvidenceFile): AsyncGenerator<readonly Row[]> {
  const place = await readSlackPlace(file)
  yield* readJsonMessages(file, {
    shape,
    mayBeEmpty: true,
    // Where slackdump puts the answers of a thread.
    nested: 'slackdump_thread_replies',
    read: (record) => readSlackMessage(record, { file, place }),
  })
}

const shape: JsonRecords = {
  lists: ['messages'],
  beginsRecord: (head) =>
    /^\{\s{0,200}"(?:client_msg_id|type|subtype|user|text|ts|bot_id|upload|display_as_bot|files)"\s{0,9}:/.test(
      head,
    ),
}

function sniff(name: string, head: Uint8Array): number {
  const text = headText(head)
  const day = /(?:^|\/)\d{4}-\d{2}-\d{2}\.json$/i.test(name)
  if (isEmptyList(head)) return day ? 0.5 : 0
  const stamped = /"ts"\s{0,9}:\s{0,9}"?\d{9,11}\.\d{1,6}"?\s{0,200}[,}]/.test(text)
  const said = /"(?:user|bot_id|subtype)"\s{0,9}:\s{0,9}"/.test(text) && /"text"\s{0,9}:/.test(text)
  if (!stamped || !said) return 0
  if (/^\s{0,200}\[\s{0,200}\{/.test(text)) return day ? 0.97 : 0.9
  return /^\s{0,200}\{/.test(text) && /"messages"\s{0,9}:\s{0,9}\[/.test(text) ? 0.85 : 0
}
