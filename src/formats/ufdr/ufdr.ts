/**
 * Reports of Cellebrite Physical Analyzer (`report.xml`, versions 7, 8 and 10, with a namespace or none), as they stand
 * in a UFDR container or a folder, with the exported files beside them.
 *
 * Chats are read message by message whatever their size. A message belongs to the innermost chat its element stands in;
 * after damage nobody can tell, and messages up to the next chat get a conversation of their own. Whose device it was is
 * stated by a party marked as its owner; records without one are kept under the address stated on receipt, else the
 * report's only telephone number, else one named after the file. Where the report shows the owner's own address in the
 * application (`owners.ts`), that goes first.
 */
import type { EpochMicros } from '../../core/time.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { ownerOf } from '../owner.ts'
import type { XmlElement, XmlTag } from '../xml-element.ts'
import { readXml, type XmlPiece, type XmlRecords } from '../xml-records.ts'
import { type XmlRows, xmlRows } from '../xml-rows.ts'
import { encodingHead, type XmlEncoding, xmlEncoding } from '../xml-text.ts'
import { addToChat, type Chat, isUnnamed, openChat, readAhead } from './chat.ts'
import { type Model, modelOf } from './model.ts'
import { deviceOwner, messageReaders, type Reading } from './read-message.ts'
import { contactsIn, traceIn } from './read-side.ts'
import { surveyReport } from './survey-report.ts'

/** Cellebrite reports. */
export const ufdr: Format = {
  id: 'ufdr',
  version: 3,
  title: 'Cellebrite report',
  accepts:
    'A .ufdr file, or the folder with report.xml and the files exported with it. Protected exports cannot be read.',
  extensions: ['.xml', '.ufdr'],
  detects: 'An XML file whose root is a project of Physical Analyzer, or that holds its models and fields.',
  example:
    '<project id="1" extractionType="Logical"><decodedData><modelType type="Chat"><model type="Chat" id="c1">…</model></modelType></decodedData></project>',
  covers: 'every byte',
  repeats: 'copies',
  sniff: (_name, head) => sniff(head),
  read,
}

const contacts = new Set(['Contact', 'UserAccount', 'Party'])
const places = new Set(['Location', 'CellTower', 'WirelessNetwork'])
const parts = new Set([
  'field',
  'multiField',
  'modelField',
  'multiModelField',
  'nodeField',
  'dataField',
  'jumptargets',
  'relatedModels',
  'sourcemodels',
])
const holders = new Set(['decodedData', 'modelType', 'models'])

function isRead(type: string): boolean {
  return Object.hasOwn(messageReaders, type) || contacts.has(type) || places.has(type)
}

const records: XmlRecords = {
  step(tag, around) {
    const { name, attributes } = tag
    const type = attributes.get('type') ?? ''
    if (name === 'model') return type === 'Chat' ? 'enter' : isRead(type) ? 'record' : 'pass'
    if (name === 'multiModelField' && attributes.get('name') === 'Messages') return 'enter'
    if (isChat(around.at(-1))) return 'record'
    if (parts.has(name)) return 'pass'
    return around.length === 0 || holders.has(name) ? 'enter' : 'pass'
  },
  resumes: ({ name, attributes }) => {
    const type = attributes.get('type') ?? ''
    return name === 'modelType' || (name === 'model' && (type === 'Chat' || isRead(type)))
  },
}

function isChat(tag: XmlTag | undefined): boolean {
  return tag?.name === 'model' && tag.attributes.get('type') === 'Chat'
}

const protectedMark = [0x2d, 0x06, 0x52, 0x6d]

function isProtected(head: Uint8Array): boolean {
  return protectedMark.every((byte, at) => head[at] === byte)
}

function sniff(head: Uint8Array): number {
  if (isProtected(head)) return 0.9
  const text = xmlEncoding(head.subarray(0, encodingHead)).decode(head, () => {})
  if (!/^[\ufeff\s]{0,200}<(?:[?!a-zA-Z])/.test(text)) return 0
  if (/pa\.cellebrite\.com\/report/.test(text)) return 0.98
  const signs = [
    /<project\s[^<]{0,2000}\bextractionType\s?=/,
    /<sourceExtractions[\s>]/,
    /<decodedData[\s>]/,
    /<taggedFiles[\s>]/,
    /<modelType\s[^<]{0,200}\btype\s?=/,
    /<model\s[^<]{0,500}\btype\s?=/,
    /<field\s[^<]{0,200}\bname\s?=/,
  ].filter((sign) => sign.test(text)).length
  return signs >= 2 ? Math.min(0.97, 0.6 + signs * 0.1) : 0
}

interface State {
  readonly rows: XmlRows
  readonly reading: Omit<Reading, 'chat' | 'lostChat' | 'before'>
  readonly encoding: XmlEncoding
  /** Chats whose elements are open, outermost first. */
  readonly chats: Chat[]
  lostChat: string | null
  /** Where the last message outside any chat stands in time. */
  last: EpochMicros | null
  /** How many bytes may still be read ahead. */
  ahead: number
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const head = await file.slice(0, Math.min(file.size, encodingHead))
  if (isProtected(head)) {
    yield [protectedExport(file.size)]
    return
  }
  const facts = await surveyReport(file)
  const owner = deviceOwner(context.owner, facts.number, ownerOf(file, context))
  const state: State = {
    rows: xmlRows(),
    reading: { file, facts, zone: context.zone, owner },
    encoding: xmlEncoding(head),
    chats: [],
    lostChat: null,
    last: null,
    ahead: file.size * 2,
  }
  for await (const pieces of readXml(file, records)) {
    for (const piece of pieces) await addPiece(state, piece)
    const ready = state.rows.take()
    if (ready.length > 0) yield ready
  }
  yield state.rows.finish(file.size)
}

function protectedExport(size: number): Row {
  const says = 'The export is protected by Cellebrite and cannot be read. Export it again without protection.'
  return {
    kind: 'problem',
    part: null,
    span: { start: 0, end: size },
    problem: { code: 'unread-part', says },
  }
}

async function addPiece(state: State, piece: XmlPiece): Promise<void> {
  const { rows, chats } = state
  if (piece.kind === 'record') return addRecord(state, piece)
  if (piece.kind === 'passed' && piece.tag.name === 'model')
    return rows.unread(piece, piece.tag.attributes.get('type') ?? 'model')
  rows.other(piece)
  if (piece.kind === 'damage') {
    chats.length = 0
    state.lostChat = `(chat unknown after byte ${piece.start} of ${state.reading.file.sha256.slice(0, 8)})`
  }
  if (piece.kind === 'open' && piece.tag.name === 'modelType') state.lostChat = null
  if (piece.kind === 'open' && isChat(piece.tag)) chats.push(openChat(piece.tag, piece.start))
  if (piece.kind === 'close' && isChat(piece.tag)) {
    const closed = chats.pop()
    if (closed?.messages === 0) rows.unread(piece, 'Chat without messages')
  }
  const chat = chats.at(-1)
  if (piece.kind !== 'open' || piece.tag.name !== 'multiModelField') return
  if (chat) await complete(state, chat)
  else state.lostChat ??= `(chat at byte ${piece.start} of ${state.reading.file.sha256.slice(0, 8)})`
}

/** Reads ahead for what a chat states only after its messages. */
async function complete(state: State, chat: Chat): Promise<void> {
  if (!isUnnamed(chat) || state.ahead <= 0) return
  state.ahead -= await readAhead(chat, state.reading.file, state.encoding)
}

function addRecord(state: State, piece: XmlPiece & { readonly kind: 'record' }): void {
  const { rows, chats } = state
  const chat = chats.at(-1) ?? null
  const model = modelOf(piece.element)
  if (!model) return addPart(state, piece.element, piece)
  if (chat) chat.messages += 1
  const reading: Reading = {
    ...state.reading,
    chat,
    lostChat: chat ? null : state.lostChat,
    before: (chat ?? state).last,
  }
  const readMessage = messageReaders[model.type]
  if (readMessage) {
    const said = readMessage(model, reading)
    if ('message' in said) (chat ?? state).last = said.message.sent.at
    return rows.said(
      piece,
      'message' in said ? { ...said, repairs: [...piece.repairs, ...said.repairs] } : said,
    )
  }
  if (contacts.has(model.type)) addContacts(state, model, reading)
  else addTrace(state, model, reading)
}

/** A field of a chat: part of what its messages share, or models that are not read. */
function addPart(state: State, element: XmlElement, piece: XmlPiece): void {
  const chat = state.chats.at(-1)
  if (chat && addToChat(chat, element)) return state.rows.other(piece)
  const types = element.children.map(({ attributes }) => attributes.get('type') ?? 'model')
  for (const type of types) state.rows.unread(piece, type)
}

function addContacts({ rows }: State, model: Model, reading: Reading): void {
  const found = contactsIn(model, reading)
  for (const { record, contact } of found) rows.said(record, { contact })
  if (found.length === 0) rows.unread(model.element, `${model.type} without a name or an address`)
}

function addTrace({ rows }: State, model: Model, reading: Reading): void {
  const trace = traceIn(model, reading)
  if (typeof trace === 'string') rows.unread(model.element, trace)
  else rows.said(model.element, { trace })
}
