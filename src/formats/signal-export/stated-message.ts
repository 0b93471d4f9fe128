import type { Call, EarlierWords } from '../../core/message-details.ts'

/** A file as an export names it. */
export interface StatedFile {
  readonly name: string
  /** Its path from the chat's folder; null where the export states none. */
  readonly path: string | null
  readonly claims: string | null
}

/** A message as the tool states it, in either of its two files. */
export interface StatedMessage {
  /** The time exactly as written; null when there is none. */
  readonly time: string | null
  readonly sender: string
  readonly body: string
  readonly quote: string | null
  readonly files: readonly StatedFile[]
  readonly reactions: readonly { readonly name: string; readonly emoji: string }[]
  readonly deleted: boolean
  readonly call: Call | null
  readonly earlier: readonly EarlierWords[] | null
}

const callWords =
  /^(?:Incoming|Outgoing|Missed)(?: (voice|video|group|adhoc|direct))? call(?: \(([a-z ]{1,40})?(?:, (?:(\d{1,5})m )?(\d{1,5})s)?\))?$/

/** A call from the words the tool puts for one, such as `Incoming voice call (accepted, 3m 5s)`; null for other words. */
export function callIn(body: string): Call | null {
  const [whole, type, outcome, minutes, seconds] = callWords.exec(body) ?? []
  if (whole === undefined) return null
  const unanswered =
    whole.startsWith('Missed') || /^(?:declined|unanswered|missed|notaccepted)/.test(outcome ?? '')
  return {
    durationSeconds: seconds === undefined ? null : Number(minutes ?? 0) * 60 + Number(seconds),
    answered: unanswered ? false : outcome === 'accepted' ? true : null,
    video: type === 'video',
  }
}

/** The words of a quote without the signs of a quotation before its lines; null when there are none. */
export function unquoted(text: string): string | null {
  const words = text
    .trim()
    .split('\n')
    .map((line) => line.replace(/^> ?/, ''))
    .join('\n')
  return words === '' ? null : words
}

/** Words without the two blanks the tool puts behind every message. */
export function withoutPadding(body: string): string {
  return body.endsWith('  ') ? body.slice(0, -2) : body
}
