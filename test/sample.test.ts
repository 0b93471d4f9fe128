import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeSample } from '../scripts/sample.ts'

const folder = join(import.meta.dirname, '..', 'samples', 'operation-plover')

test('the generator makes the bundled sample byte for byte', () => {
  const made = makeSample()
  const kept = globSync('*/*', { cwd: folder }).map((name) => name.replaceAll('\\', '/'))
  assert.deepEqual(kept.toSorted(), [...made.keys()].toSorted())
  for (const [name, text] of made) assert.ok(readFileSync(join(folder, name)).equals(Buffer.from(text)), name)
})
