import { BaileyError } from '../../core/errors.ts'
import type { MappingProfile } from '../mapping-profile.ts'
import { parseMappingProfile } from '../mapping-profile.ts'

/**
 * Tables of messages as handed over from the EncroChat material: a sheet or file a handle, with who wrote, to whom,
 * when and what. The columns of the hand-overs are not public: these are the headings such a table is likely to have.
 */
const encrochatHandover: MappingProfile = {
  name: 'encrochat-handover',
  version: 1,
  network: 'encrochat',
  columns: {
    from: [
      'Sender Handle',
      'From Handle',
      'Sender Username',
      'From Username',
      'Sender Alias',
      'Handle From',
      'Encro From',
      'From EncroChat User',
    ],
    to: [
      'Receiver Handle',
      'Recipient Handle',
      'To Handle',
      'Receiver Username',
      'Recipient Username',
      'To Username',
      'Receiver Alias',
      'Recipient Alias',
      'Handle To',
      'Encro To',
      'To EncroChat User',
    ],
    time: [
      'Message Time',
      'Date/Time',
      'Date Time',
      'DateTime',
      'Timestamp',
      'Time Stamp',
      'Sent Time',
      'Sent',
      'Date',
      'Time',
      'Date Sent',
      'Time (UTC)',
      'Timestamp (UTC)',
      'Date/Time (UTC)',
      'Message Date',
    ],
    body: [
      'Message Text',
      'Message Body',
      'Message Content',
      'Message',
      'Text',
      'Content',
      'Body',
      'Chat Text',
    ],
    direction: ['Direction', 'Message Direction', 'In/Out', 'Type'],
    owner: [
      'Handle',
      'EncroChat Handle',
      'Encro Handle',
      'User Handle',
      'Account',
      'Owner',
      'Subject Handle',
      'Device Handle',
    ],
    peer: [
      'Contact',
      'Contact Handle',
      'Other Party',
      'Other Handle',
      'Peer',
      'Correspondent',
      'Remote Handle',
    ],
  },
  dateOrder: 'sniff',
  recipientSeparator: null,
}

/** Any table with headings that say what they are, on a network it does not state. */
const generic: MappingProfile = {
  name: 'generic',
  version: 1,
  network: 'unknown',
  columns: {
    from: ['from', 'sender', 'author', 'from_handle', 'sender_id', 'username_from', 'source'],
    to: ['to', 'recipient', 'recipients', 'receiver', 'to_handle', 'recipient_id', 'destination'],
    time: [
      'time',
      'timestamp',
      'ts',
      'date',
      'datetime',
      'date/time',
      'date time',
      'sent_at',
      'sent',
      'sent at',
      'message time',
      'date_sent',
      'created_at',
    ],
    body: ['body', 'text', 'message', 'content', 'message text', 'message_text', 'msg'],
    conversation: ['conversation', 'room', 'channel', 'thread', 'group', 'chat_id'],
    fromName: ['sender name', 'from name', 'display name', 'from_name', 'sender_name'],
    direction: ['direction'],
    owner: ['owner', 'account'],
    peer: ['peer', 'contact', 'other party'],
  },
  dateOrder: 'sniff',
  recipientSeparator: ';',
}

/** The profiles that come with Bailey, in the order a table is tried against. */
export const readyProfiles: readonly MappingProfile[] = [encrochatHandover, generic]

/**
 * The ready-made profile of that name, or the one written in the JSON text.
 *
 * @throws {BaileyError} `bad-profile` when it is neither.
 */
export function findProfile(nameOrJson: string): MappingProfile {
  const named = readyProfiles.find((profile) => profile.name === nameOrJson.trim())
  if (named) return named
  if (nameOrJson.trimStart().startsWith('{') || nameOrJson.startsWith('\uFEFF'))
    return parseMappingProfile(nameOrJson)
  const names = readyProfiles.map(({ name }) => name).join(', ')
  throw new BaileyError(
    'bad-profile',
    `there is no ready-made profile called ${nameOrJson.slice(0, 80)} (there are ${names})`,
  )
}
