/**
 * What a text around the records of a JSON file holds that no record does: a list or an object that is not empty, or
 * entries of a list of records that are no objects. Plain fields beside a list of records only describe it.
 *
 * @returns a sentence that names them; null where there is none.
 */
export function unreadBeside(text: string): string | null {
  const scan: Scan = {
    open: /^\s*,/.test(text) ? [level('', true)] : [],
    closed: [],
    isWhole: /^\s*[{[]/.test(text),
    name: '',
  }
  let last = ''
  for (const token of tokensOf(text)) {
    if (token !== ':' && isValue(last)) addValue(scan)
    if (token === ':') scan.name = last.slice(1, -1)
    else if (token === '{' || token === '[') open(scan, token === '[')
    else if (token === '}' || token === ']') close(scan)
    else if (token === ',') scan.name = ''
    last = token
  }
  if (isValue(last)) addValue(scan)
  const entries = scan.open.filter(({ isList, values }) => isList && values)
  const names = new Set([...scan.closed, ...entries].map(({ name }) => name))
  return names.size === 0 ? null : `Beside the messages stands what is not read: ${listed([...names])}.`
}

interface Level {
  /** The name of the list or object, or of the nearest around it that has one. */
  readonly name: string
  readonly isList: boolean
  readonly depth: number
  /** Whether it holds a value that is neither a list nor an object, at any depth once what holds it is closed. */
  values: boolean
}

interface Scan {
  readonly open: Level[]
  /** The outermost of those that were opened and closed in the text and hold something. */
  readonly closed: Level[]
  /** Whether the text begins with what the file is as a whole, which is beside nothing. */
  readonly isWhole: boolean
  name: string
}

function level(name: string, isList: boolean, depth = 0): Level {
  return { name, isList, depth, values: false }
}

function open(scan: Scan, isList: boolean): void {
  const name = scan.name === '' ? (scan.open.at(-1)?.name ?? '') : scan.name
  scan.open.push(level(name, isList, scan.open.length))
  scan.name = ''
}

function close(scan: Scan): void {
  const { closed } = scan
  const ended = scan.open.pop()
  if (!ended?.values || (scan.isWhole && ended.depth === 0)) return
  while ((closed.at(-1)?.depth ?? 0) > ended.depth) closed.pop()
  closed.push(ended)
  addValue(scan)
}

/** Whether the token is a string, a number or a word, which is a value where no colon follows it. */
function isValue(token: string): boolean {
  return token !== '' && !'{}[]:,'.includes(token)
}

function addValue({ open: levels }: Scan): void {
  const around = levels.at(-1)
  if (around) around.values = true
}

/** Strings with their quotation marks, brackets, colons, commas, and anything else. */
function* tokensOf(text: string): Generator<string> {
  const token = /["{}[\]:,]|[^\s"{}[\]:,]+/g
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') token.lastIndex = stringEnd(text, token.lastIndex)
    yield text.slice(found.index, token.lastIndex)
  }
}

function stringEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return Math.min(at + 1, text.length)
}

function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, 5)
    .map((name) => (name === '' ? 'an entry of the list' : `"${name.slice(0, 60)}"`))
  return names.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ')
}
