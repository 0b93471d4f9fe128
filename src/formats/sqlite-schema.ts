import type { SqlValue } from './sqlite-record.ts'

/** A column of a table as its definition states it. */
export interface Column {
  /** As written, without its quotation marks. */
  readonly name: string
  /** Place in a stored record; -1 for a column computed when it is read, which is not stored. */
  readonly place: number
  /** What rows written before the column was added hold. */
  readonly fallback: SqlValue
}

/** What the text of a CREATE TABLE states. */
export interface Definition {
  readonly columns: readonly Column[]
  /** Index of the column that is the row's own number, -1 when none is. */
  readonly rowidColumn: number
  readonly withoutRowid: boolean
}

interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'mark'
  readonly text: string
}

const longestDefinition = 1 << 20

/** Reads the text of a CREATE TABLE; null when it is none, such as that of a virtual table or a view. */
export function parseCreateTable(sql: string): Definition | null {
  if (sql.length > longestDefinition) return null
  const tokens = tokenise(sql)
  const open = tokens.findIndex(({ kind, text }) => kind === 'mark' && text === '(')
  const opening = tokens
    .slice(0, Math.max(0, open))
    .map((token) => (token.kind === 'word' ? token.text.toUpperCase() : ''))
  if (open < 0 || opening[0] !== 'CREATE' || !/^(?:TABLE|TEMP|TEMPORARY)$/.test(opening[1] ?? '')) return null
  const { items, end } = splitList(tokens, open)
  const tail = tokens.slice(end).map(({ text }) => text.toUpperCase())
  const columns: Column[] = []
  let rowidColumn = -1
  let stored = 0
  const types: string[] = []
  for (const item of items) {
    if (isTableConstraint(item)) {
      const named = primaryKeyColumn(item)
      const index = columns.findIndex(({ name }) => name.toLowerCase() === named)
      if (index >= 0 && types[index] === 'INTEGER') rowidColumn = index
      continue
    }
    const [name, ...rest] = item
    if (!name) return null
    const { type, virtual, fallback, primary } = readColumnRest(rest)
    if (primary && type === 'INTEGER') rowidColumn = columns.length
    types.push(type)
    columns.push({ name: name.text, place: virtual ? -1 : stored, fallback })
    if (!virtual) stored += 1
  }
  return {
    columns,
    rowidColumn,
    withoutRowid: tail.some((text, index) => text === 'WITHOUT' && tail[index + 1] === 'ROWID'),
  }
}

/** One token or one stretch to pass over; every alternative is told by its first character. */
const tokenShape =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\s+|"(?:[^"]|"")*(?:"|$)|\[[^\]]*(?:\]|$)|`(?:[^`]|``)*(?:`|$)|'(?:[^']|'')*(?:'|$)|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|(?:0[xX][0-9A-Fa-f]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|[\s\S]/y

function tokenise(sql: string): Token[] {
  const tokens: Token[] = []
  tokenShape.lastIndex = 0
  for (let found = tokenShape.exec(sql); found; found = tokenShape.exec(sql)) {
    const [text] = found
    const first = text[0] ?? ''
    if (/^\s/.test(first) || text.startsWith('--') || text.startsWith('/*')) continue
    if (text.length > 1 && `"[\`'`.includes(first)) {
      const inner = text.slice(1, -1)
      tokens.push({
        kind: first === "'" ? 'string' : 'quoted',
        text: first === '[' ? inner : inner.replaceAll(first + first, first),
      })
    } else if (/^[A-Za-z_\u0080-\uffff]/.test(first)) tokens.push({ kind: 'word', text })
    else if (/^\.?\d/.test(text)) tokens.push({ kind: 'number', text })
    else tokens.push({ kind: 'mark', text })
  }
  return tokens
}

/** The parts between commas of the list opened at `open`, and the index past its end. */
function splitList(tokens: readonly Token[], open: number): { items: Token[][]; end: number } {
  const items: Token[][] = []
  let item: Token[] = []
  let depth = 0
  let at = open + 1
  for (; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (!token) break
    const mark = token.kind === 'mark' ? token.text : ''
    if (mark === ')' && depth === 0) break
    if (mark === '(') depth += 1
    if (mark === ')') depth -= 1
    if (mark === ',' && depth === 0) {
      items.push(item)
      item = []
    } else item.push(token)
  }
  if (item.length > 0) items.push(item)
  return { items, end: at + 1 }
}

function isTableConstraint([first, second]: readonly Token[]): boolean {
  if (first?.kind !== 'word') return false
  switch (first.text.toUpperCase()) {
    case 'CONSTRAINT':
      return second !== undefined
    case 'PRIMARY':
    case 'FOREIGN':
      return isWord(second, 'KEY')
    case 'UNIQUE':
    case 'CHECK':
      return second?.kind === 'mark' && second.text === '('
    default:
      return false
  }
}

/** The only column of a PRIMARY KEY constraint, lower case; null when it names several. */
function primaryKeyColumn(item: readonly Token[]): string | null {
  const at = item.findIndex((token, index) => isWord(token, 'PRIMARY') && isWord(item[index + 1], 'KEY'))
  if (at < 0 || item[at + 2]?.text !== '(') return null
  const { items } = splitList(item, at + 2)
  return items.length === 1 ? (items[0]?.[0]?.text.toLowerCase() ?? null) : null
}

const constraintWords = new Set(
  'CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS'.split(' '),
)

function readColumnRest(rest: readonly Token[]): {
  readonly type: string
  readonly virtual: boolean
  readonly fallback: SqlValue
  readonly primary: boolean
} {
  const words = rest.map((token) => (token.kind === 'word' ? token.text.toUpperCase() : ''))
  const constraints = words.findIndex((word) => constraintWords.has(word))
  const type = rest.slice(0, constraints < 0 ? rest.length : constraints)
  const flat = outermost(rest)
  const key = flat.findIndex((token, index) => isWord(token, 'PRIMARY') && isWord(flat[index + 1], 'KEY'))
  const computed = flat.some((token, index) => isWord(token, 'AS') && flat[index + 1]?.text === '(')
  return {
    type: type.map(({ text }) => text.toUpperCase()).join(' '),
    virtual: computed && !flat.some((token) => isWord(token, 'STORED')),
    fallback: defaultOf(flat),
    primary: key >= 0 && !isWord(flat[key + 2], 'DESC'),
  }
}

/** The tokens that stand in no brackets, and the brackets themselves. */
function outermost(tokens: readonly Token[]): Token[] {
  let depth = 0
  return tokens.filter(({ kind, text }) => {
    if (kind === 'mark' && text === ')') depth -= 1
    const outside = depth === 0
    if (kind === 'mark' && text === '(') depth += 1
    return outside
  })
}

/** A default that is a plain value; an expression is not computed and gives null. */
function defaultOf(tokens: readonly Token[]): SqlValue {
  const at = tokens.findIndex((token) => isWord(token, 'DEFAULT'))
  if (at < 0) return null
  const sign = tokens[at + 1]?.kind === 'mark' ? tokens[at + 1]?.text : ''
  const token = tokens[sign === '-' || sign === '+' ? at + 2 : at + 1]
  if (!token) return null
  if (token.kind === 'number') return sign === '-' ? -Number(token.text) : Number(token.text)
  if (token.kind === 'string' || token.kind === 'quoted') return token.text
  return isWord(token, 'TRUE') ? 1 : isWord(token, 'FALSE') ? 0 : null
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word
}
