import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSearch } from './parse-search.ts'
import { renderSearch } from './render-search.ts'
import { withWord, wordsAskedFor } from './reworded-query.ts'

const read = (text: string) => parseSearch(text, 'UTC')

test('names the words a search asks for, and no others', () => {
  assert.deepEqual(
    wordsAskedFor(
      read(`boat "red van"* NOT kestrel (written:"o'clock" OR boat) tul* k?lo kilo~1 "drop bag"~2 from:wren`),
    ),
    ['boat', 'red', 'o', 'clock', 'drop', 'bag'],
  )
})

test('puts another word in place of one, wherever it is asked for', () => {
  const reworded = withWord(
    read('baot "red baot" NOT baot written:"baot now" baot~1 "baot bag"~2'),
    'baot',
    'boat',
  )
  assert.equal(
    renderSearch(reworded),
    'boat AND "red boat" AND NOT baot AND written:"boat now" AND baot~1 AND "boat bag"~2',
  )
})
