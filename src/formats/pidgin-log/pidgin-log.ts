import { type Address, parseAddress, serviceAddress } from '../../core/handle.ts'
import type { ConversationRef, Message } from '../../core/message.ts'
import type { Attachment } from '../../core/message-details.ts'
import { type ProblemCode, problemCodes } from '../../core/problem.ts'
import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { headLines, lineText, readLineRecords } from '../line-records.ts'
import { readLines } from '../lines.ts'
import type { Said } from '../table.ts'
import { type LineTime, logClock } from './log-clock.ts'
import { beginOf, conversationOf, isRoom, type LogHeader, readLogHeader } from './log-header.ts'
import { htmlWords, type LogLine, type LogWords, readLogLine, textWords } from './log-line.ts'

/**
 * A conversation as Pidgin, Finch, Gaim and others built on libpurple log it, in text or HTML: a header with the
 * contact or room, the account and the protocol, then lines that begin with their time.
 *
 * Lines name their sender by the name displayed, which may be an alias; whose it is shows by the line's colour in HTML and
 * by likeness to an address in text. Lines state no day but where they came late: it is counted on from the day in the
 * file's name, whose offset is that of the whole log.
 *
 * @see https://keep.imfreedom.org/pidgin/pidgin/file/tip/libpurple/log.c
 */
export const pidginLog: Format = {
  id: 'pidgin-log',
  version: 1,
  title: 'Pidgin log (libpurple)',
  accepts:
    'The logs folder of Pidgin or another libpurple program: .txt and .html files, names and folders unchanged.',
  extensions: ['.html', '.htm', '.txt'],
  detects: 'A first line `Conversation with NAME at DATE on ACCOUNT (PROTOCOL)`, also as the title of HTML.',
  example:
    'Conversation with otter@chat.example at Tue Mar  2 12:00:00 2021 on heron@chat.example (jabber)\n(12:00:01) otter: ready?\n',
  covers: 'every byte',
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read,
}

async function* read(file: EvidenceFile, context: ReadContext): ReturnType<Format['read']> {
  const log = await survey(file)
  const clock = logClock(log.header && beginOf(file.name, log.header.began), context.zone)
  yield* readLineRecords<TimedLine>(file, {
    begins: (text) => {
      const line = readLogLine(text, log.html)
      return line && { line, at: clock.resolve(line.time) }
    },
    heads: (text) => readLogHeader(text) !== null || isFrame(text),
    read: ({ header, below }) => readRecord(header, below, log),
  })
}

/** Tags that open or close an HTML file, on a line of their own. */
function isFrame(text: string): boolean {
  return /^<(?:!DOCTYPE|html|head|meta|title|body|h[1-6]|\/)[^\n]{0,3000}>$/i.test(text.trim())
}

interface TimedLine {
  readonly line: LogLine
  readonly at: LineTime
}

interface Log {
  readonly header: LogHeader | null
  readonly html: boolean
  readonly room: boolean
  readonly conversation: ConversationRef | null
  /** The names displayed, first three, and whose they are. */
  readonly sides: ReadonlyMap<string, Address>
  readonly file: EvidenceFile
}

async function survey(file: EvidenceFile): Promise<Log> {
  let header: LogHeader | null = null
  let html = false
  const names = new Set<string>()
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const text = lineText(line)
      if (names.size === 0 && !header) {
        html ||= /<(?:html|body|h\d|font|span)[\s>]/i.test(text.slice(0, 4000))
        header = readLogHeader(text)
      }
      if (names.size > 3) continue
      const found = readLogLine(text, html)
      const name = found && !found.ofAccount ? wordsOf(found.rest, html).name : null
      if (name !== null) names.add(name)
    }
  }
  const room = header !== null && isRoom(header, file.name)
  const conversation = header && conversationOf(header, room)
  const sides = header && !room ? sidesOf([...names], header) : new Map<string, Address>()
  return { header, html, room, conversation, sides, file }
}

function wordsOf(whole: string, html: boolean): LogWords {
  return html ? htmlWords(whole) : textWords(whole)
}

/** Whose a displayed name is, where it is like an address; of two names the other one is the other's. */
function sidesOf(names: readonly string[], { peer, account }: LogHeader): ReadonlyMap<string, Address> {
  const sides = new Map<string, Address>()
  for (const name of names) {
    if (isLike(name, account)) sides.set(name, account)
    else if (isLike(name, peer)) sides.set(name, peer)
  }
  const [known] = sides.values()
  const rest = names.filter((name) => !sides.has(name))
  if (names.length === 2 && rest.length === 1 && rest[0] !== undefined && known !== undefined)
    sides.set(rest[0], known === account ? peer : account)
  return sides
}

function isLike(name: string, address: string): boolean {
  const shown = name.toLowerCase().replace(/\/.*$/, '')
  const whole = address.toLowerCase()
  return shown === whole || shown === whole.split('@')[0]
}

function readRecord({ line, at }: TimedLine, below: readonly string[], log: Log): Said {
  const { header, conversation, file } = log
  if (header === null || conversation === null)
    return refuse('no-recipient', 'The log has no header that states between whom it is.')
  if (at.time === null) return refuse('bad-timestamp', whyNoTime(line.time))
  const whole = [line.rest, ...below].join('\n')
  const { name, body, images } = line.ofAccount
    ? { ...wordsOf(whole, log.html), name: null }
    : wordsOf(whole, log.html)
  const from = senderOf(line, name, log)
  if (from === null) return refuse('no-sender')
  const attachments = images.map((found) => attachmentOf(found, file))
  const message: Message = {
    network: header.network,
    conversation: {
      ...conversation,
      participants: conversation.kind === 'direct' ? conversation.participants : [from],
    },
    from,
    fromName: name,
    sent: at.time.sent,
    kind: name === null ? 'system' : body.trim() === '' && attachments.length > 0 ? 'media' : 'text',
    body: body.trim() === '' && attachments.length > 0 ? '' : body,
    mediaHashes: attachments.flatMap(({ sha256 }) => sha256 ?? []),
    details: attachments.length > 0 ? { attachments } : null,
  }
  return { message, repairs: at.repairs }
}

function refuse(code: ProblemCode, says: string = problemCodes[code]): Said {
  return { problem: { code, says } }
}

function whyNoTime(written: string): string {
  return `The day of ${JSON.stringify(written.slice(0, 60))} cannot be told: keep the name the program gave the file, which states it.`
}

/** By colour, then by name; in a room XMPP writes addresses as `room/nick`. A name that is nobody's is an address itself. */
function senderOf({ side }: LogLine, name: string | null, { header, room, sides }: Log): Address | null {
  if (name === null || header === null) return serviceAddress
  if (side === 'account') return header.account
  if (room) return parseAddress(header.network === 'xmpp' ? `${header.peer}/${name}` : name)
  if (side === 'other') return header.peer
  return sides.get(name) ?? parseAddress(name)
}

function attachmentOf(source: string, file: EvidenceFile): Attachment {
  const found = file.beside(source)
  return { name: source, claims: null, sha256: found?.sha256 ?? null }
}

function sniff(head: Uint8Array): number {
  if (head.includes(0)) return 0
  const lines = headLines(head, 30).slice(0, 12)
  return lines.some((line) => readLogHeader(line) !== null) ? 0.97 : 0
}
