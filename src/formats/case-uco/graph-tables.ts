import { type Address, type Network, parseAddress, parseNetwork } from '../../core/handle.ts'
import type { Place } from '../../core/trace.ts'
import {
  facetRefs,
  facetsOf,
  idsWithin,
  type JsonLdNode,
  mergeNodes,
  nodesWithin,
  refsOf,
  textOf,
} from './json-ld.ts'

/** What the nodes of a file say that messages point to, gathered before the messages are read. */
export interface GraphTables {
  /** Facets of accounts and addresses, by the id of the node they describe. */
  readonly accounts: Map<string, JsonLdNode>
  readonly applications: Map<string, string>
  readonly threads: Map<string, Thread>
  /** From a message, or an item of a list, to what holds it; to be followed until a thread is found. */
  readonly holders: Map<string, string>
  /** From a facet that stands by itself to the node it describes, and back. */
  readonly described: Map<string, string>
  readonly facets: Map<string, readonly string[]>
  /** From a message to the nodes of the files attached to it. */
  readonly attached: Map<string, readonly string[]>
  readonly wanted: Set<string>
  readonly files: Map<string, FileFacts>
  readonly devices: Map<string, string>
  readonly places: Map<string, Place>
  /** How many entries may still be held, and whether some were turned away. */
  room: number
  full: boolean
}

/** A conversation as the file states it. */
export interface Thread {
  readonly key: string
  readonly title: string | null
  readonly participants: readonly string[]
}

/** A file as the file states it. */
export interface FileFacts {
  readonly name: string | null
  readonly path: string | null
  readonly claims: string | null
}

/** Whom an account's id stands for. */
export interface Account {
  readonly address: Address
  /** True when the file states an address: else the id itself stands for it. */
  readonly stated: boolean
  readonly name: string | null
  readonly network: Network | null
  readonly phone: boolean
}

const mostEntries = 1_500_000
const deepest = 6

/** Empty tables. */
export function graphTables(): GraphTables {
  return {
    accounts: new Map(),
    applications: new Map(),
    threads: new Map(),
    holders: new Map(),
    described: new Map(),
    facets: new Map(),
    attached: new Map(),
    wanted: new Set(),
    files: new Map(),
    devices: new Map(),
    places: new Map(),
    room: mostEntries,
    full: false,
  }
}

/** Takes into the tables what a node, and the nodes within it, say. Files are left to {@link indexFile}. */
export function indexNode(tables: GraphTables, node: JsonLdNode, depth = 0): void {
  const facets = facetsOf(node)
  const refs = facetRefs(node)
  if (node.id !== null && refs.length > 0) {
    put(tables, tables.facets, node.id, refs)
    for (const ref of refs) put(tables, tables.described, ref, node.id)
  }
  for (const facet of [node, ...facets]) indexFacet(tables, node, facet)
  if (depth >= deepest) return
  for (const part of [node, ...facets])
    for (const inner of nodesWithin(part)) indexNode(tables, inner, depth + 1)
}

/** Takes in the name and path of a file, if a message was found to have it attached. */
export function indexFile(tables: GraphTables, node: JsonLdNode): void {
  if (node.id === null || !tables.wanted.has(node.id)) return
  const facet = mergeNodes(
    [node, ...facetsOf(node)].filter(({ types }) => types.some((type) => fileTypes.test(type))),
  )
  put(tables, tables.files, node.id, {
    name: textOf(facet, 'fileName', 'fullValue', 'name') ?? textOf(node, 'name'),
    path: textOf(facet, 'filePath'),
    claims: textOf(facet, 'mimeType'),
  })
}

/** The account an id stands for; an id that nothing describes stands for itself. */
export function accountOf(tables: GraphTables, id: string): Account | null {
  const parts = [id, ...(tables.facets.get(id) ?? [])].map((part) => tables.accounts.get(part))
  const facet = mergeNodes(parts.filter((part) => part !== undefined))
  const phone = textOf(facet, 'phoneNumber', 'MSISDN')
  const written = phone ?? textOf(facet, 'accountIdentifier') ?? mailAddress(tables, facet)
  const stated = written ?? textOf(facet, 'addressValue', 'accountLogin', 'value')
  const address = parseAddress(stated ?? id)
  if (address === null) return null
  const [application] = refsOf(facet, 'application')
  return {
    address,
    stated: stated !== null,
    name: textOf(facet, 'displayName'),
    network: application === undefined ? null : networkOf(applicationName(tables, application)),
    phone: phone !== null,
  }
}

/** The name of the application an id stands for; older bundles name it outright. */
export function applicationName(tables: GraphTables, id: string): string | null {
  const parts = [id, ...(tables.facets.get(id) ?? [])].map((part) => tables.applications.get(part))
  const isId = /[:/]|[0-9a-f]{8}-[0-9a-f]{4}/i.test(id)
  return parts.find((name) => name !== undefined) ?? (isId ? null : id)
}

/** The thread that holds a message, or null. */
export function threadOf(tables: GraphTables, message: string): Thread | null {
  let at = message
  for (let steps = 0; steps < 8; steps += 1) {
    const thread = tables.threads.get(at)
    if (thread && steps > 0) return thread
    const next = tables.holders.get(at) ?? tables.described.get(at)
    if (next === undefined || next === at) return null
    at = next
  }
  return null
}

/** An application's name as the short name of its network, or null. */
export function networkOf(name: string | null): Network | null {
  if (name === null) return null
  const [, known] = networks.find(([pattern]) => pattern.test(name)) ?? []
  const slug = name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-$/g, '')
  return parseNetwork(known ?? slug.slice(0, 32))
}

const networks: readonly (readonly [RegExp, string])[] = [
  [/whatsapp/i, 'whatsapp'],
  [/telegram/i, 'telegram'],
  [/signal|securesms/i, 'signal'],
  [/imessage/i, 'imessage'],
  [/facebook|messenger/i, 'facebook'],
  [/instagram/i, 'instagram'],
  [/^(?:sms|mms|native|native messages|android messages?|messages)$/i, 'sms'],
]

const accountTypes =
  /^(?:Account|ApplicationAccount|DigitalAccount|PhoneAccount|MobileAccount|EmailAccount|EmailAddress|InstantMessagingAddress|SIPAddress)(?:Facet)?$/
const fileTypes = /^(?:File|ContentData|URL|Image|Attachment)(?:Facet)?$/

function indexFacet(tables: GraphTables, node: JsonLdNode, facet: JsonLdNode): void {
  const { id } = node
  if (id === null) return
  const is = (...names: readonly string[]): boolean => facet.types.some((type) => names.includes(type))
  if (facet.types.some((type) => accountTypes.test(type))) indexAccount(tables, id, facet)
  if (is('Application', 'ApplicationFacet')) {
    const name = textOf(facet, 'name', 'applicationIdentifier') ?? textOf(node, 'name')
    if (name !== null && facet.fields.size > 1) put(tables, tables.applications, id, name)
  }
  if (is('MessageThread', 'MessageThreadFacet')) indexThread(tables, node, facet)
  if (is('Thread', 'ThreadItem')) hold(tables, id, idsWithin(facet, listFields))
  if (is('Relationship', 'ObservableRelationship')) indexRelationship(tables, facet)
  if (is('Device', 'DeviceFacet', 'MobileDevice', 'MobileDeviceFacet')) {
    const label = textOf(facet, 'IMEI') ?? textOf(facet, 'serialNumber', 'model', 'name')
    if (label !== null && (is('MobileDeviceFacet') || !tables.devices.has(id)))
      put(tables, tables.devices, id, label)
  }
  const place = placeOf(facet)
  if (place !== null) put(tables, tables.places, id, place)
}

function indexAccount(tables: GraphTables, id: string, facet: JsonLdNode): void {
  const known = tables.accounts.get(id)
  const kept = new Map([...facet.fields].filter(([name]) => accountFields.has(name)))
  if (kept.size === 0) return
  const merged = mergeNodes([...(known ? [known] : []), { id, types: [], fields: kept }])
  if (known) tables.accounts.set(id, merged)
  else put(tables, tables.accounts, id, merged)
}

const accountFields = new Set([
  'phoneNumber',
  'MSISDN',
  'accountIdentifier',
  'emailAddress',
  'addressValue',
  'accountLogin',
  'value',
  'displayName',
  'application',
])

const listFields = [
  'message',
  'messages',
  'messageThread',
  'messageThreadOrderedItems',
  'messageThreadUnorderedItems',
  'element',
  'item',
  'itemContent',
  'slot',
]

function indexThread(tables: GraphTables, { id, fields }: JsonLdNode, facet: JsonLdNode): void {
  if (id === null) return
  const node = { id, types: [], fields }
  const known = tables.threads.get(id)
  const participants = refsOf(facet, 'participant', 'participants')
  const thread = {
    key: textOf(facet, 'identifier', 'threadIdentifier') ?? known?.key ?? id,
    title: textOf(facet, 'displayName', 'name') ?? known?.title ?? textOf(node, 'name'),
    participants: participants.length > 0 ? participants : (known?.participants ?? []),
  }
  if (known) tables.threads.set(id, thread)
  else put(tables, tables.threads, id, thread)
  hold(tables, id, idsWithin(facet, listFields))
}

function hold(tables: GraphTables, holder: string, held: readonly string[]): void {
  for (const id of held) if (id !== holder && !tables.holders.has(id)) put(tables, tables.holders, id, holder)
}

function indexRelationship(tables: GraphTables, facet: JsonLdNode): void {
  if (
    textOf(facet, 'kindOfRelationship')
      ?.toLowerCase()
      .replaceAll(/[^a-z]/g, '') !== 'attachmentof'
  )
    return
  for (const target of refsOf(facet, 'target')) {
    const known = tables.attached.get(target) ?? []
    const sources = refsOf(facet, 'source').filter((source) => !known.includes(source))
    put(tables, tables.attached, target, [...known, ...sources])
    for (const source of sources) tables.wanted.add(source)
  }
}

function mailAddress(tables: GraphTables, facet: JsonLdNode): string | null {
  const [ref] = refsOf(facet, 'emailAddress')
  if (ref === undefined) return null
  const parts = [ref, ...(tables.facets.get(ref) ?? [])].map((part) => tables.accounts.get(part))
  const found = parts.find((part) => part !== undefined)
  return found ? textOf(found, 'addressValue', 'value') : ref
}

function placeOf(facet: JsonLdNode): Place | null {
  const cell = [
    'cellSiteCountryCode',
    'cellSiteNetworkCode',
    'cellSiteLocationAreaCode',
    'cellSiteIdentifier',
  ].map((name) => textOf(facet, name))
  if (cell[3] !== null && cell[3] !== undefined)
    return { kind: 'cell', cell: cell.filter((part) => part !== null).join('-') }
  const wifi = [textOf(facet, 'ssid'), textOf(facet, 'baseStation')].filter((part) => part !== null)
  if (wifi.length > 0) return { kind: 'wifi', network: wifi.join(' ') }
  const [latitude, longitude] = [textOf(facet, 'latitude'), textOf(facet, 'longitude')].map(degreesOf)
  if (latitude === undefined || longitude === undefined || latitude === null || longitude === null)
    return null
  return { kind: 'point', latitude, longitude, radiusMetres: null }
}

function degreesOf(text: string | null): number | null {
  return text !== null && /^-?\d{1,3}(?:\.\d{1,20})?$/.test(text.trim()) ? Number(text) : null
}

function put<V>(tables: GraphTables, table: Map<string, V>, key: string, value: V): void {
  if (tables.room > 0 || table.has(key)) {
    if (!table.has(key)) tables.room -= 1
    table.set(key, value)
  } else tables.full = true
}
