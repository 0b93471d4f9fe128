import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { renderAmount, renderBytes, renderCount, renderEvidence, renderSentAt, renderTable } from './print.ts'

// oxlint-disable-next-line no-control-regex -- none may be left
const acts = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

test('escapes what a terminal would act on and leaves words alone', () => {
  assert.equal(
    renderEvidence('\u001b]8;;http://x\u0007click\u009b31m'),
    String.raw`\u{1b}]8;;http://x\u{7}click\u{9b}31m`,
  )
  assert.equal(renderEvidence('two\nlines\tand \u202egpj.exe'), String.raw`two\nlines\tand \u{202e}gpj.exe`)
  assert.equal(renderEvidence('half \ud83d of 😂'), String.raw`half \u{d83d} of 😂`)
  assert.equal(renderEvidence('שלום, zażółć'), 'שלום, zażółć')
})

test('shows no instant where the source states no time', () => {
  const sentAt = '1970-01-01T00:00:00.000001Z'
  assert.equal(renderSentAt({ sentAt, zone: 'none' }), 'no time')
  assert.equal(renderSentAt({ sentAt, zone: 'unknown' }), sentAt)
})

test('never leaves a control character or half a pair, whatever the words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = renderEvidence(text)
      assert.doesNotMatch(shown, acts)
      assert.ok(shown.isWellFormed())
    }),
  )
})

test('aligns columns, numbers to the right', () => {
  assert.equal(
    renderTable(
      ['name', 'n#'],
      [
        ['knot', '7'],
        ['sanderling', '1,204'],
      ],
    ),
    'name            n\nknot            7\nsanderling  1,204',
  )
})

test('writes counts and sizes as people read them', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(renderCount), ['0', '999', '1,000', '1,234,567'])
  assert.deepEqual(
    [renderAmount(1, 'entry'), renderAmount(2000, 'entry'), renderAmount(0, 'file')],
    ['1 entry', '2,000 entries', '0 files'],
  )
  assert.deepEqual([12, 1500, 2_500_000, 3e9].map(renderBytes), ['12 B', '1.5 kB', '2.5 MB', '3.0 GB'])
})
