import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { joinedWords, matchedWords, type WordsLayer } from './file-words.ts'

const layerOf = (text: string): WordsLayer => ({
  sha256: 'ab',
  layer: {
    kind: 'ocr',
    engine: 'reader',
    version: '1',
    language: null,
    text,
    picture: null,
    cut: false,
    refused: null,
  },
})

test('a match is shown in its own layer, as it stands there, with what was left out counted', () => {
  const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 900 })
  fc.assert(
    fc.property(
      fc.array(anyText, { minLength: 1, maxLength: 4 }),
      fc.nat(),
      fc.nat(),
      (texts, which, where) => {
        const layers = texts.map(layerOf)
        const i = which % texts.length
        const [text = ''] = texts.slice(i)
        const at = where % text.length
        const range = [at, at + 1] as const
        const start = texts.slice(0, i).reduce((sum, { length }) => sum + length + 3, 0)
        assert.equal(joinedWords(layers)?.slice(start + at, start + at + 1), text[at])
        const [match, ...others] = matchedWords(layers, [[start + range[0], start + range[1]]])
        assert.ok(match)
        assert.deepEqual(others, [])
        const { excerpt, before, after, highlights } = match
        assert.equal(before + excerpt.length + after, text.length)
        assert.equal(text.slice(before, before + excerpt.length), excerpt)
        assert.ok(excerpt.isWellFormed())
        for (const [a, b] of highlights) assert.equal(excerpt.slice(a, b), text.slice(...range))
      },
    ),
  )
})
