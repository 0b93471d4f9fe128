/** The words of a stretch of HTML as chat programs write it, and the files its images name. */
export interface HtmlText {
  /** Tags dropped, `<br>` and the border between two blocks as a line feed, entities decoded. */
  readonly text: string
  /** The sources of its images, in order. */
  readonly images: readonly string[]
}

const tag = /<(?:!--[^<>]{0,4000}--|[!/?]?[A-Za-z][^<>]{0,4000})>/g
const lineBreak = /<br ?\/?>|<\/(?:div|p|li|tr)>\s{0,20}(?=<(?:div|p|ul|ol|table)[\s>])/gi
const image = /<img\s[^<>]{0,2000}?src=(?:"([^"<>]{1,1000})"|'([^'<>]{1,1000})')/gi

/** Reads a stretch of HTML; entities it does not know stay as they stand. */
export function readHtml(html: string): HtmlText {
  if (!/[<&]/.test(html)) return { text: html, images: [] }
  const images = [...html.matchAll(image)].map(([, double, single]) => decodeEntities(double ?? single ?? ''))
  return { text: decodeEntities(html.replace(lineBreak, '\n').replace(tag, '')), images }
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
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
  deg: '°',
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g, decodeEntity)
}

function decodeEntity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return named[name] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole
}
