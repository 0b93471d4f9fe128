import { sha256 } from '@noble/hashes/sha2.js'
import { BaileyError } from '../core/errors.ts'
import { parseNetwork } from '../core/handle.ts'

/** The parts a column may hold, each with what it is. */
export const columnParts = {
  from: 'the sender',
  to: 'the recipient or recipients',
  time: 'when it was sent, or when it began',
  date: 'the day it was sent, where the time of day stands in a column of its own',
  body: 'the words',
  conversation: 'a room or thread key; a row that has one is a group message',
  fromName: 'the name shown for the sender',
  direction: '`in`/`out` (or incoming/outgoing, received/sent), where a table names an owner and a peer',
  owner: 'whose device or account it is',
  peer: 'the other side',
  duration: 'how long a call lasted',
  answered: 'whether a call was answered',
  address: 'the address a name is saved for',
  name: 'the name saved',
  until: 'when it ended',
  network: 'the name of a wireless network',
  hardware: 'the hardware address of a wireless network',
  country: 'the country code of a cell',
  operator: 'the network code of a cell',
  area: 'the area code of a cell',
  cell: 'the cell',
  device: 'the device that was there',
} as const satisfies Record<string, string>
export type ColumnPart = keyof typeof columnParts
/** Every part. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its parts
export const allColumnParts = Object.keys(columnParts) as readonly ColumnPart[]

/** What the rows of a sheet are, and the parts each kind may have; one of each list in `needs` must be there. */
export const sheetKinds = {
  messages: {
    parts: ['time', 'date', 'body', 'from', 'to', 'conversation', 'fromName', 'direction', 'owner', 'peer'],
    needs: [['time'], ['body']],
  },
  calls: {
    parts: [
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
  contacts: { parts: ['address', 'name', 'owner'], needs: [['address'], ['name']] },
  wifi: {
    parts: ['time', 'date', 'until', 'network', 'hardware', 'device', 'owner'],
    needs: [['time'], ['network', 'hardware']],
  },
  cells: {
    parts: ['time', 'date', 'until', 'country', 'operator', 'area', 'cell', 'device', 'owner'],
    needs: [['time'], ['cell']],
  },
  notes: { parts: ['time', 'date', 'body', 'owner'], needs: [['time'], ['body']] },
} as const satisfies Record<
  string,
  { readonly parts: readonly ColumnPart[]; readonly needs: readonly (readonly ColumnPart[])[] }
>
export type SheetKind = keyof typeof sheetKinds

/** For each part the headings it may stand under, compared without case and surrounding space; the first present counts. */
export type ColumnHeadings = { readonly [Part in ColumnPart]?: readonly string[] }

/** The sheets of a workbook, or the files, that hold one kind of rows. */
export interface SheetMapping {
  /** Names of sheets, or of files without their ending, compared without case; `*` stands for any characters. */
  readonly names: readonly string[]
  readonly kind: SheetKind
  readonly columns: ColumnHeadings
}

/** Where a profile says to find whose device or account a file is. */
export const ownerSources = ['file-name', 'folder-name'] as const

/**
 * How the columns of a table (or the fields of a JSON line) map to a message. A profile is a JSON file; the SHA-256
 * of its canonical JSON is its id and part of each record's provenance.
 */
export interface MappingProfile {
  /** Short name, kebab-case. */
  readonly name: string
  readonly version: number
  /** Network the handles are on, e.g. `encrochat`. */
  readonly network: string
  /** The columns of tables of messages; with `sheets`, of those whose name none of them has. */
  readonly columns?: MessageHeadings
  /** Sheets or files of several kinds, told apart by name; the first whose name fits counts. */
  readonly sheets?: readonly SheetMapping[]
  /** Where the owner of a file is named that no column names; left out, the owner stated on receipt. */
  readonly ownerFrom?: (typeof ownerSources)[number]
  /** Order of day, month and year in slashed or dotted dates; `sniff` accepts an order only when the file proves it. */
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | 'sniff'
  /** What parts several recipients in one cell; null when a cell holds one. */
  readonly recipientSeparator: string | null
}

/** Headings of a table of messages; `from` and `to` are empty where an owner, a peer and a direction stand for them. */
export type MessageHeadings = ColumnHeadings & {
  readonly [Part in 'from' | 'to' | 'time' | 'body']: readonly string[]
}

const orders = ['dmy', 'mdy', 'ymd', 'sniff'] as const
const fieldNames = [
  'name',
  'version',
  'network',
  'columns',
  'sheets',
  'ownerFrom',
  'dateOrder',
  'recipientSeparator',
]
const longestProfile = 100_000
const mostSheets = 100

/**
 * Reads a profile from its JSON text.
 *
 * @throws {BaileyError} `bad-profile` naming the field that is missing or wrong, or that is not known.
 */
export function parseMappingProfile(json: string): MappingProfile {
  if (json.length > longestProfile)
    throw new BaileyError('bad-profile', 'it is longer than 100,000 characters')
  const profile = fieldsOf(parseJson(json), 'the profile')
  onlyKnown(profile, fieldNames, '')
  const { name, version, network, dateOrder = 'sniff', recipientSeparator = null } = profile
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,63}$/.test(name))
    throw new BaileyError('bad-profile', 'name must be lower-case letters, digits and hyphens')
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new BaileyError('bad-profile', 'version must be a whole number from 1')
  if (typeof network !== 'string' || parseNetwork(network) === null)
    throw new BaileyError('bad-profile', 'network must be lower-case letters, digits and hyphens')
  const order = orders.find((known) => known === dateOrder)
  if (!order) throw new BaileyError('bad-profile', `dateOrder must be one of ${orders.join(', ')}`)
  if (recipientSeparator !== null && (typeof recipientSeparator !== 'string' || recipientSeparator === ''))
    throw new BaileyError('bad-profile', 'recipientSeparator must be null or one or more characters')
  return { name, version, network, ...tablesOf(profile), dateOrder: order, recipientSeparator }
}

/** How tables of that name are read under a profile; null when the profile has nothing for them. */
export function sheetNamed({ sheets, columns }: MappingProfile, name: string): SheetMapping | null {
  const named = sheets?.find(({ names }) => names.some((pattern) => matchesName(pattern, name)))
  if (named) return named
  return columns ? { names: ['*'], kind: 'messages', columns } : null
}

/** SHA-256 (lower-case hex) of the profile's canonical JSON: keys in code-unit order, no white space, UTF-8. */
export function profileId(profile: MappingProfile): string {
  return sha256(new TextEncoder().encode(canonicalJson(profile))).toHex()
}

function tablesOf(
  profile: Readonly<Record<string, unknown>>,
): Pick<MappingProfile, 'columns' | 'sheets' | 'ownerFrom'> {
  const { columns, sheets, ownerFrom } = profile
  if (sheets !== undefined && (!Array.isArray(sheets) || sheets.length === 0 || sheets.length > mostSheets))
    throw new BaileyError('bad-profile', 'sheets must be a list of 1 to 100 sheets')
  const source = ownerSources.find((known) => known === ownerFrom)
  if (ownerFrom !== undefined && source === undefined)
    throw new BaileyError('bad-profile', `ownerFrom must be one of ${ownerSources.join(', ')}`)
  const list: readonly unknown[] = Array.isArray(sheets) ? sheets : []
  return {
    ...(columns !== undefined || list.length === 0 ? { columns: parseColumns(columns) } : {}),
    ...(list.length > 0 ? { sheets: list.map(parseSheet) } : {}),
    ...(source === undefined ? {} : { ownerFrom: source }),
  }
}

function parseSheet(value: unknown, at: number): SheetMapping {
  const where = `sheets[${at}]`
  const sheet = fieldsOf(value, where)
  onlyKnown(sheet, ['names', 'kind', 'columns'], `${where}.`)
  const { kind } = sheet
  if (typeof kind !== 'string' || !isSheetKind(kind))
    throw new BaileyError('bad-profile', `${where}.kind must be one of ${Object.keys(sheetKinds).join(', ')}`)
  const names = parseHeadings(sheet['names'], `${where}.names`)
  const columns = parseParts(sheet['columns'], sheetKinds[kind].parts, `${where}.columns`)
  for (const needed of sheetKinds[kind].needs)
    if (!needed.some((part) => columns[part]?.length))
      throw new BaileyError('bad-profile', `${where}.columns.${needed.join(' or ')} names no heading`)
  if (kind === 'messages' || kind === 'calls') checkParties(columns, `${where}.columns`)
  return { names, kind, columns }
}

/** In a sheet the owner may be whoever the file is of; a table alone has to name the owner. */
function checkParties({ from, to, conversation, peer, direction }: ColumnHeadings, where: string): void {
  if (from?.length && (to?.length || conversation?.length)) return
  if (peer?.length && direction?.length) return
  throw new BaileyError('bad-profile', `${where} names neither from and to nor peer and direction`)
}

/** True for a kind of {@link sheetKinds}. */
function isSheetKind(text: string): text is SheetKind {
  return Object.hasOwn(sheetKinds, text)
}

function parseColumns(value: unknown): MessageHeadings {
  const lists = parseParts(value, sheetKinds.messages.parts, 'columns')
  const { from = [], to = [], time = [], body = [] } = lists
  if (time.length === 0) throw new BaileyError('bad-profile', 'columns.time names no heading')
  if (body.length === 0) throw new BaileyError('bad-profile', 'columns.body names no heading')
  const sided = [lists.owner, lists.peer, lists.direction].every(
    (list) => list !== undefined && list.length > 0,
  )
  if (from.length === 0 && !sided)
    throw new BaileyError('bad-profile', 'columns.from names no heading (or give owner, peer and direction)')
  if (to.length === 0 && !sided && !lists.conversation?.length)
    throw new BaileyError('bad-profile', 'columns.to names no heading (or give conversation)')
  return { ...lists, from, to, time, body }
}

function parseParts(value: unknown, parts: readonly ColumnPart[], where: string): ColumnHeadings {
  const columns = fieldsOf(value, where)
  onlyKnown(columns, parts, `${where}.`)
  const lists: { -readonly [Part in ColumnPart]?: readonly string[] } = {}
  for (const part of parts) {
    const headings = columns[part]
    if (headings !== undefined) lists[part] = parseHeadings(headings, `${where}.${part}`)
  }
  return lists
}

function parseHeadings(value: unknown, where: string): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map((heading) => {
    if (typeof heading === 'string' && heading.trim() !== '') return heading
    throw new BaileyError('bad-profile', `${where} must be a list of names`)
  })
}

/** Whether a name is what a pattern says; `*` stands for any characters. The shortest stretch is taken for each, in turn. */
function matchesName(pattern: string, name: string): boolean {
  const pieces = plainName(pattern).split('*')
  const plain = plainName(name)
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  if (pieces.length === 1) return plain === first
  if (!plain.startsWith(first) || !plain.endsWith(last) || plain.length < first.length + last.length)
    return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = plain.indexOf(piece, at)
    if (found < 0 || found + piece.length > plain.length - last.length) return false
    at = found + piece.length
  }
  return true
}

function plainName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new BaileyError('bad-profile', 'it is not JSON', { cause: error })
  }
}

function fieldsOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BaileyError('bad-profile', `${what} must be an object`)
  return Object.fromEntries(Object.entries(value))
}

function onlyKnown(
  fields: Readonly<Record<string, unknown>>,
  known: readonly string[],
  prefix: string,
): void {
  const strange = Object.keys(fields).find((name) => !known.includes(name))
  if (strange !== undefined)
    throw new BaileyError('bad-profile', `${prefix}${strange} is no field of a profile`)
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`
}
