/** What a stretch of an XML file is. `aside`: a comment, a processing instruction or a document type. */
export type XmlTokenKind = 'open' | 'empty' | 'close' | 'text' | 'cdata' | 'aside' | 'damage'

/** Units of an XML file still held: one a character of markup, from `base` on. */
export interface XmlInput {
  readonly bytes: Uint8Array
  readonly base: number
  /** True when no more will come. */
  readonly last: boolean
}

/** Finds the tokens of XML one after another, in units handed over piece by piece. Knows nothing of nesting. */
export interface XmlScanner {
  readonly kind: XmlTokenKind
  /** Where the last token began and ended. */
  readonly start: number
  readonly end: number
  /** How many quoted values a tag has. */
  readonly values: number
  /** True for damage that is only the end of the file inside a token. */
  readonly cut: boolean
  /** Where the token being read began, and how far it was looked at: what stands before `at` by three units may go unless it is needed. */
  readonly pending: number
  readonly at: number
  /** Reads the next token; false when more input is needed or all was read. */
  next(input: XmlInput): boolean
  /** Goes on from another place that is still held. */
  seek(offset: number): void
}

/** A scanner at the start of a file. */
export function xmlScanner(): XmlScanner {
  const state: ScanState = {
    kind: 'text',
    start: 0,
    end: 0,
    values: 0,
    cut: false,
    pending: 0,
    at: 0,
    mode: 'text',
    quote: 0,
    nested: 0,
  }
  return {
    get kind() {
      return state.kind
    },
    get start() {
      return state.start
    },
    get end() {
      return state.end
    },
    get values() {
      return state.values
    },
    get cut() {
      return state.cut
    },
    get pending() {
      return state.pending
    },
    get at() {
      return state.at
    },
    next: (input) => scanNext(state, input),
    seek(offset) {
      state.pending = offset
      state.at = offset
      state.mode = 'text'
    },
  }
}

type Mode = 'text' | 'markup' | 'tag' | 'close' | 'comment' | 'cdata' | 'instruction' | 'doctype'
type Step = 'token' | 'again' | 'more'

interface ScanState {
  kind: XmlTokenKind
  start: number
  end: number
  values: number
  cut: boolean
  pending: number
  at: number
  mode: Mode
  /** The quotation mark a value is open with, a hyphen inside a comment of a document type, or 0. */
  quote: number
  /** Square brackets open in a document type. */
  nested: number
}

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
const hyphen = 0x2d
const longestDoctype = 65_536
const longestName = 1024

const steps: Readonly<Record<Mode, (state: ScanState, input: XmlInput) => Step>> = {
  text: scanText,
  markup: scanMarkup,
  tag: scanTag,
  close: scanClose,
  comment: (state, input) => scanTo(state, input, { ending: '--', kind: 'aside' }),
  cdata: (state, input) => scanTo(state, input, { ending: ']]', kind: 'cdata' }),
  instruction: (state, input) => scanTo(state, input, { ending: '?', kind: 'aside' }),
  doctype: scanDoctype,
}

function scanNext(state: ScanState, input: XmlInput): boolean {
  for (;;) {
    const step = steps[state.mode](state, input)
    if (step === 'token') return true
    if (step === 'again') continue
    const ending = input.base + input.bytes.length
    if (!input.last || state.pending >= ending) return false
    made(state, 'damage', ending)
    state.cut = true
    return true
  }
}

function made(state: ScanState, kind: XmlTokenKind, end: number): Step {
  state.kind = kind
  state.start = state.pending
  state.end = end
  state.pending = end
  state.at = end
  state.mode = 'text'
  state.cut = false
  return 'token'
}

/** Whether `<` before this unit begins markup; otherwise it stands for itself, as careless exports have it. */
function beginsMarkup(unit: number): boolean {
  const letter = unit | 0x20
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    unit >= 0x80 ||
    unit === slash ||
    unit === 0x21 ||
    unit === 0x3f ||
    unit === 0x5f ||
    unit === 0x3a
  )
}

function scanText(state: ScanState, { bytes, base, last }: XmlInput): Step {
  for (;;) {
    const found = bytes.indexOf(lessThan, state.at - base)
    if (found < 0) {
      state.at = base + bytes.length
      return last && state.at > state.pending ? made(state, 'text', state.at) : 'more'
    }
    state.at = base + found
    const next = bytes[found + 1]
    if (next === undefined && !last) return 'more'
    if (next === undefined || beginsMarkup(next)) break
    state.at += 1
  }
  if (state.at > state.pending) return made(state, 'text', state.at)
  state.mode = 'markup'
  return 'again'
}

function scanMarkup(state: ScanState, { bytes, base, last }: XmlInput): Step {
  const from = state.at - base
  if (bytes.length - from < 9 && !last) return 'more'
  const second = bytes[from + 1]
  const begins = (text: string): boolean =>
    Array.from(text).every((character, index) => bytes[from + index] === character.charCodeAt(0))
  const go = (mode: Mode, by: number): Step => {
    state.mode = mode
    state.at += by
    state.quote = 0
    state.nested = 0
    state.values = 0
    return 'again'
  }
  if (second === slash) return go('close', 2)
  if (second === 0x3f) return go('instruction', 2)
  if (second !== 0x21) return go('tag', 1)
  if (begins('<!--')) return go('comment', 4)
  if (begins('<![CDATA[')) return go('cdata', 9)
  if (begins('<!D') || begins('<!d')) return go('doctype', 2)
  return bytes.length - from < 9 ? 'more' : made(state, 'damage', state.at + 2)
}

function scanTag(state: ScanState, { bytes, base, last }: XmlInput): Step {
  for (let at = state.at - base; at < bytes.length; at += 1) {
    const unit = bytes[at] ?? 0
    if (unit === lessThan) {
      const next = bytes[at + 1]
      if (next === undefined && !last) {
        state.at = base + at
        return 'more'
      }
      if (state.quote === 0 || next === undefined || beginsMarkup(next))
        return made(state, 'damage', base + at)
    } else if (state.quote !== 0) {
      if (unit === state.quote) state.quote = 0
    } else if (unit === 0x22 || unit === 0x27) {
      state.quote = unit
      state.values += 1
    } else if (unit === greaterThan)
      return made(state, bytes[at - 1] === slash ? 'empty' : 'open', base + at + 1)
  }
  state.at = base + bytes.length
  return 'more'
}

function scanClose(state: ScanState, { bytes, base }: XmlInput): Step {
  for (let at = state.at - base; at < bytes.length; at += 1) {
    if (bytes[at] === greaterThan) return made(state, 'close', base + at + 1)
    if (bytes[at] === lessThan || base + at - state.pending > longestName)
      return made(state, 'damage', base + at)
  }
  state.at = base + bytes.length
  return 'more'
}

interface Ending {
  /** What stands before the `>` that ends it. */
  readonly ending: string
  readonly kind: XmlTokenKind
}

const openings: Readonly<Record<string, number>> = { '--': 4, ']]': 9, '?': 2 }

function scanTo(state: ScanState, { bytes, base }: XmlInput, { ending, kind }: Ending): Step {
  const inner = state.pending + (openings[ending] ?? 0) + ending.length
  const code = ending.charCodeAt(0)
  for (
    let at = bytes.indexOf(greaterThan, state.at - base);
    at >= 0;
    at = bytes.indexOf(greaterThan, at + 1)
  ) {
    state.at = base + at + 1
    if (base + at < inner || bytes[at - 1] !== code || bytes[at - ending.length] !== code) continue
    return made(state, kind, base + at + 1)
  }
  state.at = base + bytes.length
  return 'more'
}

/** To the end of a document type. One longer than {@link longestDoctype} is damage: its end may have been lost. */
function scanDoctype(state: ScanState, { bytes, base }: XmlInput): Step {
  for (let at = state.at - base; at < bytes.length; at += 1) {
    const unit = bytes[at] ?? 0
    if (base + at - state.pending > longestDoctype) return made(state, 'damage', base + at)
    if (state.quote === hyphen) {
      if (unit === greaterThan && bytes[at - 1] === hyphen && bytes[at - 2] === hyphen) state.quote = 0
    } else if (state.quote !== 0) {
      if (unit === state.quote) state.quote = 0
    } else if (unit === 0x22 || unit === 0x27) state.quote = unit
    else if (unit === hyphen) {
      const comment = bytes[at - 1] === hyphen && bytes[at - 2] === 0x21 && bytes[at - 3] === lessThan
      if (comment) state.quote = hyphen
    } else if (unit === 0x5b) state.nested += 1
    else if (unit === 0x5d) state.nested -= 1
    else if (unit === greaterThan && state.nested <= 0) return made(state, 'aside', base + at + 1)
  }
  state.at = base + bytes.length
  return 'more'
}
