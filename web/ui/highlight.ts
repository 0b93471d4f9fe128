/** Half-open UTF-16 range. */
export type Range = readonly [number, number]

/** A stretch of text, marked as found or not. */
export interface Segment {
  readonly text: string
  readonly marked: boolean
}

/** Splits text at ranges, which may touch, overlap, stand in any order, or reach past the end. */
export function segmentsOf(text: string, ranges: readonly Range[]): readonly Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(at, start)
    const to = Math.min(text.length, end)
    if (to <= from) continue
    if (from > at) segments.push({ text: text.slice(at, from), marked: false })
    segments.push({ text: text.slice(from, to), marked: true })
    at = to
  }
  if (at < text.length) segments.push({ text: text.slice(at), marked: false })
  return segments
}

/** A stretch of a long body around its first hit, with what was left out on either side counted in UTF-16 units. */
export interface Excerpt {
  readonly text: string
  readonly ranges: readonly Range[]
  readonly before: number
  readonly after: number
}

/** At most `longest` units of a body around its first range; never cuts a surrogate pair. */
export function excerptOf(body: string, ranges: readonly Range[], longest: number): Excerpt {
  if (body.length <= longest) return { text: body, ranges, before: 0, after: 0 }
  const first = Math.min(...ranges.map(([start]) => start), body.length)
  const lead = ranges.length === 0 ? 0 : Math.max(0, first - Math.floor(longest / 3))
  const start = whole(body, Math.min(lead, body.length - longest))
  const end = whole(body, start + longest)
  const inside = ranges
    .filter(([from, to]) => to > start && from < end)
    .map(([from, to]): Range => [Math.max(from, start) - start, Math.min(to, end) - start])
  return { text: body.slice(start, end), ranges: inside, before: start, after: body.length - end }
}

function whole(text: string, at: number): number {
  const low = text.charCodeAt(at)
  return at > 0 && at < text.length && low >= 0xdc00 && low <= 0xdfff ? at - 1 : at
}
