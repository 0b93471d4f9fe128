import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { formats } from '../../src/formats/registry.ts'
import { fuzzFormat } from './fuzz/fuzz-format.ts'

const effort = { seed: 20_200_402, runs: 40 }

suite('a changed sample breaks no law', () => {
  for (const format of formats)
    test(`X-05 D-05 J-01 ${format.id} reads or counts whatever its records are turned into`, async () => {
      const broken = await fuzzFormat(format, effort)
      assert.equal(
        broken && { ...broken, bytes: Buffer.from(broken.bytes).toString('latin1').slice(0, 500) },
        null,
      )
    })
})
