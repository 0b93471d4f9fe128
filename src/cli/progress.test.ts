import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderProgress } from './progress.ts'

test('shows bytes, messages a second and the time left', () => {
  const half = { phase: 'reading', bytesDone: 50_000_000, bytesTotal: 100_000_000, records: 300_000 } as const
  assert.equal(
    renderProgress(half, 5),
    'reading [============            ]  50 %  50.0 MB of 100.0 MB  60,000 messages/s  5 s left',
  )
})

test('promises nothing before it can know', () => {
  const start = { phase: 'sealing', bytesDone: 0, bytesTotal: 100, records: 0 } as const
  assert.equal(renderProgress(start, 0), 'sealing [                        ]   0 %  0 B of 100 B')
})
