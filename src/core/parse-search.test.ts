import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BaileyError } from './errors.ts'
import { parseSearch, renderSearch } from './parse-search.ts'
import type { SearchQuery, WordsQuery } from './search-query.ts'
import { parseEpochMicros } from './time.ts'

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
  assert.throws(() => read('😀 a'), /column 1\b/)
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
            .filter((text) => !/^(from|to|in|network|is|after|before|written|in-file):/.test(text)),
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
        { kind: fc.constant('field'), field: fc.constantFrom('from', 'to', 'in', 'network'), value },
        plain,
      ),
      fc.record({ kind: fc.constantFrom('after', 'before'), at: micros }, plain),
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
    'in-file:',
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
