/**
 * The words of an HTML mail: tags go, a block or a break begins a line, white space is one space, the entities a mail
 * program writes are read. Scripts, styles and what is in the head are no words. Reads its input once, forwards.
 */
export function htmlWords(html: string): string {
  const pieces: string[] = []
  const unclosed = new Set<string>()
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const end = open < 0 ? html.length : open
    if (end > at) pieces.push(html.slice(at, end).replace(/\s+/g, ' '))
    if (open < 0) break
    const tag = readTag(html, open)
    if (tag === null) {
      pieces.push('<')
      at = open + 1
      continue
    }
    if (breaks.has(tag.name)) pieces.push('\n')
    at = silent.has(tag.name) ? endOf(html, tag, unclosed) : tag.end
  }
  return unescapeEntities(pieces.join(''))
    .split('\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const breaks = new Set([
  'br',
  'p',
  '/p',
  'div',
  '/div',
  'tr',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'blockquote',
  'hr',
  'table',
  'pre',
])
const silent = new Set(['script', 'style', 'head', 'title'])

interface Tag {
  readonly name: string
  readonly end: number
}

/** The tag at `open`; null when `<` begins none. */
function readTag(html: string, open: number): Tag | null {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4)
    return { name: '!', end: end < 0 ? html.length : end + 3 }
  }
  const name = /^<([!?/]?[a-zA-Z][a-zA-Z0-9]{0,20}|[!?])/.exec(html.slice(open, open + 24))?.[1]
  if (name === undefined) return null
  const end = html.indexOf('>', open)
  return { name: name.toLowerCase(), end: end < 0 ? html.length : end + 1 }
}

/** Past the end of an element whose inside is no words; past its tag alone where it is never closed. */
function endOf(html: string, { name, end }: Tag, unclosed: Set<string>): number {
  if (unclosed.has(name)) return end
  const closing = new RegExp(`</${name}[^>]{0,99}>?`, 'gi')
  closing.lastIndex = end
  const found = closing.exec(html)
  if (!found) unclosed.add(name)
  return found ? closing.lastIndex : end
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
  pound: '£',
  copy: '©',
  bull: '•',
}

function unescapeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g,
    (written, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return (Object.hasOwn(entities, name) ? entities[name] : undefined) ?? written
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code === 0 || code > 0x10ffff ? written : String.fromCodePoint(code)
    },
  )
}
