import type { MappingPreview } from '../../../src/wire/mapping.ts'

/** What the rows of a table are. */
export type SheetKind = MappingPreview['tables'][number]['kind']

/** What a column can hold, in words; docs/formats/mapping.md has the same list. */
export const roleWords = {
  from: 'the sender',
  to: 'the recipient or recipients',
  time: 'when it was sent or began',
  date: 'the day, where the time of day has its own column',
  body: 'the words',
  conversation: 'a room or thread',
  fromName: 'name shown for the sender',
  direction: 'in or out',
  owner: 'whose device or account',
  peer: 'the other side',
  duration: 'how long a call lasted',
  answered: 'whether it was answered',
  address: 'address a name is saved for',
  name: 'the name saved',
  until: 'when it ended',
  network: 'name of a wireless network',
  hardware: 'hardware address of a network',
  country: 'country code of a cell',
  operator: 'network code of a cell',
  area: 'area code of a cell',
  cell: 'the cell',
  device: 'the device that was there',
} as const satisfies Record<string, string>
export type Role = keyof typeof roleWords

/** What each kind of rows may hold; of each list in `needs` one must be there. */
export const kindRoles = {
  messages: {
    word: 'messages',
    roles: ['time', 'date', 'from', 'to', 'body', 'conversation', 'fromName', 'direction', 'owner', 'peer'],
    needs: [['time'], ['body']],
  },
  calls: {
    word: 'calls',
    roles: [
      'time',
      'date',
      'from',
      'to',
      'conversation',
      'fromName',
      'direction',
      'owner',
      'peer',
      'duration',
      'answered',
    ],
    needs: [['time']],
  },
  contacts: { word: 'contacts', roles: ['address', 'name', 'owner'], needs: [['address'], ['name']] },
  wifi: {
    word: 'wireless networks seen',
    roles: ['time', 'date', 'until', 'network', 'hardware', 'device', 'owner'],
    needs: [['time'], ['network', 'hardware']],
  },
  cells: {
    word: 'cells used',
    roles: ['time', 'date', 'until', 'country', 'operator', 'area', 'cell', 'device', 'owner'],
    needs: [['time'], ['cell']],
  },
  notes: { word: 'notes', roles: ['time', 'date', 'body', 'owner'], needs: [['time'], ['body']] },
} as const satisfies Record<
  SheetKind,
  { readonly word: string; readonly roles: readonly Role[]; readonly needs: readonly (readonly Role[])[] }
>

/** True for the word of a role. */
export function isRole(text: string): text is Role {
  return Object.hasOwn(roleWords, text)
}

/** What rows of a kind still lack, as sentences. */
export function missingOf(kind: SheetKind, has: (role: Role) => boolean): readonly string[] {
  const needs: readonly (readonly Role[])[] = kindRoles[kind].needs
  const missing = needs
    .filter((needed) => !needed.some(has))
    .map((needed) => `No column holds ${needed.map((role) => roleWords[role]).join(' or ')}.`)
  const isNamed = (has('from') && (has('to') || has('conversation'))) || (has('peer') && has('direction'))
  return (kind === 'messages' || kind === 'calls') && !isNamed
    ? [
        ...missing,
        'It is not said who wrote to whom: a sender with a recipient or a room, or the other side with in or out.',
      ]
    : missing
}
