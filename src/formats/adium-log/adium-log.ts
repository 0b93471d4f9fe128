import { type Address, type Network, parseAddress, parseNetwork, serviceAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation, type Message } from '../../core/message.ts'
import type { Attachment } from '../../core/message-details.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import { type ByteWindow, byteWindow } from '../byte-window.ts'
import { type EvidenceFile, type Format, longestRecord, type ReadContext } from '../format.ts'
import { readHtml } from '../html-text.ts'
import { decodeUtf8 } from '../lines.ts'
import { noRepairs } from '../row-tiles.ts'
import type { Said } from '../table.ts'
import { readWallTime } from '../wall-clock.ts'
import type { XmlElement, XmlTag } from '../xml-element.ts'
import { readXml, type XmlPiece, type XmlRecords } from '../xml-records.ts'
import { type XmlRows, xmlRows } from '../xml-rows.ts'
import { encodingHead, xmlEncoding } from '../xml-text.ts'

/**
 * A conversation as Adium logs it: `<chat account service>` with a `message`, `status` or `event` for each thing that
 * happened, times with their offset, words as HTML. The contact or room stands in the file's name only. It does not
 * state whether a chat was a group: one in which two or more others write is.
 */
export const adiumLog: Format = {
  id: 'adium-log',
  version: 1,
  title: 'Adium log',
  accepts:
    'The Logs folder of Adium: .chatlog folders with an .xml file and its pictures, or .chatlog files.',
  extensions: ['.xml', '.chatlog'],
  detects: 'An XML file whose root is chat, with account and service.',
  example:
    '<chat account="heron" service="AIM"><message sender="otter" time="2021-03-02T12:00:01+0000" alias="Ollie"><div>ready?</div></message></chat>',
  covers: 'every byte',
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read,
}

const names = new Set(['message', 'status', 'event', 'action'])
const records: XmlRecords = {
  step: ({ name }, around) =>
    name === 'chat' && around.length === 0 ? 'enter' : names.has(name) ? 'record' : 'pass',
  resumes: ({ name }) => names.has(name),
}

async function* read(file: EvidenceFile, { zone }: ReadContext): ReturnType<Format['read']> {
  const chat = chatOf(await survey(file), file, zone)
  const rows = xmlRows()
  const held = byteWindow()
  for await (const pieces of readXml(keeping(file, held), records)) {
    for (const piece of pieces) addPiece(rows, piece, { chat, held })
    const end = pieces.at(-1)?.end ?? 0
    if (end > held.base) held.drop(end - held.base)
    const ready = rows.take()
    if (ready.length > 0) yield ready
  }
  yield rows.finish(file.size)
}

/** No record that is read is longer than `longestRecord`; the rest is for what the reader of XML looks through again. */
const mostHeld = 2 * longestRecord

/** The file, whose bytes stay in `held` until they are let go: the order of words and tags is read from them. */
function keeping(file: EvidenceFile, held: ByteWindow): Pick<EvidenceFile, 'bytes' | 'size'> {
  return {
    size: file.size,
    async *bytes() {
      for await (const chunk of file.bytes()) {
        held.append(chunk)
        const excess = held.bytes.length - mostHeld
        if (excess > 0) held.drop(excess)
        yield chunk
      }
    },
  }
}

interface Survey {
  readonly account: string | null
  readonly service: string
  /** Who wrote beside the account, the first three. */
  readonly others: readonly string[]
}

async function survey(file: EvidenceFile): Promise<Survey> {
  let tag: XmlTag | null = null
  const senders = new Set<string>()
  for await (const pieces of readXml(file, records)) {
    for (const piece of pieces) {
      if (piece.kind === 'open' && piece.tag.name === 'chat') tag ??= piece.tag
      const sender =
        piece.kind === 'record' && piece.element.name === 'message' && piece.element.attributes.get('sender')
      if (sender && senders.size < 4) senders.add(sender)
    }
  }
  const account = tag?.attributes.get('account') ?? null
  const others = [...senders].filter((sender) => !isSame(sender, account ?? ''))
  return { account, service: tag?.attributes.get('service') ?? '', others: others.slice(0, 3) }
}

function isSame(a: string, b: string): boolean {
  return withoutDevice(a).toLowerCase() === withoutDevice(b).toLowerCase()
}

/** XMPP addresses are written with the device they were used on, but in a room, where that part is the nick. */
function withoutDevice(address: string): string {
  return /^[^@/]{1,300}@[^/]{1,300}\//.test(address) && !isRoom(address)
    ? address.slice(0, address.indexOf('/'))
    : address
}

function isRoom(address: string): boolean {
  return /@(?:conference|conf|muc|rooms?|groupchat)[.-]/i.test(address)
}

interface Chat {
  readonly network: Network
  readonly conversation: ConversationRef | null
  readonly zone: string | null
  readonly file: EvidenceFile
}

/** The chat of the file: with the one other who writes, or the contact it is called after; else a group of that name. */
function chatOf({ account, service, others }: Survey, file: EvidenceFile, zone: string | null): Chat {
  const network = networkOf(service)
  const named = nameOf(file.name)
  const owner = parseAddress(withoutDevice(account ?? ''))
  const everyone = new Set(others.map((other) => withoutDevice(other).toLowerCase()))
  const unnamed = `(unnamed chat of ${file.sha256.slice(0, 8)})`
  if (everyone.size > 1 || (named !== null && (isRoom(named) || named.startsWith('#')))) {
    const conversation = { kind: 'group', key: named ?? unnamed, title: named, participants: [] } as const
    return { network, conversation, zone, file }
  }
  const peer = parseAddress(withoutDevice(others[0] ?? named ?? account ?? ''))
  return { network, conversation: owner && peer && directConversation(owner, peer), zone, file }
}

/** `otter` of `otter (2021-03-02T12.00.00+0000).xml`; null for a name that is none of Adium's. */
function nameOf(fileName: string): string | null {
  const last = fileName.split('/').at(-1) ?? ''
  return (
    /^(.{1,300}) \(\d{4}-\d{2}-\d{2}T[^()]{4,30}\)(?: ?\d{0,3})?\.(?:xml|chatlog)$/i.exec(last)?.[1] ?? null
  )
}

const networks: Readonly<Record<string, string>> = {
  jabber: 'xmpp',
  gtalk: 'xmpp',
  googletalk: 'xmpp',
  livejournal: 'xmpp',
  mac: 'aim',
  mobileme: 'aim',
  yahoojapan: 'yahoo',
}

function networkOf(service: string): Network {
  const plain = service.toLowerCase().replace(/[^a-z0-9-]/g, '')
  const known =
    parseNetwork((Object.hasOwn(networks, plain) ? networks[plain] : null) ?? plain) ??
    parseNetwork('unknown')
  if (known === null) throw new Error('unknown is no network')
  return known
}

function addPiece(
  rows: XmlRows,
  piece: XmlPiece,
  { chat, held }: { readonly chat: Chat; readonly held: ByteWindow },
): void {
  if (piece.kind === 'passed') return rows.unread(piece, piece.tag.name)
  if (piece.kind !== 'record') return rows.other(piece)
  const from = piece.start - held.base
  const written = from < 0 ? null : decodeUtf8(held.bytes.subarray(from, piece.end - held.base))
  const said = readElement(piece.element, written, chat)
  rows.said(piece, 'message' in said ? { ...said, repairs: [...piece.repairs, ...said.repairs] } : said)
}

function readElement(
  element: XmlElement,
  written: string | null,
  { network, conversation, zone, file }: Chat,
): Said {
  const { attributes } = element
  if (conversation === null)
    return refuse('no-recipient', 'The log states neither its account nor who else takes part.')
  const stated = attributes.get('time')
  if (stated === undefined) return refuse('no-timestamp')
  const time = readWallTime(stated, zone)
  if (time === null) return refuse('bad-timestamp')
  const isMessage = element.name === 'message' || element.name === 'action'
  const sender = parseAddress(withoutDevice(attributes.get('sender') ?? ''))
  if (isMessage && sender === null) return refuse('no-sender')
  const from = sender ?? serviceAddress
  const { text, images } = wordsOf(element, written)
  const attachments = images.map((found) => attachmentOf(found, file))
  const message: Message = {
    network,
    conversation: { ...conversation, participants: participantsOf(conversation, from) },
    from,
    fromName: attributes.get('alias') || null,
    sent: time.sent,
    kind: !isMessage ? 'system' : text === '' && attachments.length > 0 ? 'media' : 'text',
    body: text === '' && !isMessage ? (attributes.get('type') ?? element.name) : text,
    mediaHashes: attachments.flatMap(({ sha256 }) => sha256 ?? []),
    details: attachments.length > 0 ? { attachments } : null,
  }
  return { message, repairs: time.repair === null ? noRepairs : [time.repair] }
}

function refuse(code: ProblemCode, says: string = problemCodes[code]): Said {
  return { problem: { code, says } }
}

function participantsOf({ kind, participants }: ConversationRef, from: Address): readonly Address[] {
  return kind === 'direct' ? participants : [from]
}

/** The words of an element as they stand between its tags; from its parts where its bytes are not UTF-8. */
function wordsOf(element: XmlElement, written: string | null): ReturnType<typeof readHtml> {
  if (element.children.length === 0) return { text: element.text, images: [] }
  if (written === null) return { text: partsOf(element), images: [] }
  return readHtml(written.slice(endOfTag(written), written.lastIndexOf('</')).trim())
}

function partsOf({ text, children }: XmlElement): string {
  return [text, ...children.map(partsOf)].join('')
}

/** Where an opening tag ends; an attribute may hold its bracket. */
function endOfTag(written: string): number {
  let quote = ''
  for (let at = 0; at < written.length; at += 1) {
    const character = written.charAt(at)
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at + 1
  }
  return written.length
}

function attachmentOf(source: string, file: EvidenceFile): Attachment {
  const found = file.beside(source)
  return { name: source, claims: null, sha256: found?.sha256 ?? null }
}

function sniff(head: Uint8Array): number {
  const text = xmlEncoding(head.subarray(0, encodingHead)).decode(head.subarray(0, 4096), () => {})
  const root = /<chat(?=\s)[^<>]{0,2000}>/.exec(text)
  if (!root || /<[A-Za-z]/.test(text.slice(0, root.index))) return 0
  if (/purl\.org\/net\/ulf\/ns/.test(root[0])) return 0.97
  return /\saccount\s?=/.test(root[0]) && /\sservice\s?=/.test(root[0]) ? 0.95 : 0
}
