import { BaileyError } from '../../core/errors.ts'
import type { MappingProfile } from '../mapping-profile.ts'
import { parseMappingProfile } from '../mapping-profile.ts'

/**
 * Tables of messages as handed over from the EncroChat material: a sheet or file a handle, with who wrote, to whom,
 * when and what. The columns of the hand-overs are not public: these are the headings such a table is likely to have.
 */
const encrochatHandover = {
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
} as const satisfies MappingProfile

/** Any table with headings that say what they are, on a network it does not state. */
const generic = {
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
} as const satisfies MappingProfile

/** What `generic` leaves out: a day and a time of day in two columns, and more headings. */
const usualHeadings: MappingProfile = {
  ...generic,
  name: 'usual-headings',
  columns: {
    ...generic.columns,
    date: ['date', 'day', 'sent date', 'message date'],
    to: [...generic.columns.to, 'receiver_id'],
    time: [
      ...generic.columns.time,
      'sent_time',
      'sent time',
      'time (utc)',
      'timestamp (utc)',
      'date/time (utc)',
      'sent time (utc)',
    ],
    body: [...generic.columns.body, 'message body'],
  },
}

const times = [
  'Date/Time',
  'Date Time',
  'DateTime',
  'Timestamp',
  'Time',
  'Date',
  'Time (UTC)',
  'Timestamp (UTC)',
  'Date/Time (UTC)',
]
const starts = ['Start Time', 'Start', 'Start Date', 'From', 'First Seen', 'Connected', ...times]
const ends = ['End Time', 'End', 'End Date', 'To', 'Last Seen', 'Disconnected']
const owners = ['Handle', 'EncroChat Handle', 'Encro Handle', 'User Handle', 'Owner', 'Subject Handle']
const directions = ['Direction', 'Call Direction', 'Call Type', 'Type', 'In/Out']
const peers = ['Contact', 'Contact Handle', 'Other Party', 'Other Handle', 'Peer', 'Remote Handle']
const devices = ['Device', 'Device Handle', 'IMEI']

/**
 * Workbooks (or folders of CSV files) for one EncroChat handle each, with a sheet for its messages, contacts, notes,
 * calls, and Wi-Fi and cell events. Sheets and columns of the hand-overs are not public: names and headings are those
 * such a workbook is likely to have.
 */
const encrochatWorkbook: MappingProfile = {
  name: 'encrochat-handover-workbook',
  version: 1,
  network: 'encrochat',
  sheets: [
    {
      names: ['*contact*', '*address book*', '*phone book*', '*phonebook*'],
      kind: 'contacts',
      columns: {
        address: [
          'Contact Handle',
          'Contact Username',
          'Contact ID',
          'EncroChat Handle',
          'Username',
          'Handle',
          'Address',
        ],
        name: ['Nickname', 'Nick', 'Alias', 'Saved As', 'Display Name', 'Contact Name', 'Name', 'Contact'],
        owner: ['Owner', 'Owner Handle', 'Subject Handle', 'User Handle', 'Saved By'],
      },
    },
    {
      names: ['*call*'],
      kind: 'calls',
      columns: {
        time: ['Call Time', 'Start Time', ...times],
        from: ['Caller', 'Caller Handle', 'From Handle', 'From'],
        to: ['Callee', 'Called Handle', 'Recipient', 'Recipient Handle', 'To Handle', 'To'],
        direction: directions,
        owner: owners,
        peer: peers,
        duration: ['Duration', 'Duration (s)', 'Duration (seconds)', 'Call Duration'],
        answered: ['Answered', 'Status', 'Call Status'],
      },
    },
    {
      names: ['*wifi*', '*wi-fi*', '*wlan*', '*wireless*'],
      kind: 'wifi',
      columns: {
        time: starts,
        until: ends,
        network: ['SSID', 'Network', 'Network Name', 'Wi-Fi Name', 'WiFi Name', 'Name'],
        hardware: ['BSSID', 'MAC', 'MAC Address', 'Access Point'],
        device: devices,
        owner: owners,
      },
    },
    {
      names: ['*cell*', '*mast*', '*tower*'],
      kind: 'cells',
      columns: {
        time: starts,
        until: ends,
        country: ['MCC', 'Country Code'],
        operator: ['MNC', 'Network Code'],
        area: ['LAC', 'TAC', 'Area Code', 'Location Area Code'],
        cell: ['Cell ID', 'CellID', 'CID', 'CI', 'CGI', 'ECGI', 'Cell', 'Cell Identifier'],
        device: devices,
        owner: owners,
      },
    },
    {
      names: ['*note*', '*memo*'],
      kind: 'notes',
      columns: {
        time: ['Created', 'Note Time', 'Note Date', 'Modified', 'Last Modified', ...times],
        body: ['Note', 'Note Text', 'Text', 'Content', 'Body'],
        owner: owners,
      },
    },
    {
      names: ['*message*', '*chat*'],
      kind: 'messages',
      columns: {
        ...encrochatHandover.columns,
        from: [...encrochatHandover.columns.from, 'Sender', 'From'],
        to: [...encrochatHandover.columns.to, 'Recipient', 'Receiver', 'To'],
      },
    },
  ],
  dateOrder: 'sniff',
  recipientSeparator: null,
}

/** The profiles that come with Bailey, in the order a table is tried against; those of several sheets only when named. */
export const readyProfiles: readonly MappingProfile[] = [
  encrochatHandover,
  encrochatWorkbook,
  usualHeadings,
  generic,
]

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
