import type { ZoneSource } from '../core/time.ts'

/** Characters a terminal would act on instead of showing, and those that change the direction of text around them. */
/* oxlint-disable no-control-regex -- they are what is looked for */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const unsafeInJson = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g
/* oxlint-enable no-control-regex */

/** Writes one line to stdout. */
export function printLine(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Writes one JSON document, or one object of JSON Lines, to stdout. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value).replace(unsafeInJson, escaped))
}

/** Writes bytes to stdout exactly as they are. */
export function printBytes(bytes: Uint8Array): void {
  process.stdout.write(bytes)
}

/** Writes one line to stderr, where everything but results goes. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Text of the evidence on one line, with what a terminal would act on written as `\n`, `\u{1b}`. */
export function renderEvidence(text: string): string {
  return text.replace(unsafe, (character) =>
    character === '\n'
      ? '\\n'
      : character === '\t'
        ? '\\t'
        : character === '\r'
          ? '\\r'
          : `\\u{${character.charCodeAt(0).toString(16)}}`,
  )
}

/** When a message was sent, or that its source states no time: the instant then only keeps the order of the file. */
export function renderSentAt({
  sentAt,
  zone,
}: {
  readonly sentAt: string
  readonly zone: ZoneSource
}): string {
  return zone === 'none' ? 'no time' : sentAt
}

/** Rows in columns two spaces apart; the cells of a column whose name ends in `#` are set to the right. */
export function renderTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = headings.map((heading) => heading.replace(/#$/, ''))
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const width = widths[at] ?? 0
        if (headings[at]?.endsWith('#')) return cell.padStart(width)
        return at === cells.length - 1 ? cell : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(names), ...rows.map(line)].join('\n')
}

/** A whole number with a comma every three digits. */
export function renderCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A count and its word, in the plural where it is not one. */
export function renderAmount(count: number, word: string): string {
  if (count === 1) return `1 ${word}`
  return `${renderCount(count)} ${word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`}`
}

/** A number of bytes in the unit a person would use. */
export function renderBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
