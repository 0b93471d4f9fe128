import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { entityTypes } from '../entity-type.ts'
import { BaileyError } from '../errors.ts'
import { languages } from '../language.ts'
import { parseEpochMicros } from '../time.ts'
import { parseSearch } from './parse-search.ts'
import { renderSearch } from './render-search.ts'
import type { SearchQuery, WordsQuery } from './search-query.ts'

const word = (text: string): SearchQuery => ({ kind: 'word', text, prefix: false })
const field = (name: 'from' | 'in', value: string): SearchQuery => ({ kind: 'field', field: name, value })
const read = (text: string) => parseSearch(text, 'Europe/London')
const at = (iso: string) => parseEpochMicros(Date.parse(iso) * 1000)!

test('reads words, phrases, prefixes, operators and parentheses', () => {
  assert.deepEqual(read('  '), { kind: 'everything' })
  assert.deepEqual(read('boat van'), { kind: 'and', terms: [word('boat'), word('van')] })
  assert.deepEqual(read('"red van" tul*'), {
    kind: 'and',
    terms: [
      { kind: 'phrase', words: 'red van', prefix: false },
      { kind: 'word', text: 'tul', prefix: true },
    ],
  })
  assert.deepEqual(read('a OR b AND NOT c'), {
    kind: 'or',
    terms: [word('a'), { kind: 'and', terms: [word('b'), { kind: 'not', term: word('c') }] }],
  })
  assert.deepEqual(read('(a OR b) -c'), {
    kind: 'and',
    terms: [
      { kind: 'or', terms: [word('a'), word('b')] },
      { kind: 'not', term: word('c') },
    ],
  })
})

test('reads fields with colons, at signs, stars and quotation marks', () => {
  assert.deepEqual(read('from:xmpp:a@b.onion'), field('from', 'xmpp:a@b.onion'))
  assert.deepEqual(read('from:top*'), field('from', 'top*'))
  assert.deepEqual(read('in:"the old (crew)"'), field('in', 'the old (crew)'))
})

test('holds a word or a phrase to one layer', () => {
  const phrase: WordsQuery = { kind: 'phrase', words: 'berth nine', prefix: true }
  assert.deepEqual(read('in-file:"berth nine"* written:pap*'), {
    kind: 'and',
    terms: [
      { kind: 'within', layer: 'in-file', term: phrase },
      { kind: 'within', layer: 'written', term: { kind: 'word', text: 'pap', prefix: true } },
    ],
  })
  assert.deepEqual(read('-in-file:crates'), {
    kind: 'not',
    term: { kind: 'within', layer: 'in-file', term: { kind: 'word', text: 'crates', prefix: false } },
  })
  for (const text of ['in-file:', 'written:""', 'in-file:!!', 'written:"a'])
    assert.throws(() => read(text), BaileyError, text)
})

test('reads dates in the zone and refuses an hour the clocks repeat or skip', () => {
  assert.deepEqual(read('after:2020-06-01'), { kind: 'after', at: at('2020-05-31T23:00:00Z') })
  assert.deepEqual(read('before:2020-06-01T10:30'), { kind: 'before', at: at('2020-06-01T09:30:00Z') })
  assert.deepEqual(read('before:2020-06-01T10:30:05+02:00'), {
    kind: 'before',
    at: at('2020-06-01T08:30:05Z'),
  })
  for (const time of ['2020-03-29T01:30', '2020-10-25T01:30', '2020-02-30', 'june', '']) {
    assert.throws(() => read(`after:${time}`), BaileyError)
  }
})

test('says at which column a query cannot be read', () => {
  assert.throws(() => read('!! a'), /column 2\b/)
  assert.throws(() => read('😀 £'), /column 3\b/)
  assert.throws(() => read('a (b'), /not closed, at column 3\b/)
  assert.throws(() => read('a "b'), /column 3\b/)
  for (const text of [
    ')',
    '()',
    'a OR',
    'AND a',
    'NOT',
    '-',
    '!!!',
    '""',
    'from:',
    'in-file:',
    '('.repeat(200),
    'NOT '.repeat(200),
    'a '.repeat(1001),
  ]) {
    assert.throws(
      () => read(text),
      (error) => error instanceof BaileyError && error.code === 'bad-query',
    )
  }
})

const plain = { noNullPrototype: true }
const hour = fc.integer({ min: 0, max: 23 })
const weekday = fc.integer({ min: 0, max: 6 })
const duration = fc.integer({ min: 0, max: 3_000_000 }).map((seconds) => seconds * 1_000_000)
/** Words with every sign in them that means something elsewhere. */
const anyWord = fc
  .string({
    unit: fc.constantFrom(
      'a',
      'é',
      '7',
      ':',
      '(',
      '"',
      '\\',
      '*',
      '?',
      '~',
      '/',
      '[',
      '-',
      '!',
      '&',
      '<',
      ' ',
    ),
  })
  .map((text) => `${text}x`)
/** Of at most six decimals, as they are read. */
const figure = fc
  .tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, decimals]) => Number(`${digits}e-${decimals}`))
/** From one value to another, with one end open or none. */
const bounded = <Kind extends 'amount' | 'quantity', Value>(kind: Kind, value: fc.Arbitrary<Value>) => {
  const end = fc.record({ value, with: fc.boolean() }, plain)
  return fc
    .record({ kind: fc.constant(kind), from: fc.option(end), until: fc.option(end) }, plain)
    .filter(({ from, until }) => from !== null || until !== null)
}
const endsWhole = (pattern: string): boolean => !/(^|[^\\])(\\\\)*\\$/.test(pattern)

// oxlint-disable-next-line eslint/max-lines-per-function -- a list of every kind of term there is
const { query } = fc.letrec<{ query: SearchQuery }>((tie) => {
  const terms = fc.array(tie('query'), { minLength: 2, maxLength: 4 })
  const micros = fc.integer({ min: -1e15, max: 4e15 }).map((value) => parseEpochMicros(value)!)
  const value = fc.string({ unit: 'grapheme' }).map((text) => `x${text.replaceAll('"', '')}`)
  return {
    query: fc.oneof(
      { maxDepth: 5 },
      fc.record(
        {
          kind: fc.constant('word'),
          text: fc
            .stringMatching(/^[a-zé0-9]['a-z:.-]{0,8}[a-z]$/)
            .filter(
              (text) =>
                !/^(from|to|with|in|network|exhibit|drop|is|has|on|sent|day|hour|near|tag|read-by|entity|amount|currency|qty|lang|lex|after|before|written|in-file):/.test(
                  text,
                ),
            ),
          prefix: fc.boolean(),
        },
        plain,
      ),
      fc.record({ kind: fc.constant('phrase'), words: value, prefix: fc.boolean() }, plain),
      fc.record(
        {
          kind: fc.constant('within'),
          layer: fc.constantFrom('written', 'in-file'),
          term: fc.record({ kind: fc.constant('phrase'), words: value, prefix: fc.boolean() }, plain),
        },
        plain,
      ),
      fc.record(
        {
          kind: fc.constant('field'),
          field: fc.constantFrom('from', 'to', 'with', 'in', 'network', 'exhibit'),
          value,
        },
        plain,
      ),
      fc.record({ kind: fc.constantFrom('after', 'before'), at: micros }, plain),
      fc.record({ kind: fc.constant('word'), text: anyWord, prefix: fc.constant(false) }, plain),
      fc.record({ kind: fc.constant('near'), words: value, within: fc.integer({ min: 0, max: 100 }) }, plain),
      fc.record(
        { kind: fc.constant('wildcard'), pattern: fc.stringMatching(/^([a-zé]{0,3}[*?]){1,3}[a-z]$/) },
        plain,
      ),
      fc.record(
        {
          kind: fc.constant('fuzzy'),
          text: fc.stringMatching(/^[a-zé0-9]{1,8}$/),
          edits: fc.constantFrom(0, 1, 2),
        },
        plain,
      ),
      fc.record(
        {
          kind: fc.constant('stem'),
          text: fc.stringMatching(/^[a-zé0-9]{1,8}$/),
          language: fc.constantFrom('en', 'sv', 'no'),
        },
        plain,
      ),
      fc.record(
        {
          kind: fc.constant('regex'),
          pattern: fc.stringMatching(/^[a-z.+*?|()[\]\d]{1,9}$/).filter(endsWhole),
        },
        plain,
      ),
      fc.record({ kind: fc.constant('has'), what: fc.constantFrom('file', 'link', 'copies') }, plain),
      fc.record({ kind: fc.constant('tag'), tag: value }, plain),
      fc.record({ kind: fc.constant('read-by'), reader: value }, plain),
      fc.record({ kind: fc.constant('reviewed'), state: fc.constantFrom('relevant', 'unread') }, plain),
      fc.record({ kind: fc.constant('is'), mark: fc.constantFrom('plain', 'resend') }, plain),
      fc.record({ kind: fc.constant('language'), language: fc.constantFrom(...languages) }, plain),
      fc.record({ kind: fc.constant('entity'), entity: fc.constantFrom(...entityTypes) }, plain),
      fc.record({ kind: fc.constant('currency'), code: fc.constantFrom('GBP', 'EUR', 'BTC') }, plain),
      fc.record({ kind: fc.constant('lexicon'), lexicon: value }, plain),
      bounded('amount', figure),
      bounded('quantity', fc.record({ value: figure, unit: fc.constantFrom('kg', 'g', 'oz') }, plain)),
      fc.record({ kind: fc.constant('hour'), from: hour, until: hour }, plain),
      fc.record({ kind: fc.constant('weekday'), from: weekday, until: weekday }, plain),
      fc.record(
        { kind: fc.constant('around'), uid: fc.stringMatching(/^[0-9a-f]{32}$/), micros: duration },
        plain,
      ),
      fc.record({ kind: fc.constantFrom('and', 'or'), terms }, plain),
      fc.record({ kind: fc.constant('not'), term: tie('query') }, plain),
    ),
  }
})

test('reads back every query it renders', () => {
  fc.assert(fc.property(query, (tree) => assert.deepEqual(read(renderSearch(tree)), tree)))
})

test('reads or refuses any text, and reads what it rendered of it the same', () => {
  const piece = fc.constantFrom(
    'a',
    '"',
    '(',
    ')',
    ' ',
    '-',
    '*',
    'AND',
    'OR',
    'NOT',
    'from:',
    'after:',
    '2020-01-01',
    '\ud800',
    '😀',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(text, (typed) => {
      try {
        const tree = read(typed)
        assert.deepEqual(read(renderSearch(tree)), tree)
      } catch (error) {
        if (!(error instanceof BaileyError)) throw error
        assert.equal(error.code, 'bad-query')
      }
    }),
    { numRuns: 1000 },
  )
})

test('reads the signs people know from Lucene', () => {
  assert.deepEqual(read('"drop bag"~5'), { kind: 'near', words: 'drop bag', within: 5 })
  assert.deepEqual(read('k?lo*s'), { kind: 'wildcard', pattern: 'k?lo*s' })
  assert.deepEqual(read('kilo~'), { kind: 'fuzzy', text: 'kilo', edits: 2 })
  assert.deepEqual(read('kilo~1'), { kind: 'fuzzy', text: 'kilo', edits: 1 })
  assert.deepEqual(read('/ki?l(o|a)s?/'), { kind: 'regex', pattern: 'ki?l(o|a)s?' })
  assert.deepEqual(read('+a && !b || c'), read('(a AND NOT b) OR c'))
  assert.deepEqual(read('where?'), word('where'))
  assert.deepEqual(read(String.raw`10\:30`), word('10:30'))
  assert.deepEqual(
    read('10:30 http://x.example/y'),
    read('10:30 AND "http://x.example/y"'.replaceAll('"', '')),
  )
  assert.deepEqual(read('from:(anna OR boris)'), read('from:anna OR from:boris'))
  assert.deepEqual(read('drop:NCA/1'), { kind: 'field', field: 'exhibit', value: 'NCA/1' })
})

test('reads times as stretches, ranges with either end open, hours and weekdays past their end', () => {
  assert.deepEqual(read('on:2020-06'), read('after:2020-06-01 before:2020-07-01'))
  assert.deepEqual(read('sent:[2020 TO 2020-04-30]'), read('after:2020-01-01 before:2020-05-01'))
  assert.deepEqual(read('sent:{2020-04-01 TO 2020-04-30}'), read('after:2020-04-02 before:2020-04-30'))
  assert.deepEqual(read('sent:[* TO 2020-04-30]'), read('before:2020-05-01'))
  assert.deepEqual(read('sent>2020-04'), read('after:2020-05-01'))
  assert.deepEqual(read('sent<=2020-04-30'), read('before:2020-05-01'))
  assert.deepEqual(read('hour:22-5'), { kind: 'hour', from: 22, until: 5 })
  assert.deepEqual(read('hour:[22 TO 5]'), { kind: 'hour', from: 22, until: 5 })
  assert.deepEqual(read('day:fri-sun'), { kind: 'weekday', from: 4, until: 6 })
  assert.deepEqual(read('day:Saturday'), { kind: 'weekday', from: 5, until: 5 })
  assert.deepEqual(read('day:2020-04-01'), read('on:2020-04-01'))
  const uid = '0123456789abcdef0123456789abcdef'
  assert.deepEqual(read(`near:${uid}~90m`), { kind: 'around', uid, micros: 5_400_000_000 })
})

test('reads sums and quantities by value, whatever thousands and scales are written in', () => {
  const amount = (text: string) => {
    const tree = read(`amount:${text}`)
    return tree.kind === 'amount' ? tree.from?.value : tree.kind
  }
  for (const [text, value] of [
    ['50000', 50_000],
    ['50,000', 50_000],
    ['1,250,000.50', 1_250_000.5],
    ['50k', 50_000],
    ['1.2m', 1_200_000],
    ['1.1M', 1_100_000],
    ['1.125k', 1125],
    ['3bn', 3_000_000_000],
    ['0.125', 0.125],
    ['12.5', 12.5],
  ] as const)
    assert.equal(amount(text), value, text)
  for (const text of [
    '50.000',
    '1,5',
    '1,50,000',
    '5,0000',
    '1e5',
    '5k5',
    '0x10',
    '\u0665',
    '9'.repeat(16),
    '999999999bn',
  ])
    assert.throws(() => amount(text), /amount: takes a number.*at column 1\b/, text)
  assert.deepEqual(read('amount:[1000 TO 5k}'), {
    kind: 'amount',
    from: { value: 1000, with: true },
    until: { value: 5000, with: false },
  })
  assert.throws(() => read('qty>=10 kg'), /qty: takes a number and a unit.*at column 1\b/)
  assert.deepEqual(read('qty>=10Kilos'), {
    kind: 'quantity',
    from: { value: { value: 10, unit: 'kg' }, with: true },
    until: null,
  })
  assert.deepEqual(read('lang:Russian'), { kind: 'language', language: 'ru' })
})

test('refuses what it cannot mean, at its column', () => {
  for (const [text, says] of [
    ['a from: b', /from: has no value, at column 3/],
    ['a [b TO c]', /a range belongs to a field, as in .*, at column 3/],
    ['"a b"~500', /number of words up to 100/],
    ['ab~3', /1 or 2 changes/],
    ["o'clock~", /single word/],
    ['a bags~xy', /a language for its stem .*, at column 3/],
    ['手机~1', /without spaces, at column 1/],
    ['a 手*机', /without spaces, at column 3/],
    ['a "\u200b"', /only part words .*, at column 3/],
    ['a.*b', /within a single word/],
    ['hour:25', /0 to 23/],
    ['day:someday', /weekday/],
    ['hour>3', /takes no range/],
    ['has:wings', /has: is one of file, link/],
    ['near:12~2h', /32 hex digits/],
    ['from:(in:b)', /among the values of from:, at column 7/],
    ['from:(a', /not closed, at column 6/],
    ['x'.repeat(100_001), /longer than 100000/],
    ['a \\', /backslash, at column 3/],
  ] as const)
    assert.throws(
      () => read(text),
      (error) => error instanceof BaileyError && says.test(error.message),
      text,
    )
})
