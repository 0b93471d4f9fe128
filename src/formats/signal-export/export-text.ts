import { callIn, type StatedFile, type StatedMessage, unquoted, withoutPadding } from './stated-message.ts'

/** The first line of a message in `chat.md`. */
export interface TextHeader {
  readonly time: string
  readonly sender: string
  readonly words: string
}

const header = /^\[(\d{4}-\d{2}-\d{2},? \d{2}:\d{2}(?::\d{2})?)\] ([^\n]{1,200}?):(?: (.*))?$/

/** Reads a line that begins a message, or null when it begins none. */
export function readHeader(line: string): TextHeader | null {
  const [, time, sender, words = ''] = header.exec(line) ?? []
  return time === undefined || sender === undefined ? null : { time, sender, words }
}

/** Reads a message from its first line and those below: what it quotes, its words, reactions, sticker and files. */
export function readTextMessage(
  { time, sender, words }: TextHeader,
  below: readonly string[],
): StatedMessage {
  const quoted = splitQuote([words, ...below])
  const { rest: withoutFiles, files } = splitFiles(quoted.rest)
  const { rest: withoutSticker, sticker } = splitSticker(withoutFiles)
  const { rest: withoutReactions, reactions } = splitReactions(withoutSticker)
  // Versions of before 2022 put files before the reactions.
  const { rest, files: filesBefore } =
    files.length === 0 && reactions.length > 0
      ? splitFiles(withoutReactions)
      : { rest: withoutReactions, files: [] }
  const deleted = rest === takenBack
  const body = deleted ? '' : withoutPadding(rest)
  return {
    time: time.replace(',', ''),
    sender,
    body,
    quote: quoted.quote,
    files: [...filesBefore, ...files, ...sticker],
    reactions,
    deleted,
    call: callIn(body),
    earlier: null,
  }
}

/** Stands for the words of a message taken back. Unlike words somebody wrote it has no two blanks behind it. */
const takenBack = '(This message was deleted)'

/** A quote stands before the words, after an empty first line, each of its lines behind `> `. */
function splitQuote(lines: readonly string[]): { readonly quote: string | null; readonly rest: string } {
  const [first = '', second = '', third = ''] = lines
  if (first.trim() !== '' || second.trim() !== '' || !third.startsWith('> '))
    return { quote: null, rest: lines.join('\n') }
  const after = lines.findIndex((line, at) => at > 2 && !line.startsWith('> '))
  const end = after < 0 ? lines.length : after
  const words = lines.slice(lines[end]?.trim() === '' ? end + 1 : end)
  return { quote: unquoted(lines.slice(2, end).join('\n')), rest: words.join('\n') }
}

/** More files than a message can have. */
const mostFiles = 100
const lastFile =
  /(?:!?\[([^\]\n]{0,300})\]\(\.\/([^\n()]{1,400}(?:\([^\n()]{0,100}\)[^\n()]{0,200})?)\)|\[([^\]\n]{0,100})\]\((\.\.\/exported_stickers\/[^\n()]{1,300})\)) {0,2}$/

/** Links to exported files stand behind the words, each with two blanks. */
function splitFiles(text: string): { readonly files: readonly StatedFile[]; readonly rest: string } {
  const files: StatedFile[] = []
  let rest = text
  while (files.length < mostFiles) {
    const [whole, name, path, label, sticker] = lastFile.exec(rest.slice(-1000)) ?? []
    if (whole === undefined) break
    files.unshift(
      sticker === undefined
        ? { name: name ?? '', path: path ?? null, claims: null }
        : { name: label ?? '', path: sticker, claims: 'sticker' },
    )
    rest = rest.slice(0, -whole.length)
  }
  return { files, rest }
}

function splitSticker(text: string): { readonly sticker: readonly StatedFile[]; readonly rest: string } {
  const [whole, label] = /\n\(\( ([^\n]{1,60}) \)\)$/.exec(text.slice(-100)) ?? []
  if (whole === undefined || label === undefined) return { sticker: [], rest: text }
  return { sticker: [{ name: label, path: null, claims: 'sticker' }], rest: text.slice(0, -whole.length) }
}

/** `(- Aya: 👍, Jim: 🎉 -)` on a line of its own behind the words. */
function splitReactions(text: string): Pick<StatedMessage, 'reactions'> & { readonly rest: string } {
  const at = text.lastIndexOf('\n(- ')
  const line = at < 0 ? '' : text.slice(at + 4)
  if (at < 0 || line.includes('\n') || !line.endsWith(' -)')) return { reactions: [], rest: text }
  const reactions = line
    .slice(0, -3)
    .split(', ')
    .map((said) => /^(.*): ([^:]{1,40})$/.exec(said))
    .map((found) => ({ name: found?.[1] ?? '', emoji: found?.[2] ?? '' }))
  return reactions.every(({ emoji }) => emoji !== '')
    ? { reactions, rest: text.slice(0, at) }
    : { reactions: [], rest: text }
}
