import type { DropDiff } from '../../../src/wire/coverage.ts'
import type { Slice } from '../../asks.ts'

type Item = DropDiff['items'][number]

/** Differences fetched at a time. */
const step = 500

/** Every difference of two hand-overs, page by page; tells how many have come. */
export async function readAll(
  ask: (slice: Slice) => Promise<DropDiff>,
  onRead: (items: number) => void,
): Promise<DropDiff> {
  const items: Item[] = []
  for (;;) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- one page after the other: the server counts the whole for each
    const page = await ask({ limit: step, offset: items.length })
    items.push(...page.items)
    onRead(items.length)
    if (page.items.length < step) return { ...page, items }
  }
}

const columns = [
  'change',
  'side',
  'exhibit',
  'entry',
  'offset',
  'uid',
  'sent_utc',
  'time_as_written',
] as const
const words = ['from', 'to', 'body'] as const

/** The differences as CSV by RFC 4180: a line for each side of each; a changed message takes two. */
export function renderCsv(items: readonly Item[]): string {
  const lines = items.flatMap(({ change, before, after }) =>
    (['before', 'after'] as const).flatMap((side) => {
      const message = { before, after }[side]
      if (message === null) return []
      const { exhibit, entry, offset, uid, sentAt, timeText, from, to, body } = message
      return [[change, side, exhibit, entry, String(offset), uid, sentAt, timeText, from, to.join(' '), body]]
    }),
  )
  const guarded = lines.map((cells) => {
    const safe = cells.map(guard)
    return [...safe, String(safe.filter((cell, i) => cell !== cells[i]).length)]
  })
  return [[...columns, ...words, 'cells_guarded'], ...guarded]
    .map((cells) => `${cells.map(quote).join(',')}\r\n`)
    .join('')
}

/** A spreadsheet would run it as a formula: an apostrophe stands before it, and its line says how many such cells it has. */
function guard(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** `Operation-Plover_PLV-1_PLV-2_diff.csv`: what a file system refuses becomes a hyphen. */
export function fileName(parts: readonly string[], ending: string): string {
  return `${parts.map((part) => part.replace(/[^\p{L}\p{N}]+/gu, '-')).join('_')}.${ending}`
}
