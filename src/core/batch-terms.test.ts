import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readTerms } from './batch-terms.ts'

const texts = (text: string, csv = false) => readTerms(text, csv, 'UTC').map((term) => [term.line, term.text])

test('a list is one term a line, whatever ends the lines; blank lines and comments are passed over', () => {
  assert.deepEqual(texts('\u{FEFF}bag\r\n\r\n# places\n  the   yard \rboat'), [
    [1, 'bag'],
    [4, 'the yard'],
    [5, 'boat'],
  ])
  assert.deepEqual(texts(''), [])
})

test('quotation marks are part of a query in a list, and of the file in CSV', () => {
  assert.deepEqual(texts('"red van"~5,x'), [[1, '"red van"~5,x']])
  assert.deepEqual(texts('"bag, or box",note\r\n"""red van""",1\nplain,2\n"two\nlines",3\nlast', true), [
    [1, 'bag, or box'],
    [2, '"red van"'],
    [3, 'plain'],
    [4, 'two lines'],
    [6, 'last'],
  ])
  assert.deepEqual(texts('"never closed, x\ny', true), [[1, 'never closed, x y']])
})

test('a line that cannot be read says so, with the column, and leaves the others as they are', () => {
  const [bad, good] = readTerms('a AND (b\nbag', false, 'UTC')
  assert.match(bad && 'refused' in bad ? bad.refused : '', /column \d+/)
  assert.equal(good && 'readAs' in good ? good.readAs : '', 'bag')
})

const clean = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

test('CSV of any cells gives back its first column', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'b', '"', ',', ';', ' ', '\n', '\r', '#'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), (rows) => {
      const csv = rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
      const expected = rows
        .map(([first]) => clean(first))
        .filter((text) => text !== '' && !text.startsWith('#'))
      assert.deepEqual(
        texts(csv, true).map(([, text]) => text),
        expected,
      )
    }),
  )
})
