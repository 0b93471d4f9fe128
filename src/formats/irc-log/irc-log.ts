import { type Address, parseAddress, parseNetwork, serviceAddress } from '../../core/handle.ts'
import type { ConversationRef, Message } from '../../core/message.ts'
import { problemCodes, type RepairCode } from '../../core/problem.ts'
import { type EpochMicros, noTime, type SentTime } from '../../core/time.ts'
import type { EvidenceFile, Format, ReadContext } from '../format.ts'
import { headLines, lineText, readLineRecords } from '../line-records.ts'
import { readLines } from '../lines.ts'
import { dayInName, type LogDay } from '../log-day.ts'
import type { Said } from '../table.ts'
import { readWallTime, resolveWallClock } from '../wall-clock.ts'
import { channelIn, type LogLine, type LogTime, readLogLine } from './log-line.ts'
import { conversationOf, type LogFacts } from './log-parties.ts'

/**
 * A log of one IRC channel or query as clients keep it: irssi, WeeChat, HexChat and XChat, ZNC (energymech), mIRC,
 * eggdrop. One line is one message; a line that is none of these is a problem.
 *
 * Many of them write a time of day only: the day is that of the last line that states one, or of the file's name. A line
 * whose day nothing states keeps its words and its place, without a time.
 * None states a zone, and the IRC network only in the names of files and folders, which are not relied on.
 */
export const ircLog: Format = {
  id: 'irc-log',
  version: 2,
  title: 'IRC log',
  accepts:
    'Log files of an IRC client (irssi, WeeChat, HexChat, ZNC, mIRC), one for each channel, names unchanged.',
  extensions: ['.log', '.weechatlog', '.txt', '.irc'],
  detects:
    'Lines such as `12:34 <@heron> words`, `[12:34:56] <heron> words` or `2021-03-04 12:34:56`, tab, nick, tab, words.',
  example: '--- Log opened Tue Mar 02 12:00:00 2021\n12:34 <@heron> is it ready?\n',
  covers: 'every byte',
  repeats: 'messages',
  sniff,
  read,
}

const network = parseNetwork('irc')

async function* read(file: EvidenceFile, { zone, owner }: ReadContext): ReturnType<Format['read']> {
  const conversation = conversationOf(await survey(file), file, owner)
  const days = dayKeeper(dayInName(file.name))
  const place: Place = { zone, last: null }
  yield* readLineRecords<Dated>(file, {
    begins: (line) => (isPartOfLast(line) ? null : days.date(readLogLine(line))),
    read: ({ header, below }) => readDated(withLines(header, below), conversation, place),
  })
}

/** mIRC names the channel in a line of its own below the one that opens the log. */
function isPartOfLast(line: string): boolean {
  return line.trim() === '' || line.startsWith('Session Ident:')
}

function withLines({ line, day }: Dated, below: readonly string[]): Dated {
  if (line.kind === 'stray' || below.length === 0) return { line, day }
  return { line: { ...line, body: [line.body, ...below].join('\n') }, day }
}

async function survey(file: EvidenceFile): Promise<LogFacts> {
  const nicks = new Set<string>()
  let channel: string | null = null
  let joined = false
  for await (const lines of readLines(file)) {
    for (const line of lines) {
      const text = lineText(line)
      const found = readLogLine(text)
      if (found.kind === 'said' && found.message === 'text') {
        if (found.from !== null && nicks.size < 3) nicks.add(found.from)
        continue
      }
      joined ||= /\b(?:has joined|has left|joins|parts)\b/i.test(text.slice(0, 1000))
      channel ??= channelIn(text)
    }
  }
  return { nicks: [...nicks], channel, joined }
}

/** A line with the day it was written on, where one is known. */
interface Dated {
  readonly line: LogLine
  readonly day: LogDay | null
}

interface DayKeeper {
  date(line: LogLine): Dated
}

/** Clocks go back an hour in autumn; further back is past midnight. */
const backwardMinutes = 120

/** Keeps the day that the lines of a log state, from the one its name states. It is lost where midnight passes unsaid. */
function dayKeeper(named: LogDay | null): DayKeeper {
  let day = named
  let last = 0
  return {
    date(line) {
      if (line.kind === 'day') {
        day = line.day
        last = day.hour * 60 + day.minute
        return { line, day }
      }
      if (line.kind === 'stray' || line.time.kind === 'whole') return { line, day }
      const { hour, minute, month, day: dayOfMonth } = line.time
      if (month !== null && dayOfMonth !== null) {
        const year = day && (day.month === 12 && month === 1 ? day.year + 1 : day.year)
        if (day && year !== null) day = { ...day, year, month, day: dayOfMonth }
        return { line, day }
      }
      const minutes = hour * 60 + minute
      if (minutes + backwardMinutes < last) day = null
      last = minutes
      return { line, day }
    },
  }
}

interface Place {
  readonly zone: string | null
  /** Where the line before stands in time. */
  last: EpochMicros | null
}

function readDated({ line, day }: Dated, conversation: ConversationRef, place: Place): Said {
  if (line.kind === 'stray') {
    return { problem: { code: 'not-a-record', says: problemCodes['not-a-record'] } }
  }
  const time =
    line.kind === 'day'
      ? timeOf({ ...line.day, kind: 'clock', text: line.text }, line.day, place)
      : timeOf(line.time, day, place)
  if (time === null) return { problem: { code: 'bad-timestamp', says: problemCodes['bad-timestamp'] } }
  const from = line.kind === 'day' || line.from === null ? serviceAddress : parseAddress(line.from)
  if (from === null || network === null)
    return { problem: { code: 'no-sender', says: problemCodes['no-sender'] } }
  const message: Message = {
    network,
    conversation: { ...conversation, participants: participantsOf(conversation, from) },
    from,
    fromName: null,
    sent: time.sent,
    kind: line.kind === 'day' ? 'system' : line.message,
    body: line.body,
    mediaHashes: [],
    details: null,
  }
  place.last = time.sent.at
  return { message, repairs: time.repairs }
}

function participantsOf({ kind, participants }: ConversationRef, from: Address): readonly Address[] {
  return kind === 'direct' ? participants : [from]
}

type Clock = Pick<LogDay, 'hour' | 'minute' | 'second'> & { readonly kind: 'clock'; readonly text: string }

function timeOf(
  time: Clock | Extract<LogTime, { readonly kind: 'whole' }>,
  day: LogDay | null,
  { zone, last }: Place,
): { readonly sent: SentTime; readonly repairs: readonly RepairCode[] } | null {
  if (time.kind === 'clock' && day === null) {
    const isTime = time.hour < 24 && time.minute < 60 && time.second < 60
    return isTime ? { sent: noTime(last, time.text), repairs: ['no-time'] } : null
  }
  const found =
    time.kind === 'whole'
      ? readWallTime(time.text, zone)
      : day && resolveWallClock({ ...day, ...clockIn(time), micros: 0 }, time.text, zone)
  return found && { sent: found.sent, repairs: found.repair === null ? [] : [found.repair] }
}

function clockIn({ hour, minute, second }: Clock): Pick<LogDay, 'hour' | 'minute' | 'second'> {
  return { hour, minute, second }
}

const header = /^(?:--- Log opened |--- Day changed |\*{4} BEGIN LOGGING AT |Session Start: )/

function sniff(name: string, head: Uint8Array): number {
  if (head.includes(0)) return 0
  const whole = head.length < 65_536 ? head : head.subarray(0, head.lastIndexOf(10) + 1)
  const lines = headLines(whole, 400).filter((line) => line.trim() !== '')
  const found = lines.map(readLogLine)
  const timed = found.filter(({ kind }) => kind !== 'stray').length
  if (timed === 0 || timed * 2 < lines.length) return 0
  if (lines.some((line) => header.test(line)) || /\.(?:weechatlog|irclog)$/i.test(name)) return 0.95
  const said = found.filter((line) => line.kind === 'said' && line.message === 'text').length
  const angled = lines.filter((line) => /^.{4,32}?[\s]<[^<>\s]{0,1} ?[^<>\s]{1,100}>\s/.test(line)).length
  const tabbed = lines.filter((line) => /^[^\t]{19,35}\t[^\t]{0,200}\t/.test(line)).length
  if (angled > 0 && said * 3 >= timed) return 0.85
  if (/[#&]/.test(name) && angled + tabbed > 0) return 0.85
  return tabbed * 5 >= lines.length * 4 && said > 0 ? 0.6 : 0
}
