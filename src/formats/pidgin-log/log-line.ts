import { readHtml } from '../html-text.ts'

/** The first line of a message in a log. */
export interface LogLine {
  /** What stands in the brackets. */
  readonly time: string
  readonly rest: string
  /** Whose words they are by the colour of the line: the account's, or somebody else's; null where none says. */
  readonly side: 'account' | 'other' | null
  /** True for a line of an account's own log, whose time stands behind it. */
  readonly ofAccount: boolean
}

/** What a message says. */
export interface LogWords {
  /** The name displayed; null for a notice. */
  readonly name: string | null
  readonly body: string
  readonly images: readonly string[]
}

const time = String.raw`(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}[:.]\d{2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?`
const textLine = new RegExp(`^\\((${time})\\) (.*)$`)
const htmlLine = new RegExp(
  `^((?:<(?:font|span|p|div)[^<>]{0,100}>){0,3})\\((${time})\\)(?:</(?:font|span)>)? ?(.*)$`,
  'i',
)
const accountLine = new RegExp(`^---- (.{0,1000}) @ (${time}|.{4,60}?) ----(?:<br ?/?>)?$`)

/** Reads a line that begins a message, or null when it begins none. */
export function readLogLine(line: string, html: boolean): LogLine | null {
  const [, rest, at] = accountLine.exec(line) ?? []
  if (at !== undefined && rest !== undefined) return { time: at, rest, side: null, ofAccount: true }
  const text = html ? null : textLine.exec(line)
  if (text) return { time: text[1] ?? '', rest: text[2] ?? '', side: null, ofAccount: false }
  const [, colour = '', written, words] = (html ? htmlLine : /$^/).exec(line) ?? []
  if (written === undefined || words === undefined) return null
  return { time: written, rest: words, side: sideOf(colour), ofAccount: false }
}

/** The colours of the program: its user's lines are blue, others' red. */
function sideOf(colour: string): LogLine['side'] {
  if (/#16569E/i.test(colour)) return 'account'
  return /#A82F2F/i.test(colour) ? 'other' : null
}

/** What a message of a text log says, from what follows its time. */
export function textWords(whole: string): LogWords {
  const [, acting, acts = ''] = /^\*\*\*(\S{1,200}) ([^]*)$/.exec(whole) ?? []
  if (acting !== undefined) return { name: acting, body: `*** ${acts}`, images: [] }
  const [, name, , body = ''] = /^([^\n]{1,200}?)( <AUTO-REPLY>)?: ?([^]*)$/.exec(whole) ?? []
  if (name === undefined || notices.test(whole)) return { name: null, body: whole, images: [] }
  return { name: name.replace(/^\*(.*)\*$/, '$1'), body, images: [] }
}

/** Notices that hold a colon. */
const notices =
  /^(?:The topic|Topic|Unable to|Error|Message could not|You (?:have|are|were)|Attempting|Transfer|Offering|Starting|The following|Buzz|.{1,100} (?:has (?:set|changed|left|joined|entered)|is now known as|wants to|entered the room|left the room|mode \()|mode \()/

/** What a message of an HTML log says, from what follows its time. */
export function htmlWords(whole: string): LogWords {
  const line = withoutEnd(whole)
  const [head, star, shown] = /^<b>(\*{3})?\s{0,3}([^<>]{1,300})<\/b>(?:<\/(?:font|span)>)?/i.exec(line) ?? []
  const name = shown === undefined ? '' : readHtml(shown).text.trim()
  if (head === undefined || (star === undefined && !name.endsWith(':'))) return notice(line)
  const { text, images } = readHtml(line.slice(head.length).replace(/^ /, ''))
  if (star !== undefined) return { name, body: `*** ${text}`, images }
  return { name: name.slice(0, -1).replace(/ <AUTO-REPLY>$/, ''), body: text, images }
}

/** The words of a line without the break behind them and the tags that close the file. */
function withoutEnd(whole: string): string {
  let line = whole.trimEnd()
  for (const end of ['</html>', '</body>', '</p>', '<br/>', '<br />', '<br>'])
    if (line.toLowerCase().endsWith(end)) line = line.slice(0, -end.length).trimEnd()
  return line
}

function notice(line: string): LogWords {
  const { text, images } = readHtml(line)
  return { name: null, body: text.trim(), images }
}
