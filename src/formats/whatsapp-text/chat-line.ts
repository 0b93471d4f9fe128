import { monthNamed } from '../month-name.ts'
import type { Clock, Stamp } from './chat-date.ts'

/** The first line of a message or notice. */
export interface ChatLine {
  readonly stamp: Stamp
  /** What follows the date and time. */
  readonly rest: string
  /**
   * How the line is laid out: brackets, a dash, a comma or a colon, with or without seconds, date or time first. A file
   * is read in the layout of its first line only, because people paste messages of other chats into messages.
   */
  readonly layout: string
}

const wholeDate = String.raw`(?<first>[RH]?\d{1,4})(?<separator>\. ?|[/-]|年 ?|년 ?)(?<second>\d{1,2})(?:\. ?|[/-]|月 ?|월 ?)(?<third>[RH]?\d{1,4})(?: ?[日일])?\.?`
// Before 2015 Android left the year out of the dates of the year in which the chat was exported.
const dayMonth = String.raw`(?<day>\d{1,2})\.? (?:de )?(?<month>\p{L}{3,12})\.?(?:,? (?:de )?(?<year>\d{4}))?`
const monthDay = String.raw`(?<month>\p{L}{3,12})\.? (?<day>\d{1,2})(?:,? (?<year>\d{4}))?`
const date = String.raw`(?:${wholeDate}|${dayMonth}|(?<monthFirst>)${monthDay})(?: ?(?<era>BE|CE|AD|B\.E\.|г\.?|พ\.ศ\.))?`
const time = String.raw`(?<hour>\d{1,2})(?:[:.]| ?[h시時时] ?)(?<minute>\d{2}|\d(?= ?[분分]))(?:(?:[:.]| ?(?:min|[분分]) ?)(?<seconds>\d{2}|\d(?= ?[초秒])))?(?: ?(?:s|[초秒분分]))?`
const word = String.raw`[^\d\s[\]\-:,][^\d[\]:,]{0,15}?`
const dateFirst = String.raw`${date}[,;]? ?(?<before>${word})? ?${time}(?: ?(?<after>${word}))?`
const timeFirst = String.raw`(?<timeFirst>)${time}(?: ?(?<after>${word}))?,? ${date}`
const bracketed = new RegExp(String.raw`^\[(?:${dateFirst}|${timeFirst}) ?\] ?`, 'u')
const dashed = new RegExp(
  String.raw`^(?:${dateFirst}|${timeFirst})(?: - |(?<comma>), (?=[^,:]{1,60} ?: )|(?<colon>): (?=[^:]{1,60}: ))`,
  'u',
)

/** Reads a line that begins a message, or null when it begins none. */
export function readChatLine(line: string): ChatLine | null {
  if (!mayBegin.test(line)) return null
  const head = foldHead(line)
  const inBrackets = head.text.startsWith('[')
  const found = (inBrackets ? bracketed : dashed).exec(head.text)
  const groups: Groups = found?.groups ?? {}
  const written = dateOf(groups)
  if (!found || !written) return null
  const end = head.placeOf(found[0].length - 1) + 1
  const text = line.slice(head.placeOf(inBrackets ? 1 : 0), end)
  const { hour = '', minute = '', seconds, before, after } = groups
  const closing = closingOf(inBrackets, groups)
  // Without seconds a colon may stand before words of any list of appointments.
  if (closing === 'colon' && seconds === undefined) return null
  return {
    stamp: {
      text: text.replace(/[\]\-\u2010-\u2015,:]\s{0,3}$/, '').trim(),
      ...written,
      clock: clockOf([hour, minute, seconds ?? '0'], [before, after]),
    },
    rest: line.slice(end),
    layout: `${closing}${seconds === undefined ? '' : ' seconds'}${groups['timeFirst'] === undefined ? '' : ' time-first'}`,
  }
}

type Groups = Readonly<Record<string, string | undefined>>

function closingOf(inBrackets: boolean, { comma, colon }: Groups): 'bracket' | 'comma' | 'colon' | 'dash' {
  if (inBrackets) return 'bracket'
  return comma !== undefined ? 'comma' : colon === undefined ? 'dash' : 'colon'
}

/** A date stands at the front: a digit of any script within its first characters. */
const mayBegin = /^[^]{0,20}\p{Nd}/u

/** Longer than any date and time with its marks. */
const longestHead = 110
const marks = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/
const blanks = /[\u00A0\u2000-\u200A\u202F\u3000]/
/** The zeros of the scripts whose digits phones write. */
const zeros = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0xff10,
]

interface Head {
  readonly text: string
  /** Where a character of the text stood in the line. */
  placeOf(at: number): number
}

/** The beginning of a line without invisible marks, in plain digits, blanks and punctuation. */
function foldHead(line: string): Head {
  const written = line.slice(0, longestHead)
  if (/^[ -~]*$/.test(written)) return { text: written, placeOf: (at) => at }
  let text = ''
  const places: number[] = []
  for (let at = 0; at < written.length; at += 1) {
    const character = written.charAt(at)
    if (marks.test(character)) continue
    places.push(at)
    text += foldCharacter(character)
  }
  return { text, placeOf: (at) => places[at] ?? 0 }
}

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x80) return character
  const zero = zeros.find((first) => code >= first && code <= first + 9)
  if (zero !== undefined) return String(code - zero)
  if (blanks.test(character)) return ' '
  if (character === '\u060C' || character === '\uFF0C' || character === '\u3001') return ','
  if (/[\u2010-\u2015\u2212]/.test(character)) return '-'
  return character === '\uFF1A' ? ':' : character
}

function dateOf(groups: Groups): Omit<Stamp, 'text' | 'clock'> | null {
  const { first, second, third, separator = '', day, year, month, monthFirst } = groups
  const era = /^(?:BE|B\.E\.|พ\.ศ\.)$/.test(groups['era'] ?? '') ? 'BE' : null
  if (first !== undefined && second !== undefined && third !== undefined)
    return { parts: [first, second, third], separator, order: null, era }
  const found = month === undefined ? null : monthNamed(month)
  const number = found === null ? null : String(found)
  if (number === null || day === undefined) return null
  return monthFirst === undefined
    ? { parts: [day, number, year ?? ''], separator: ' ', order: 'dmy', era }
    : { parts: [number, day, year ?? ''], separator: ' ', order: 'mdy', era }
}

/** Words for the half of the day, without dots, blanks, quotation marks and Arabic vowel signs. */
const halves = {
  am: 'am ص قظ قبلازظهر पूर्वाह्न पू मपू πμ de öö pd eparadites sa صباحا فجرا 오전 上午 午前 凌晨 清晨 早上 半夜 проб дп fm ap dop vm pg ก่อนเที่ยง முற்பகல் לפנהצ inthemorning',
  pm: 'pm م بظ بعدازظهر अपराह्न अ मउ μμ du ös md epasdites ch مساء ظهرا عصرا 오후 下午 午後 中午 傍晚 晚上 слоб пп em ip odp pop nm ptg หลังเที่ยง பிற்பகல் אחהצ intheafternoon intheevening',
} as const
/** Words that stand between date and time, or after it, and say nothing of the half of the day. */
const fillers = 'at um klo kl a à às as alas ob o в у u ore alle om ч saat lúc la uhr t plkst'.split(' ')

function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s.'"\u05F3\u05F4\u2019\u201D\u200C]/g, '')
    .replace(/[\u064B-\u0652]/g, '')
}

/** The clock of an hour that may be of a half day; null when a word beside it is not known or there is no such hour. */
function clockOf(
  [hour = '', minute = '', second = '']: readonly string[],
  beside: readonly (string | undefined)[],
): Clock | null {
  const said = beside
    .map((found) => plainWord(found ?? ''))
    .filter((found) => found !== '' && !fillers.includes(found))
  const half = halfOf(said[0] ?? '')
  if (said.length > 1 || (said.length === 1 && half === null)) return null
  const number = Number(hour)
  const clock = { minute: Number(minute), second: Number(second) }
  // 中午 is the hours about noon: eleven of them is before it.
  if (half === null || (half === 'pm' && number > 12) || (said[0] === '中午' && number === 11))
    return { hour: number, ...clock }
  return number > 12 ? null : { hour: (number % 12) + (half === 'pm' ? 12 : 0), ...clock }
}

function halfOf(text: string): 'am' | 'pm' | null {
  if (halves.am.split(' ').includes(text)) return 'am'
  return halves.pm.split(' ').includes(text) ? 'pm' : null
}
