import { parseAddress, parseNetwork, serviceAddress } from '../../core/handle.ts'
import type { Message } from '../../core/message.ts'
import { problemCodes, type RepairCode } from '../../core/problem.ts'
import { type EpochMicros, noTime, type SentTime } from '../../core/time.ts'
import { statedOrder } from '../cell-time.ts'
import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { headLines, type LineRecord, lineText, readLineRecords } from '../line-records.ts'
import { readLines } from '../lines.ts'
import type { Said } from '../table.ts'
import { resolveWallClock } from '../wall-clock.ts'
import { deletedMessages, omittedKind, omittedMedia, plainWording, unmarkedNotice } from './app-wording.ts'
import {
  dayOf,
  isYearless,
  type Order,
  orderVotes,
  provenCalendar,
  type Stamp,
  whyNoDay,
} from './chat-date.ts'
import { type ChatLine, readChatLine } from './chat-line.ts'
import { type Parties, partyVotes, titleOf } from './chat-parties.ts'
import { callOf, dayOfFile, readChatWords } from './chat-words.ts'

/**
 * A chat as WhatsApp's "Export chat" writes it: one text file in the phone's language and its way of writing dates,
 * with the files sent beside it where the user chose to export them.
 *
 * It states no address but the name displayed for each sender, no zone, no order of day and month, and whether the
 * chat is a group only by its notices. The order is taken from the file where only one is possible, or from a mapping
 * profile; otherwise each time that could be two is a problem. Wordings of the application: `app-wording.ts`.
 */
export const whatsappText: Format = {
  id: 'whatsapp-text',
  version: 2,
  title: 'WhatsApp chat export (text)',
  accepts:
    'The text file of WhatsApp\'s "Export chat" (`_chat.txt` or `WhatsApp Chat with ….txt`) with the files beside it.',
  extensions: ['.txt'],
  detects: 'Lines such as `31/12/2020, 23:59 - Anna: words` or `[31/12/2020, 23:59:59] Anna: words`.',
  example: '31/12/2020, 23:59 - Anna: Happy new year\n',
  covers: 'every byte',
  repeats: 'messages',
  sniff,
  read,
}

const network = parseNetwork('whatsapp')

async function* read(file: EvidenceFile, context: ReadContext): ReturnType<Format['read']> {
  const chat = await survey(file, context)
  yield* readLineRecords<ChatLine>(file, {
    begins: (line) => {
      const found = readChatLine(line)
      return found !== null && found.layout === chat.layout ? found : null
    },
    read: (record) => readRecord(record, chat, file, context),
  })
}

interface Chat {
  /** How its lines are laid out; null when none begins a message. */
  readonly layout: string | null
  readonly order: Order | null
  readonly parties: Parties
  /** Where the message before stands in time. */
  last: EpochMicros | null
}

async function survey(file: EvidenceFile, context: ReadContext): Promise<Chat> {
  const order = orderVotes()
  let layout: string | null = null
  let parties = partyVotes(file, context, false)
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const found = readChatLine(lineText(line))
      if (!found) continue
      if (layout === null) {
        layout = found.layout
        parties = partyVotes(file, context, layout.startsWith('bracket'))
      }
      if (found.layout !== layout) continue
      order.see(found.stamp, dayOfFile(found.rest))
      parties.see(found.rest)
    }
  }
  const stated = context.profile === null ? null : statedOrder(context.profile)
  return { layout, order: stated ?? order.order(), parties: parties.parties(), last: null }
}

function readRecord(
  { header: { stamp, rest }, below }: LineRecord<ChatLine>,
  chat: Chat,
  file: EvidenceFile,
  { zone }: ReadContext,
): Said {
  const { parties } = chat
  const time = timeOf(stamp, chat, zone)
  if ('says' in time) return { problem: { code: 'bad-timestamp', says: time.says } }
  const said = saidIn(rest, below, { parties, file })
  if (said === null || network === null)
    return { problem: { code: 'no-sender', says: problemCodes['no-sender'] } }
  const attachments = said.details?.attachments ?? []
  const { conversation } = parties
  const participants = conversation.kind === 'direct' ? conversation.participants : [said.from]
  const message: Message = {
    network,
    conversation: { ...conversation, participants },
    fromName: null,
    sent: time.sent,
    mediaHashes: attachments.flatMap(({ sha256 }) => sha256 ?? []),
    ...said,
  }
  chat.last = time.sent.at
  return { message, repairs: time.repairs }
}

type ChatTime =
  | { readonly sent: SentTime; readonly repairs: readonly RepairCode[] }
  | { readonly says: string }

/** When a line was sent: a date that leaves the year out keeps its words and its place in the file, without a time. */
function timeOf(stamp: Stamp, { order, last }: Chat, zone: string | null): ChatTime {
  if (isYearless(stamp) && stamp.clock) return { sent: noTime(last, stamp.text), repairs: ['no-time'] }
  const day = dayOf(stamp, order)
  const time = day && stamp.clock && resolveWallClock({ ...day, ...stamp.clock, micros: 0 }, stamp.text, zone)
  if (!time) return { says: day ? unreadClock(stamp.text) : whyNoDay(stamp) }
  const converted = provenCalendar(stamp) === null ? [] : (['other-calendar'] as const)
  return { sent: time.sent, repairs: [...converted, ...(time.repair === null ? [] : [time.repair])] }
}

function unreadClock(text: string): string {
  return `The time of day of ${JSON.stringify(text.slice(0, 60))} cannot be read.`
}

interface Around {
  readonly parties: Parties
  readonly file: EvidenceFile
}

/** Who said what: a notice is its actor's, or the service's where it names none. Null when the name shown is blank. */
function saidIn(
  rest: string,
  below: readonly string[],
  { parties, file }: Around,
): Pick<Message, 'from' | 'kind' | 'body' | 'details'> | null {
  const spoken = parties.split(rest)
  if (spoken && !parties.isNotice(spoken)) {
    const from = parseAddress(spoken.name)
    const { kind, body, details } = readChatWords(spoken.text, below, file)
    return from && { from, kind, body, details }
  }
  const body = [spoken?.text ?? rest, ...below].join('\n').replace(/^[\u200E\u200F]+/, '')
  const from = parties.actorOf(body) ?? serviceAddress
  const call = callOf(body)
  return call
    ? { from, kind: call.kind, body, details: call.details }
    : { from, kind: 'system', body, details: null }
}

const linesOfHead = 400

/**
 * Sure where the name, a mark or a wording is WhatsApp's own; less so of lines that other programs write alike:
 * brackets without a comma, and seconds before a dash or a colon, as in the logs of servers.
 */
function sniff(name: string, head: Uint8Array): number {
  if (head.includes(0)) return 0
  const lines = headLines(head, linesOfHead).filter((line) => line.trim() !== '')
  const found = lines.map(readChatLine)
  const first = found.findIndex((line) => line !== null)
  const layout = found[first]?.layout
  if (layout === undefined || first > 20) return 0
  const begun = found.filter((line) => line !== null && line.layout === layout)
  const spoken = begun.filter((line) => line?.rest.includes(':')).length
  if (isExportName(name) || begun.some((line) => line && isOwnWording(line.rest)))
    return first === 0 ? 0.97 : 0.7
  if (layout.startsWith('bracket') && spoken * 2 < begun.length) return 0
  const certain = begun[0] ? certainty(begun[0], spoken / begun.length) : 0
  return first === 0 ? certain : certain / 2
}

/** How sure lines of a layout are where nothing else is WhatsApp's own; `spoken` is the share of them under a name. */
function certainty({ layout, stamp }: ChatLine, spoken: number): number {
  if (layout.startsWith('bracket')) return stamp.text.includes(',') ? 0.7 : 0.45
  if (!/^(?:dash|colon) seconds/.test(layout)) return isYearless(stamp) && spoken < 0.5 ? 0 : 0.9
  const asServers = isYearless(stamp) || /^\d{4}-/.test(stamp.text)
  return asServers || spoken < 0.5 ? 0.3 : 0.6
}

function isExportName(name: string): boolean {
  return titleOf(name) !== null || /(?:^|\/)_chat(?: ?\(\d{1,3}\))?\.txt$/i.test(name)
}

function isOwnWording(rest: string): boolean {
  const text = plainWording(/: (.{1,120})$/.exec(rest)?.[1] ?? rest.slice(0, 400))
  return (
    /^[^:\n]{1,200}: \u200E/.test(rest) ||
    unmarkedNotice.test(text) ||
    omittedMedia.has(text.replace(/^<\s?|\s?>$/g, '')) ||
    omittedKind(text) !== null ||
    deletedMessages.has(text)
  )
}
