import { type Address, type Network, parseAddress, parseNetwork } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import { readHtml } from '../html-text.ts'
import { dayIn, type LogDay } from '../log-day.ts'

/** What the first line of a log states. */
export interface LogHeader {
  /** The contact's address or the room's. */
  readonly peer: Address
  /** The account the log was kept by. */
  readonly account: Address
  readonly network: Network
  /** When it began, as the header writes it. */
  readonly began: string
  /** True for the log of an account's contacts coming and going. */
  readonly ofAccount: boolean
}

const ofAccount = /^System log for account (.{1,300}?) \(([A-Za-z0-9_.-]{1,40})\) connected at (.{4,100})$/
const protocolBehind = / \(([A-Za-z0-9_.-]{1,40})\)$/

/** Reads `Conversation with PEER at DATE on ACCOUNT (PROTOCOL)`, in text or in the title of HTML; null for any other line. */
export function readLogHeader(line: string): LogHeader | null {
  const start = line.slice(0, 2000)
  const text = (/<title>([^<]{1,1500})<\/title>/i.exec(start)?.[1] ?? start).trim()
  const [, owner, service = '', connected = ''] = ofAccount.exec(text) ?? []
  if (owner !== undefined)
    return headerOf({ peer: owner, account: owner, protocol: service, began: connected, ofAccount: true })
  const protocol = protocolBehind.exec(text)
  if (!text.startsWith(opening) || !protocol) return null
  const on = text.lastIndexOf(' on ', protocol.index)
  const at = text.lastIndexOf(' at ', on)
  if (at < opening.length || on < at) return null
  return headerOf({
    peer: text.slice(opening.length, at),
    account: text.slice(on + 4, protocol.index),
    protocol: protocol[1] ?? '',
    began: text.slice(at + 4, on),
    ofAccount: false,
  })
}

const opening = 'Conversation with '

interface Written {
  readonly peer: string
  readonly account: string
  readonly protocol: string
  readonly began: string
  readonly ofAccount: boolean
}

function headerOf({ protocol, began, ...written }: Written): LogHeader | null {
  const network = networkOf(protocol)
  const peer = addressOf(written.peer, network)
  const account = addressOf(written.account, network)
  return peer && account && { peer, account, network, began, ofAccount: written.ofAccount }
}

/** XMPP accounts and contacts are written with the device they were used on, which is no part of the address. */
function addressOf(written: string, network: Network): Address | null {
  const text = readHtml(written).text
  return parseAddress(
    network === 'xmpp' && /^[^@/]{1,300}@[^/]{1,300}\//.test(text) ? text.slice(0, text.indexOf('/')) : text,
  )
}

const networks: Readonly<Record<string, string>> = {
  jabber: 'xmpp',
  gtalk: 'xmpp',
  'google-talk': 'xmpp',
  bonjour: 'bonjour',
  oscar: 'aim',
  mxit: 'mxit',
  gg: 'gadu-gadu',
  yahoojp: 'yahoo',
}

function networkOf(protocol: string): Network {
  const plain = protocol.toLowerCase().replace(/^prpl-/, '')
  const known =
    parseNetwork((Object.hasOwn(networks, plain) ? networks[plain] : null) ?? plain) ??
    parseNetwork('unknown')
  if (known === null) throw new Error('unknown is no network')
  return known
}

/** True where a log is of a room: by the folder it stands in, or by the room's address. */
export function isRoom({ peer, network }: LogHeader, fileName: string): boolean {
  if (/\.chat(?:\/|$)/.test(fileName.split('/').slice(0, -1).join('/'))) return true
  if (network === 'irc') return /^[#&+!]/.test(peer)
  return network === 'xmpp' && /@(?:conference|conf|muc|rooms?|groupchat|private-chat)[.-]/i.test(peer)
}

/** The conversation of a log: the room, or the account and the contact. */
export function conversationOf({ peer, account }: LogHeader, room: boolean): ConversationRef {
  return room
    ? { kind: 'group', key: peer, title: peer, participants: [] }
    : directConversation(account, peer)
}

/** When a log began, with the offset of its clock where the file's name states one. */
export interface LogBegin {
  readonly day: LogDay
  /** Such as `-0500`; null where none is stated. */
  readonly offset: string | null
}

const stamped = /(?:^|\/)(\d{4})-(\d{2})-(\d{2})\.(\d{2})(\d{2})(\d{2})([+-]\d{4})?[^/]{0,60}$/

/**
 * When a log began: by its name, `2021-03-02.235701+0000GMT.html`, which the program makes, else by its header where
 * that writes the date so that it can be only one; else null.
 */
export function beginOf(fileName: string, began: string): LogBegin | null {
  const [, year, month, day, hour, minute, second, offset] = stamped.exec(fileName) ?? []
  if (year === undefined) {
    const found = dayIn(began)
    return found && { day: found, offset: null }
  }
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second) }
  return {
    day: { year: Number(year), month: Number(month), day: Number(day), ...clock },
    offset: offset ?? null,
  }
}
