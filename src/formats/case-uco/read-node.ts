import type { Contact } from '../../core/contact.ts'
import { type Address, type Network, parseAddress, parseNetwork } from '../../core/handle.ts'
import {
  type ConversationRef,
  directConversation,
  listConversation,
  type Message,
} from '../../core/message.ts'
import type { Attachment, MessageDetails } from '../../core/message-details.ts'
import { type Problem, type ProblemCode, problemCodes, type RepairCode } from '../../core/problem.ts'
import { type EpochMicros, noTime } from '../../core/time.ts'
import type { Trace } from '../../core/trace.ts'
import type { EvidenceFile } from '../format.ts'
import { readWallTime, type WallTime } from '../wall-clock.ts'
import {
  type Account,
  accountOf,
  applicationName,
  type GraphTables,
  networkOf,
  threadOf,
} from './graph-tables.ts'
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

/** What a node says of a message, a name or a place; nothing for a node of another kind. */
export type Said =
  | { readonly kind: 'message'; readonly message: Message; readonly repairs: readonly RepairCode[] }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'contact'; readonly contact: Contact }
  | { readonly kind: 'trace'; readonly trace: Trace }

/** What a node is read with. */
export interface Reading {
  readonly tables: GraphTables
  readonly file: EvidenceFile
  readonly zone: string | null
  /** Where the message before stands in time. */
  last: EpochMicros | null
}

/** Everything a node of the graph says. */
export function sayings(node: JsonLdNode, reading: Reading): readonly Said[] {
  const own = [node, ...facetsOf(node)]
  const words = own.filter(({ types }) => types.some((type) => messageFacet.test(type)))
  const calls = own.filter(({ types }) => types.some((type) => callFacet.test(type)))
  if (words.some(isFull)) return [saidOrProblem(readWords(node, mergeNodes(words), reading))]
  if (calls.some(isFull)) return [saidOrProblem(readCall(node, mergeNodes(calls), reading))]
  const named = node.types.some((type) => /^(?:[A-Za-z]{0,20}Message|Call|PhoneCall)$/.test(type))
  if (named && facetRefs(node).length === 0 && facetsOf(node).length === 0 && !node.types.includes('Facet'))
    return [problem('not-a-record', 'The message or call is named here, but nothing of it is stated.')]
  if (own.some((part) => holdsMessage(part, 0)))
    return [problem('not-a-record', 'Messages stand inside this object: hand over the bundle flattened.')]
  return [...contactsOf(node, own, reading), ...traceOf(node, reading)]
}

const messageFacet = /^(?:Message|SMSMessage|EmailMessage|InstantMessage|WhatsAppMessage)(?:Facet)?$/
const callFacet = /^(?:Call|PhoneCall)(?:Facet)?$/

/** True for a facet that states anything, not for a node that is only typed like one. */
function isFull({ fields }: JsonLdNode): boolean {
  return [...fields.keys()].some((name) => statements.has(name))
}

const statements = new Set([
  'messageText',
  'from',
  'to',
  'sentTime',
  'messageID',
  'body',
  'subject',
  'startTime',
  'endTime',
  'duration',
  'callType',
])

function holdsMessage(node: JsonLdNode, depth: number): boolean {
  return (
    depth < 6 &&
    nodesWithin(node).some((inner) =>
      [inner, ...facetsOf(inner)].some(
        (part) => part.fields.has('messageText') || holdsMessage(part, depth + 1),
      ),
    )
  )
}

type Read =
  | { readonly message: Message; readonly repairs: readonly RepairCode[] }
  | { readonly code: ProblemCode; readonly says: string }

function saidOrProblem(read: Read): Said {
  return 'code' in read ? problem(read.code, read.says) : { kind: 'message', ...read }
}

function problem(code: ProblemCode, says: string): Said {
  return { kind: 'problem', problem: { code, says } }
}

function refused(code: ProblemCode, says: string = problemCodes[code]): Read {
  return { code, says }
}

function readWords(node: JsonLdNode, facet: JsonLdNode, reading: Reading): Read {
  const { tables } = reading
  const id = node.id === null ? null : (tables.described.get(node.id) ?? node.id)
  const attachments = attachmentsOf(id, reading)
  const mail = facet.types.some((type) => type.startsWith('EmailMessage'))
  const said = textOf(facet, 'messageText', 'body')
  const subject = mail ? textOf(facet, 'subject') : null
  const words = [subject, said].filter((part) => part !== null)
  if (words.length === 0 && attachments.length === 0) return refused('no-body')
  const ends = endsOf(id, facet, { reading, fallback: mail ? 'email' : smsOrNull(node, facet) })
  if ('code' in ends) return ends
  const time = sentOf(facet, ['sentTime', 'sent'], reading)
  if ('code' in time) return time
  const details: MessageDetails = {
    ...sourceIdOf(textOf(facet, 'messageID'), id),
    ...(attachments.length > 0 ? { attachments } : {}),
  }
  return messageOf(ends, time, {
    kind: words.length === 0 ? 'media' : 'text',
    body: words.join('\n\n'),
    mediaHashes: attachments.map(({ sha256 }) => sha256).filter((sha256) => sha256 !== null),
    details,
  })
}

function readCall(node: JsonLdNode, facet: JsonLdNode, reading: Reading): Read {
  const id = node.id === null ? null : (reading.tables.described.get(node.id) ?? node.id)
  const ends = endsOf(id, facet, { reading, fallback: 'phone' })
  if ('code' in ends) return ends
  const time = sentOf(facet, ['startTime'], reading)
  if ('code' in time) return time
  const type = textOf(facet, 'callType') ?? ''
  const duration = textOf(facet, 'duration')
  const video = /video/i.test(type)
  const call = {
    durationSeconds: duration !== null && /^\d{1,9}$/.test(duration) ? Number(duration) : null,
    answered: /missed|rejected|declined|unanswered/i.test(type) ? false : null,
    video,
  }
  return messageOf(ends, time, {
    kind: 'call',
    body: video ? 'Video call' : 'Voice call',
    mediaHashes: [],
    details: { ...sourceIdOf(null, id), call },
  })
}

function messageOf(
  { network, conversation, from }: Ends,
  { sent, repair }: WallTime,
  rest: Pick<Message, 'kind' | 'body' | 'mediaHashes' | 'details'>,
): Read {
  const details = rest.details && Object.keys(rest.details).length > 0 ? rest.details : null
  const message = {
    network,
    conversation,
    from: from.address,
    fromName: from.name,
    sent,
    ...rest,
    details,
  }
  return { message, repairs: repair === null ? [] : [repair] }
}

/** What the application calls the message, or a node's id with a UUID: others only number the nodes of one bundle. */
function sourceIdOf(stated: string | null, id: string | null): Pick<MessageDetails, 'sourceId'> {
  const sourceId = stated ?? (id !== null && !id.startsWith('_:') && uuid.test(id) ? id : null)
  return sourceId === null ? {} : { sourceId }
}

/** A UUID that was drawn, by its version and variant, and not one filled with zeros and a number. */
const uuid = /(?:^|[^0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

function smsOrNull(node: JsonLdNode, facet: JsonLdNode): string | null {
  const types = [...node.types, ...facet.types, textOf(facet, 'messageType') ?? '']
  return types.some((type) => /^(?:SMS|MMS)/i.test(type)) ? 'sms' : null
}

interface Ends {
  readonly network: Network
  readonly conversation: ConversationRef
  readonly from: Account
}

interface Known {
  readonly reading: Reading
  /** The network where the file names no application. */
  readonly fallback: string | null
}

function endsOf(
  id: string | null,
  facet: JsonLdNode,
  { reading, fallback }: Known,
): Ends | { readonly code: ProblemCode; readonly says: string } {
  const { tables } = reading
  const accounts = (refs: readonly string[]): readonly Account[] =>
    refs.map((ref) => accountOf(tables, ref)).filter((account) => account !== null)
  const [from] = accounts(refsOf(facet, 'from'))
  if (!from) return { code: 'no-sender', says: problemCodes['no-sender'] }
  const to = accounts(refsOf(facet, 'to', 'cc', 'bcc'))
  const thread = id === null ? null : threadOf(tables, id)
  const members = accounts(thread?.participants ?? []).map(({ address }) => address)
  const everyone = [...new Set([from.address, ...to.map(({ address }) => address), ...members])].toSorted()
  const [application] = refsOf(facet, 'application')
  const named = application === undefined ? null : networkOf(applicationName(tables, application))
  const phones = [from, ...to].every(({ phone }) => phone)
  const network =
    named ??
    from.network ??
    parseNetwork(fallback === 'phone' && !phones ? 'unknown' : (fallback ?? 'unknown'))
  if (network === null) return { code: 'not-a-record', says: problemCodes['not-a-record'] }
  const [one, other] = everyone
  if (everyone.length === 2 && one !== undefined && other !== undefined)
    return { network, from, conversation: directConversation(one, other) }
  if (thread)
    return {
      network,
      from,
      conversation: { kind: 'group', key: thread.key, title: thread.title, participants: everyone },
    }
  if (to.length === 0) return { code: 'no-recipient', says: problemCodes['no-recipient'] }
  if (everyone.length === 1)
    return { network, from, conversation: directConversation(from.address, from.address) }
  return { network, from, conversation: listConversation(everyone) }
}

/** When a message was sent; one that states no time keeps its words, in the place after the message before it. */
function sentOf(
  facet: JsonLdNode,
  names: readonly string[],
  { zone, last }: Reading,
): ReturnType<typeof timeOf> {
  const time = timeOf(facet, names, zone)
  return 'code' in time && time.code === 'no-timestamp' ? { sent: noTime(last, ''), repair: 'no-time' } : time
}

function timeOf(
  facet: JsonLdNode,
  names: readonly string[],
  zone: string | null,
): WallTime | { readonly code: ProblemCode; readonly says: string } {
  const written = textOf(facet, ...names)
  if (written === null) return { code: 'no-timestamp', says: problemCodes['no-timestamp'] }
  return readWallTime(written, zone) ?? { code: 'bad-timestamp', says: problemCodes['bad-timestamp'] }
}

function attachmentsOf(id: string | null, { tables, file }: Reading): readonly Attachment[] {
  const sources = id === null ? [] : (tables.attached.get(id) ?? [])
  return sources.map((source) => {
    const { name = null, path = null, claims = null } = tables.files.get(source) ?? {}
    const paths = [path, name].filter((there) => there !== null && !/^[a-z]+:\/\//i.test(there))
    const found = paths.map((there) => file.beside(there ?? '')).find((there) => there !== null)
    return { name: name ?? path, claims, sha256: found?.sha256 ?? null }
  })
}

function contactsOf(node: JsonLdNode, own: readonly JsonLdNode[], { tables }: Reading): readonly Said[] {
  const facets = own.filter(({ types }) => types.some((type) => /^Contact(?:Facet)?$/.test(type)))
  if (facets.length > 0) {
    const facet = mergeNodes(facets)
    const name = contactName(node, facet)
    const addresses = new Map<Address, Network>()
    for (const id of idsWithin(facet, contactFields)) {
      const account = accountOf(tables, id)
      if (account === null || (!account.stated && /[:/]/.test(id))) continue
      addresses.set(account.address, networkOfAccount(account))
    }
    return name === null ? [] : [...addresses].map(([address, network]) => contact(network, address, name))
  }
  const account = node.id === null || !tables.accounts.has(node.id) ? null : accountOf(tables, node.id)
  if (account === null || !account.stated || account.name === null || account.name === account.address)
    return []
  return [contact(networkOfAccount(account), account.address, account.name)]
}

const contactFields = [
  'phoneNumber',
  'contactPhone',
  'contactPhoneNumber',
  'emailAddress',
  'contactEmail',
  'screenName',
  'contactAccount',
  'contactMessaging',
  'contactSIP',
]
const unknown = parseNetwork('unknown')

function contact(network: Network, address: Address, name: string): Said {
  return { kind: 'contact', contact: { network, address, name, savedBy: null } }
}

function networkOfAccount({ network, phone, address }: Account): Network {
  const found =
    network ?? parseNetwork(phone ? 'sms' : address.includes('@') ? 'email' : 'unknown') ?? unknown
  if (found === null) throw new Error('A network without a name')
  return found
}

function contactName(node: JsonLdNode, facet: JsonLdNode): string | null {
  const full = [textOf(facet, 'firstName'), textOf(facet, 'lastName')].filter((part) => part !== null)
  const name = textOf(facet, 'displayName') ?? (full.length > 0 ? full.join(' ') : null)
  return name ?? textOf(facet, 'nickname', 'name') ?? textOf(node, 'name')
}

/** A device that a relationship puts at a place for a time. */
function traceOf(node: JsonLdNode, { tables, zone }: Reading): readonly Said[] {
  if (!node.types.some((type) => type.endsWith('Relationship')) || textOf(node, 'startTime') === null)
    return []
  const ends = [...refsOf(node, 'source'), ...refsOf(node, 'target')]
  const device = ends.map((id) => tables.devices.get(id)).find((label) => label !== undefined)
  const place = ends.map((id) => tables.places.get(id)).find((there) => there !== undefined)
  if (device === undefined || place === undefined || parseAddress(device) === null) return []
  const from = timeOf(node, ['startTime'], zone)
  if ('code' in from) return [problem(from.code, from.says)]
  const written = textOf(node, 'endTime')
  const until = written === null ? null : (readWallTime(written, zone)?.sent ?? null)
  return [{ kind: 'trace', trace: { device, from: from.sent, until, place } }]
}
