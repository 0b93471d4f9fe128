import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldPhrase, foldText, foldWithPlaces, hasWords, searchedUnits } from './fold-text.ts'

const folds = (text: string) => foldText(text).trim().replaceAll(/ +/g, ' ')

test('folds what is written in several ways into one', () => {
  for (const [text, folded] of [
    ['Ｋｉｌｏ１２', 'Kilo12'],
    ['𝐤𝐢𝐥𝐨 🅺🅸🅻🅾 ⓀⓘⓁⓄ', 'kilo kilo KiLO'],
    ['ёлка е\u0308лка Ёж мой мои\u0306', 'елка елка Еж мой мой'],
    ['δρόμος ΔΡΌΜΟΣ ἄνθρωπος', 'δρομοσ ΔΡΟΜΟΣ ανθρωποσ'],
    ['كِتَاب محـــمد أحمد مصطفى', 'كتاب محمد احمد مصطفي'],
    ['שָׁלוֹם', 'שלום'],
    ['٣٤٥ ௧ 𝟗 ② 10²', '345 1 9 2 102'],
    ['2½ Acme™ 20°C', '2½ Acme 20 C'],
    ['a\u200bb\u00adc\u2066d', 'abcd'],
    ['한국 \u1112\u1161\u11ab', '한국 한'],
    ['हिन्दी', 'हिन्दी'],
  ] as const)
    assert.equal(folds(text), folded)
})

test('puts look-alikes of a mixed word into one script, and leaves a word of one script', () => {
  for (const [text, folded] of [
    ['сор', 'сор'],
    ['c\u043e\u0441a\u0456ne', 'cocaine'],
    ['д\u006fм', 'дом'],
    ['p\u03b1yp\u03b1l', 'paypal'],
    ['\u0412ANK', 'BANK'],
    ['\u0440\u00e9\u0441\u0430n', 'pecan'],
    ['手\u043e', '手 \u043e'],
    ['iPhone\u043e\u0432', 'iPhoneo\u0432'],
  ] as const)
    assert.equal(folds(text), folded)
})

test('cuts stretches without spaces into pairs, and emoji into words', () => {
  assert.equal(folds('買手机。iPhone手机'), '買手 手机 机 。iPhone 手机 机')
  assert.equal(folds('กินข้าว'), 'กิ ิน นข ข้ ้า าว ว')
  assert.equal(folds('a💊💊b 👍🏽 ❤️ 🇫🇷🇬🇧 1️⃣'), 'a 💊 💊 b 👍 ❤ 🇫🇷 🇬🇧 1')
  assert.deepEqual(foldPhrase('買手机'), { words: ' 買手 手机 ', goesOn: false })
  assert.deepEqual(foldPhrase('手机 手!'), { words: ' 手机 机   手', goesOn: true })
  assert.deepEqual(foldPhrase('boat'), { words: 'boat', goesOn: false })
})

test('says whether anything of a text can be searched', () => {
  for (const text of ['!!', '', '£', '\u200b', '\u00ad.', '\u{1f3fd}', '…'])
    assert.equal(hasWords(text), false)
  for (const text of ['a', '💊', '手', '٣', 'x!', '½']) assert.equal(hasWords(text), true)
})

test('knows of each folded unit which stretch of the text it came from', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  fc.assert(
    fc.property(text, (of) => {
      const { text: folded, place } = foldWithPlaces(of)
      assert.equal(folded, foldText(of))
      let last = 0
      for (const [start, length] of wordPlaces(folded)) {
        const [from, until] = place(start, start + length)
        assert.ok(from >= 0 && until <= of.length && from < until)
        assert.ok(from >= last || folded.slice(start, start + length).length <= 4)
        last = from
      }
    }),
    { numRuns: 500 },
  )
  const { text: folded, place } = foldWithPlaces('買手机 Ｋｉ\u200bｌｏ ❤\ufe0f')
  const of = (word: string) => place(folded.indexOf(word), folded.indexOf(word) + word.length)
  assert.deepEqual(of('手机'), [1, 3])
  assert.deepEqual(of('Kilo'), [4, 9])
  assert.deepEqual(of('❤'), [10, 12])
})

function wordPlaces(folded: string): (readonly [number, number])[] {
  return [...folded.matchAll(/\S+/g)].map(({ 0: word, index }) => [index, word.length] as const)
}

test('searches so much of a text that is very long, and cuts no character', () => {
  const long = 'x'.repeat(searchedUnits - 1)
  assert.equal(foldText(`${long}yz`).length, searchedUnits)
  assert.equal(foldText(`${long}\u{1f600}`), long)
})
