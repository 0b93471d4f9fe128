import assert from 'node:assert/strict'
import test from 'node:test'
import { silencesOf } from './silences.ts'

test('puts what each handle wrote in the same days together, before the day the messages go on', () => {
  const gap = { from: '2020-04-27', until: '2020-04-30', days: 4 }
  const silences = silencesOf([
    { ...gap, handle: 'xmpp:anna@a.example', elsewhere: 38 },
    { ...gap, handle: 'xmpp:boris@a.example', elsewhere: 2 },
  ])
  assert.deepEqual(
    [...silences],
    [
      [
        '2020-05-01',
        {
          ...gap,
          elsewhere: [
            { handle: 'xmpp:anna@a.example', messages: 38 },
            { handle: 'xmpp:boris@a.example', messages: 2 },
          ],
        },
      ],
    ],
  )
})
