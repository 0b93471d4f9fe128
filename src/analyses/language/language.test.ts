import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Language, languageGrounds, languages } from '../../core/language.ts'
import { habitOf, languageOf, ownLanguage } from './language.ts'
import { readOwnWords } from './own-words.ts'
import { packOwnWords } from './pack-words.ts'

const told = (body: string, habit: Language = 'none'): string => {
  const { language, ground } = languageOf(packOwnWords(body), languages.indexOf(habit))
  return `${languages[language]} ${languageGrounds[ground]}`
}

test('sentences are told by their small words, with their marks or without', () => {
  for (const [language, body] of [
    ['en', 'bring the two boxes to the yard when you are ready'],
    ['nl', 'ik kom morgen wel even langs met de bus'],
    ['de', 'ich bin noch nicht da aber ich komme gleich'],
    ['fr', "je suis pas chez moi mais j'arrive demain"],
    ['es', 'mañana voy con mi hermano pero no tengo nada'],
    ['es', 'manana voy con mi hermano pero no tengo nada'],
    ['it', 'domani vado con mio fratello ma non ho niente'],
    ['pl', 'jutro przyjdę ale teraz nie mam czasu'],
    ['tr', 'yarın gel ama şimdi burada değil'],
    ['sq', 'nesër vij te ti por nuk kam asgjë'],
    ['ru', 'я завтра приеду но денег пока нет'],
    ['uk', 'я завтра приїду але грошей поки що немає'],
    ['ar', 'انا هنا الان لكن هو ليس معي في البيت'],
    ['fa', 'من امروز نیستم ولی فردا میام اینجا'],
  ] as const)
    assert.equal(told(body), `${language} words`, body)
})

test('a script that one language is written in is enough', () => {
  assert.equal(told('καλά'), 'el script')
  assert.equal(told('שלום'), 'he script')
  assert.equal(told('สวัสดี'), 'th script')
  assert.equal(told('안녕'), 'ko script')
  assert.equal(told('明日の荷物'), 'ja script')
  assert.equal(told('明天你把货物送到老地方'), 'zh script')
  assert.equal(told('明日 荷物'), 'none nothing')
  assert.equal(told('明日 荷物', 'ja'), 'ja habit')
})

test('too little to go by is not guessed', () => {
  for (const body of [
    '',
    'wag1 bro u 2nite',
    'ok',
    'lol',
    '👍👍',
    '12:30',
    'https://where.is.the/money',
    'C:\\the\\and\\you',
    'Да',
    'ok да',
  ])
    assert.equal(told(body), 'none nothing', body)
})

test('a message goes by the habit of its sender unless its words or script speak against it', () => {
  assert.equal(told('wag1 bro u 2nite', 'en'), 'en habit')
  assert.equal(told('ok', 'nl'), 'nl habit')
  assert.equal(told('ok', 'ru'), 'none nothing')
  assert.equal(told('спасибо', 'en'), 'none nothing')
  assert.equal(told('bonjour', 'nl'), 'none nothing')
  assert.equal(told('👍', 'nl'), 'none nothing')
  assert.equal(told('ik kom morgen wel even langs', 'en'), 'nl words')
})

test('three messages make a habit, and four in five', () => {
  const [en, ru] = [languages.indexOf('en'), languages.indexOf('ru')]
  assert.equal(habitOf(new Map([[en, 2]])), 0)
  assert.equal(habitOf(new Map([[en, 3]])), en)
  assert.equal(
    habitOf(
      new Map([
        [en, 8],
        [ru, 2],
      ]),
    ),
    en,
  )
  assert.equal(
    habitOf(
      new Map([
        [en, 7],
        [ru, 2],
      ]),
    ),
    0,
  )
})

test('any text is told the same twice, as a language there is, whatever its length', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      'the ',
      'you ',
      'и ',
      'ik ',
      '\u0000',
      '\ud800',
      'a'.repeat(500),
      '\u0300'.repeat(300),
      "'",
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom(...languages), (pieces, habit) => {
      const body = pieces.join('')
      const packed = packOwnWords(body)
      assert.equal(packOwnWords(body), packed)
      assert.ok(packed < 2 ** 16)
      const { language, ground } = languageOf(packed, languages.indexOf(habit))
      assert.ok(languages[language] !== undefined)
      assert.equal(language === 0, languageGrounds[ground] === 'nothing')
      const own = ownLanguage(packed)
      if (own !== 0) assert.equal(language, own)
      else assert.ok(language === 0 || languages[language] === habit)
    }),
    { numRuns: 500 },
  )
})

test('only the beginning of a message is looked at', () => {
  const long = `${'x '.repeat(300)}${'the money is with you '.repeat(100_000)}`
  assert.deepEqual(readOwnWords(long), readOwnWords(long.slice(0, 400)))
})
