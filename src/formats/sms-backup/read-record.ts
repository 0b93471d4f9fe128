import { sha256 } from '@noble/hashes/sha2.js'
import type { Address } from '../../core/handle.ts'
import { type ConversationRef, directConversation, listConversation } from '../../core/message.ts'
import type { Attachment, Delivery } from '../../core/message-details.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import type { SentTime } from '../../core/time.ts'
import { mediaHashesOf } from '../attached-file.ts'
import { readEpochTime } from '../epoch-time.ts'
import { noRepairs } from '../row-tiles.ts'
import { addressOf, networkNamed } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'
import type { Said } from '../table.ts'
import { childOf, type XmlElement } from '../xml-element.ts'

/** Whose device the backup was made on. */
export interface Device {
  readonly owner: Address
}

const sms = networkNamed('sms')
const phone = networkNamed('phone')

/** A text message: `type` says which way it went. */
export function readSms(element: XmlElement, { owner }: Device): Said {
  const sent = timeOf(element)
  if (typeof sent === 'string') return refusal(sent)
  const way = wayOf(element.attributes.get('type'))
  if (way === null) return refusal('no-sender', 'The message is neither marked as received nor as sent.')
  const others = addressesOf(element)
  const [other] = others
  if (other === undefined) return refusal(way === 'in' ? 'no-sender' : 'no-recipient')
  if (way === 'in' && others.length > 1) return refusal('no-sender', 'The message names several senders.')
  const words = element.attributes.get('body')
  if (words === undefined) return refusal('no-body')
  const subject = stated(element, 'subject')
  return {
    message: {
      network: sms,
      conversation: conversationOf(owner, others),
      from: way === 'in' ? other : owner,
      fromName: way === 'in' ? nameOf(element) : null,
      sent,
      kind: 'text',
      body: subject === null ? words : `${subject}\n${words}`,
      mediaHashes: [],
      details: statedDetails({ owner, delivery: deliveryOf(element, 'type') }),
    },
    repairs: noRepairs,
  }
}

/** A multimedia message: who wrote stands among its addresses, files as base64 in its parts. */
export function readMms(element: XmlElement, { owner }: Device): Said {
  const sent = timeOf(element)
  if (typeof sent === 'string') return refusal(sent)
  const way = wayOf(element.attributes.get('msg_box'))
  if (way === null) return refusal('no-sender', 'The message is neither marked as received nor as sent.')
  const ends = endsOf(element, way)
  const from = way === 'out' ? owner : ends.from
  if (from === null) return refusal('no-sender')
  if (ends.others.length === 0) return refusal('no-recipient')
  const { words, files } = partsOf(element)
  const subject = stated(element, 'sub')
  const body = [...(subject === null ? [] : [subject]), ...words].join('\n')
  if (body === '' && files.length === 0)
    return refusal(
      'no-body',
      'The message holds no words and no file, as one does that was never downloaded.',
    )
  return {
    message: {
      network: sms,
      conversation: conversationOf(owner, ends.others),
      from,
      fromName: way === 'in' && ends.others.length === 1 ? nameOf(element) : null,
      sent,
      kind: body === '' ? 'media' : 'text',
      body,
      mediaHashes: mediaHashesOf(files),
      details: statedDetails({
        sourceId: stated(element, 'm_id'),
        owner,
        attachments: files,
        delivery: deliveryOf(element, 'msg_box'),
      }),
    },
    repairs: noRepairs,
  }
}

/** Who called where the number is left out, by what the device was told (`presentation`). */
const unnamedCallers: Readonly<Record<string, string>> = {
  2: '(withheld number)',
  3: '(unknown number)',
  4: '(payphone)',
}

/** A line of the call log. A withheld number stands as the device wrote it (`-1`, `-2`), one left out as what it was told. */
export function readCall(element: XmlElement, { owner }: Device): Said {
  const sent = timeOf(element)
  if (typeof sent === 'string') return refusal(sent)
  const presented = element.attributes.get('presentation') ?? ''
  const unnamed = Object.hasOwn(unnamedCallers, presented) ? unnamedCallers[presented] : null
  const other = addressOf(element.attributes.get('number')) ?? addressOf(unnamed)
  const type = element.attributes.get('type') ?? ''
  if (!/^[1-7]$/.test(type))
    return refusal('no-sender', 'The call is neither marked as received nor as made.')
  if (other === null) return refusal(type === '2' ? 'no-recipient' : 'no-sender')
  const seconds = /^\d{1,9}$/.test(element.attributes.get('duration') ?? '')
    ? Number(element.attributes.get('duration'))
    : null
  const answered =
    type === '2' ? (seconds === null || seconds === 0 ? null : true) : type === '1' || type === '7'
  const video = (Number(element.attributes.get('features') ?? 0) & 1) === 1
  return {
    message: {
      network: phone,
      conversation: directConversation(owner, other),
      from: type === '2' ? owner : other,
      fromName: type === '2' ? null : nameOf(element),
      sent,
      kind: 'call',
      body: `${(Object.hasOwn(callWords, type) ? callWords[type] : undefined) ?? 'Call'}${video ? ', video' : ''}`,
      mediaHashes: [],
      details: statedDetails({ owner, call: { durationSeconds: seconds, answered, video } }),
    },
    repairs: noRepairs,
  }
}

const callWords: Readonly<Record<string, string>> = {
  1: 'Incoming call',
  2: 'Outgoing call',
  3: 'Missed call',
  4: 'Voicemail',
  5: 'Rejected call',
  6: 'Blocked call',
  7: 'Call answered on another device',
}

function refusal(code: ProblemCode, says: string = problemCodes[code]): Said {
  return { problem: { code, says } }
}

/** `date` in milliseconds; a figure of up to ten digits can only be seconds, as some versions wrote for MMS. */
function timeOf({ attributes }: XmlElement): SentTime | ProblemCode {
  const text = attributes.get('date')
  if (text === undefined || text === '' || text === 'null' || text === '0') return 'no-timestamp'
  return readEpochTime(text, /^\d{9,10}$/.test(text) ? 'seconds' : 'milliseconds') ?? 'bad-timestamp'
}

/** Android's boxes: 1 is the inbox; 2 sent, 3 drafts, 4 outbox, 5 failed and 6 queued hold what the owner wrote. */
function wayOf(box: string | undefined): 'in' | 'out' | null {
  if (box === '1') return 'in'
  return box !== undefined && /^[2-6]$/.test(box) ? 'out' : null
}

function deliveryOf({ attributes }: XmlElement, boxField: 'type' | 'msg_box'): Delivery {
  const box = attributes.get(boxField)
  const status = attributes.get('status')
  if (box === '1') return attributes.get('read') === '1' ? 'read' : 'delivered'
  if (box === '2') return status === '0' ? 'delivered' : status === '64' ? 'failed' : 'sent'
  return box === '5' ? 'failed' : 'unsent'
}

/** An attribute that says something: the application writes `null` for none. */
function stated({ attributes }: XmlElement, name: string): string | null {
  const value = attributes.get(name)
  return value === undefined || value === 'null' || value.trim() === '' ? null : value
}

function nameOf(element: XmlElement): string | null {
  const name = stated(element, 'contact_name')
  return name === null || /^\(unknown\)$/i.test(name) ? null : name
}

/** Numbers of a conversation stand in one attribute, `~` between them. */
function addressesOf(element: XmlElement): readonly Address[] {
  const all = (stated(element, 'address') ?? '').split('~').map(addressOf)
  return [...new Set(all.filter((address) => address !== null))]
}

/** An address Android puts where the owner's own number is not known. */
const placeholder = 'insert-address-token'

interface Ends {
  readonly from: Address | null
  /** Everyone in the conversation but the owner. */
  readonly others: readonly Address[]
}

function endsOf(element: XmlElement, way: 'in' | 'out'): Ends {
  const listed = (childOf(element, 'addrs')?.children ?? []).map(({ attributes }) => ({
    address: addressOf(attributes.get('address')),
    type: attributes.get('type'),
  }))
  const known = listed.flatMap(({ address, type }) =>
    address === null || address === placeholder ? [] : [{ address, type }],
  )
  const named = addressesOf(element)
  const sender = known.find(({ type }) => type === '137')?.address ?? null
  const from = sender ?? (named.length === 1 ? (named[0] ?? null) : null)
  if (named.length > 0) {
    const others = way === 'in' && from !== null ? [...new Set([...named, from])] : named
    return { from, others }
  }
  const receivers = known.filter(({ type }) => type !== '137').map(({ address }) => address)
  return { from, others: way === 'out' ? receivers : from === null ? [] : [from] }
}

function conversationOf(owner: Address, others: readonly Address[]): ConversationRef {
  const [only, ...more] = others
  return only !== undefined && more.length === 0
    ? directConversation(owner, only)
    : listConversation([owner, ...others])
}

interface Parts {
  readonly words: readonly string[]
  readonly files: readonly Attachment[]
}

/** Words and files of a message. The layout (`application/smil`) is neither. */
function partsOf(element: XmlElement): Parts {
  const words: string[] = []
  const files: Attachment[] = []
  for (const part of childOf(element, 'parts')?.children ?? []) {
    const claims = stated(part, 'ct')
    const text = stated(part, 'text')
    if (claims === 'application/smil') continue
    if (claims === 'text/plain' && text !== null) words.push(text)
    else
      files.push({
        name: stated(part, 'cl') ?? stated(part, 'fn') ?? stated(part, 'name'),
        claims,
        sha256: hashOf(part.attributes.get('data')),
      })
  }
  return { words, files }
}

/** SHA-256 of what the base64 stands for; null when there is none or it is damaged. */
function hashOf(data: string | undefined): string | null {
  if (data === undefined || data === '' || data === 'null') return null
  try {
    return sha256(Uint8Array.fromBase64(data)).toHex()
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
