import { sha256 } from '@noble/hashes/sha2.js'
import { BaileyError } from '../core/errors.ts'
import { parseNetwork } from '../core/handle.ts'

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
  /** Column headings (compared without case and surrounding space), the first one present counts. */
  readonly columns: {
    readonly from: readonly string[]
    readonly to: readonly string[]
    readonly time: readonly string[]
    readonly body: readonly string[]
    /** A room or thread key; a row that has one is a group message. */
    readonly conversation?: readonly string[]
    readonly fromName?: readonly string[]
    /** `in`/`out` (or incoming/outgoing, received/sent), for tables that name an owner and a peer instead of sender and recipient. */
    readonly direction?: readonly string[]
    readonly owner?: readonly string[]
    readonly peer?: readonly string[]
  }
  /** Order of day, month and year in slashed or dotted dates; `sniff` accepts an order only when the file proves it. */
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd' | 'sniff'
  /** What parts several recipients in one cell; null when a cell holds one. */
  readonly recipientSeparator: string | null
}

const parts = [
  'from',
  'to',
  'time',
  'body',
  'conversation',
  'fromName',
  'direction',
  'owner',
  'peer',
] as const
type ColumnPart = (typeof parts)[number]
const orders = ['dmy', 'mdy', 'ymd', 'sniff'] as const
const longestProfile = 100_000

/**
 * Reads a profile from its JSON text.
 *
 * @throws {BaileyError} `bad-profile` naming the field that is missing or wrong, or that is not known.
 */
export function parseMappingProfile(json: string): MappingProfile {
  if (json.length > longestProfile)
    throw new BaileyError('bad-profile', 'it is longer than 100,000 characters')
  const profile = fieldsOf(parseJson(json), 'the profile')
  onlyKnown(profile, ['name', 'version', 'network', 'columns', 'dateOrder', 'recipientSeparator'], '')
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
  const columns = parseColumns(profile['columns'])
  return { name, version, network, columns, dateOrder: order, recipientSeparator }
}

/** SHA-256 (lower-case hex) of the profile's canonical JSON: keys in code-unit order, no white space, UTF-8. */
export function profileId(profile: MappingProfile): string {
  return sha256(new TextEncoder().encode(canonicalJson(profile))).toHex()
}

function parseColumns(value: unknown): MappingProfile['columns'] {
  const columns = fieldsOf(value, 'columns')
  onlyKnown(columns, parts, 'columns.')
  const lists: Partial<Record<ColumnPart, readonly string[]>> = {}
  for (const part of parts) {
    const headings = columns[part]
    if (headings !== undefined) lists[part] = parseHeadings(headings, part)
  }
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

function parseHeadings(value: unknown, part: ColumnPart): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map((heading) => {
    if (typeof heading === 'string' && heading.trim() !== '') return heading
    throw new BaileyError('bad-profile', `columns.${part} must be a list of headings`)
  })
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
