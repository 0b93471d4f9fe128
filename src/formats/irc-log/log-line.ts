import type { MessageKind } from '../../core/message.ts'
import { dayIn, type LogDay } from '../log-day.ts'
import { monthNamed } from '../month-name.ts'

/** When a line says it was written. */
export type LogTime =
  /** A date and time, complete. */
  | { readonly kind: 'whole'; readonly text: string }
  /** A time of day, with month and day where the line has them. */
  | {
      readonly kind: 'clock'
      readonly text: string
      readonly hour: number
      readonly minute: number
      readonly second: number
      readonly month: number | null
      readonly day: number | null
    }

/** A line of a log. */
export type LogLine =
  /** A line that states a day: the log was opened or closed, or a day began. `time` where it has one of its own in front. */
  | { readonly kind: 'day'; readonly day: LogDay; readonly text: string; readonly body: string }
  | {
      readonly kind: 'said'
      readonly time: LogTime
      /** Null where no nick is stated. */
      readonly from: string | null
      readonly message: MessageKind
      readonly body: string
    }
  | { readonly kind: 'stray' }

const dayLine = /^(?:--- (?:Log|Day)|\*{4} |Session (?:Start|Close|Time):)/
const eggdropDay = /^\[\d{2}:\d{2}(?::\d{2})?\] --- /

/** Reads a line in any of the layouts of irssi, WeeChat, HexChat, ZNC, mIRC and eggdrop. */
export function readLogLine(line: string): LogLine {
  if (dayLine.test(line) || eggdropDay.test(line)) {
    const text = line.slice(0, 300)
    const day = dayIn(text)
    if (day) return { kind: 'day', day, text: dayText(text), body: line }
  }
  const tabbed =
    /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\t([^\t]{0,200})\t(.*)$/.exec(
      line,
    )
  if (tabbed) return readTabbed(tabbed)
  const timed = readTime(line)
  return timed ? readRest(timed.time, timed.rest) : { kind: 'stray' }
}

/** What stands behind the words of a day line: the time as written. */
function dayText(line: string): string {
  return line.replace(
    /^(?:--- (?:Log opened|Log closed|Day changed|Log|Day)|\*{4} \D{0,60}? AT|Session \w+:|\[[\d:]+\] ---) /,
    '',
  )
}

/** WeeChat: time, prefix, words. */
function readTabbed([, text = '', prefix = '', words = '']: RegExpExecArray): LogLine {
  const time = { kind: 'whole', text } as const
  const sign = prefix.trim()
  if (sign === '*') return actionOf(time, words)
  if (/^(?:-->|<--|--|=!=|)$/.test(sign)) return noticeOf(time, words)
  const nick = withoutRank(sign.replace(/^<(.{1,100})>$/, '$1'))
  if (nick === '') return noticeOf(time, words)
  return { kind: 'said', time, from: nick, message: 'text', body: words }
}

const iso = /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)\]?[ \t]/
const monthDay = /^(?:\[)?((\p{L}{3,12})\.? {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}))\]?[ \t]/u
const clock = /^\[?((\d{2}):(\d{2})(?::(\d{2}))?)\]?(?:[ \t]|(?=-!-))/

function readTime(line: string): { readonly time: LogTime; readonly rest: string } | null {
  const whole = iso.exec(line)
  if (whole) return { time: { kind: 'whole', text: whole[1] ?? '' }, rest: line.slice(whole[0].length) }
  const short = clock.exec(line)
  const dated = short ? null : monthDay.exec(line)
  const month = dated ? monthNamed(dated[2] ?? '') : null
  if (dated && month === null) return null
  const found = short ?? dated
  if (!found) return null
  const [hour, minute, second] = short ? short.slice(2, 5) : found.slice(4, 7)
  const time = {
    kind: 'clock',
    text: found[1] ?? '',
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    month,
    day: dated ? Number(dated[3]) : null,
  } as const
  return { time, rest: line.slice(found[0].length) }
}

const spoken = /^<([^<>\s]{0,1}[^<>\s]{1,100})>(?:[ \t](.*))?$/
const spokenPadded = /^< ([^<>\s]{1,100})>(?:[ \t](.*))?$/
const noticed = /^-([^\s:-][^\s:]{0,100}?)(?::[^\s-]\S{0,100})?- (.*)$/

function readRest(time: LogTime, written: string): LogLine {
  const rest = written.replace(/^ {1,3}/, '')
  const [, nick, words = ''] = spoken.exec(rest) ?? spokenPadded.exec(rest) ?? []
  if (nick !== undefined) return { kind: 'said', time, from: withoutRank(nick), message: 'text', body: words }
  const action = /^(?:\*[ \t]+|Action: )(.*)$/.exec(rest)
  if (action) return actionOf(time, action[1] ?? '')
  const [, sender, notice] = noticed.exec(rest) ?? []
  // A server has a dot in its name, which no nick may have.
  if (sender !== undefined && notice !== undefined && sender !== '!' && !sender.includes('.'))
    return { kind: 'said', time, from: sender, message: 'text', body: rest }
  return noticeOf(time, rest.replace(/^(?:-!-|\*{3}|-->|<--|---?|=!=)[ \t]+/, ''))
}

function withoutRank(nick: string): string {
  return nick.length > 1 ? nick.replace(/^[ @+%&~!]/, '') : nick
}

/** The notices that HexChat and mIRC put behind the star of an action. */
const starredNotice =
  /^(?:Now talking (?:on|in) |Topic (?:for|is|set|on) |Set by |You (?:are|have|were) |Users on |(?:Looking up|Connecting|Connected|Disconnected|Reconnecting|Cannot join|Retrieving|Channel )|\S{1,100} (?:[([<][^)\]>]{0,300}[)\]>] )?(?:has (?:joined|left|quit|kicked|changed|set)|have been|is now known as|gives |removes |sets |was kicked|changes topic|set the topic|quit |joined |is offline|was banned))/

/** `nick acts`: the words keep the star that tells them from words said. */
function actionOf(time: LogTime, words: string): LogLine {
  const [, nick] = /^(\S{1,100})(?: |$)/.exec(words) ?? []
  if (nick === undefined || starredNotice.test(words)) return noticeOf(time, words)
  return { kind: 'said', time, from: withoutRank(nick), message: 'text', body: `* ${words}` }
}

const actors: readonly RegExp[] = [
  /^mode[/ ]\S{1,200} \[[^\]]{0,400}\] by (\S{1,100})$/i,
  /^\S{1,100} was kicked (?:from|off|by).{0,200}? by (\S{1,100})/,
  /^(?:Joins|Parts|Quits): (\S{1,100})/,
  /^(\S{1,100}) (?:[([<][^)\]>]{0,300}[)\]>] )?(?:(?:[([<][^)\]>]{0,300}[)\]>] )?(?:has (?:joined|left|quit|kicked|changed|set)|is now known as|changed the topic|changes topic|sets mode|gives |removes |joined |left |quit |set the topic))/,
]

/** A notice of the application; its nick where its wording states who acted. */
function noticeOf(time: LogTime, body: string): LogLine {
  const text = body.slice(0, 1000)
  const from = actors.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined) ?? null
  return {
    kind: 'said',
    time,
    from: from === 'You' || from === null ? null : withoutRank(from),
    message: 'system',
    body,
  }
}

/** A channel that a notice names, or null. */
export function channelIn(line: string): string | null {
  const found =
    /(?:joined|talking (?:on|in)|Session Ident:|has left|Topic for|from) (?:channel )?([#&][^\s,:]{1,80})/.exec(
      line.slice(0, 1000),
    )
  return found?.[1]?.replace(/[.,)\]]+$/, '') ?? null
}
