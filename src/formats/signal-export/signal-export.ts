import { type Address, parseAddress, parseNetwork } from '../../core/handle.ts'
import { type ConversationRef, directConversation, type Message } from '../../core/message.ts'
import type { Attachment, MessageDetails } from '../../core/message-details.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { headLines, lineText, readLineRecords } from '../line-records.ts'
import { readLines } from '../lines.ts'
import { ownerOf } from '../owner.ts'
import { noRepairs } from '../row-tiles.ts'
import type { Said } from '../table.ts'
import { readWallTime } from '../wall-clock.ts'
import { readJsonLine } from './export-json.ts'
import { readHeader, readTextMessage, type TextHeader } from './export-text.ts'
import type { StatedFile, StatedMessage } from './stated-message.ts'

/**
 * A chat of Signal Desktop as the tool signal-export writes it: a folder for each chat with `chat.md` (`index.md` in old
 * versions) and `data.json`, one JSON object a line, which states the same messages to the millisecond.
 *
 * It states names only, `Me` for the owner, local times without a zone, and whether the chat is a group only by who
 * writes in it. The tool takes backticks out of words and gives files names of its own.
 *
 * @see https://github.com/carderne/signal-export
 */
export const signalExport: Format = {
  id: 'signal-export',
  version: 3,
  title: 'Signal chat (signal-export)',
  accepts: 'The folder signal-export made of a chat: `data.json` or `chat.md`, and its `media`.',
  extensions: ['.json', '.md', '.txt'],
  detects:
    'JSON lines with date, sender, body, quote and reactions, or lines such as `[2020-12-31 23:59:59] Me: words`.',
  example: '[2020-12-31 23:59:59] Me: Happy new year  \n',
  covers: 'every byte',
  repeats: 'messages',
  sniff,
  read,
}

const network = parseNetwork('signal')

async function* read(file: EvidenceFile, context: ReadContext): ReturnType<Format['read']> {
  const { json, senders } = await survey(file)
  const chat = chatOf(senders, file, context)
  if (json)
    yield* readLineRecords<string>(file, {
      begins: (line) => (line.trim() === '' ? null : line),
      read: ({ header }) => readMessage(readJsonLine(header), chat),
    })
  else
    yield* readLineRecords<TextHeader>(file, {
      begins: readHeader,
      read: ({ header, below }) => readMessage(readTextMessage(header, below), chat),
    })
}

interface Survey {
  /** True where the first line that is not blank opens an object. */
  readonly json: boolean
  /** The first few senders but the owner: more than two are as good as many. */
  readonly senders: readonly string[]
}

async function survey(file: EvidenceFile): Promise<Survey> {
  let json: boolean | null = null
  const senders = new Set<string>()
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const text = lineText(line)
      if (json === null && text.trim() !== '') json = text.startsWith('{')
      const found = senders.size > 2 ? null : json ? readJsonLine(text) : readHeader(text)
      if (found && !isNobody(found.sender)) senders.add(found.sender)
    }
  }
  return { json: json ?? false, senders: [...senders] }
}

function isNobody(sender: string): boolean {
  return sender === 'Me' || sender === 'No-Sender'
}

interface Chat {
  readonly conversation: ConversationRef
  readonly owner: Address
  readonly zone: string | null
  readonly file: EvidenceFile
}

/** The folder is called after the contact or the group; where somebody else writes in it, it is a group. */
function chatOf(senders: readonly string[], file: EvidenceFile, context: ReadContext): Chat {
  const owner = ownerOf(file, context)
  const folder = parseAddress(file.name.split('/').at(-2) ?? '')
  const [only, another] = senders
  const contact = folder ?? (another === undefined ? parseAddress(only ?? '') : null)
  const direct = contact !== null && senders.every((name) => parseAddress(name) === contact)
  const unnamed = `(unnamed chat of ${file.sha256.slice(0, 8)})`
  const conversation: ConversationRef = direct
    ? directConversation(owner, contact === 'NotetoSelf' ? owner : contact)
    : { kind: 'group', key: folder ?? unnamed, title: folder, participants: [] }
  return { conversation, owner, zone: context.zone, file }
}

function readMessage(stated: StatedMessage | null, chat: Chat): Said {
  if (!stated) return refuse('not-a-record')
  const { conversation, owner, zone, file } = chat
  const from = stated.sender === 'Me' ? owner : parseAddress(stated.sender)
  if (from === null || network === null) return refuse('no-sender')
  if (stated.time === null) return refuse('no-timestamp')
  if (/^19(?:69|70)/.test(stated.time))
    return refuse('no-timestamp', 'The tool found no time for this message and wrote 1970 for it.')
  const time = readWallTime(stated.time, zone)
  if (time === null) return refuse('bad-timestamp')
  const attachments = stated.files.map((found) => attachmentOf(found, file))
  const message: Message = {
    network,
    conversation: {
      ...conversation,
      participants: conversation.kind === 'direct' ? conversation.participants : [from],
    },
    from,
    fromName: null,
    sent: time.sent,
    kind: stated.call ? 'call' : stated.body === '' && attachments.length > 0 ? 'media' : 'text',
    body: stated.body,
    mediaHashes: attachments.flatMap(({ sha256 }) => sha256 ?? []),
    details: detailsOf(stated, attachments, owner),
  }
  return { message, repairs: time.repair === null ? noRepairs : [time.repair] }
}

function refuse(code: ProblemCode, says: string = problemCodes[code]): Said {
  return { problem: { code, says } }
}

/** Blanks in a path are written `%20`, and nothing else is. */
function attachmentOf({ name, path, claims }: StatedFile, file: EvidenceFile): Attachment {
  const found = path === null ? null : (file.beside(path.replaceAll('%20', ' ')) ?? file.beside(path))
  return { name: name === '' ? null : name, claims, sha256: found?.sha256 ?? null }
}

function detailsOf(
  { quote, reactions, deleted, call, earlier }: StatedMessage,
  attachments: readonly Attachment[],
  owner: Address,
): MessageDetails | null {
  const details: MessageDetails = {
    ...(quote !== null && { answers: { sourceId: null, words: quote } }),
    ...(attachments.length > 0 && { attachments }),
    ...(reactions.length > 0 && {
      reactions: reactions.map(({ name, emoji }) => ({
        emoji,
        from: name === 'Me' ? owner : parseAddress(name),
        timeText: null,
      })),
    }),
    ...(deleted && { deleted: true as const }),
    ...(call && { call }),
    ...(earlier && { earlier }),
  }
  return Object.keys(details).length > 0 ? details : null
}

function sniff(name: string, head: Uint8Array): number {
  if (head.includes(0)) return 0
  const whole = head.length < 65_536 ? head : head.subarray(0, head.lastIndexOf(10) + 1)
  const lines = headLines(whole, 200).filter((line) => line.trim() !== '')
  const [first = ''] = lines
  if (first.startsWith('{'))
    return readJsonLine(first) !== null &&
      /"date": ?"/.test(first) &&
      /"quote": ?["n]/.test(first) &&
      /"reactions": ?\[/.test(first)
      ? 0.96
      : 0
  const headers = lines.filter((line) => readHeader(line) !== null)
  if (readHeader(first) === null) return 0
  if (/(?:^|\/)(?:chat|index)\.md$/i.test(name)) return 0.96
  const padded = lines.filter((line) => line.endsWith('  ')).length
  const own = headers.some((line) => isNobody(readHeader(line)?.sender ?? ''))
  return own || padded * 2 >= headers.length ? 0.85 : 0.4
}
