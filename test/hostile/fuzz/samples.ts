import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Format } from '../../../src/formats/format.ts'
import { type MadeSample, madeSamples } from '../evidence/chat-databases.ts'

const root = join(import.meta.dirname, '..', '..', '..', 'src', 'formats')

/** Every sample of a format: those of its folder, those that code makes, and its example where that is a record. */
export function samplesOf({ id, example, extensions }: Format): readonly MadeSample[] {
  const made = madeSamples()[id] ?? []
  const folder = join(root, id === 'slack-directory' ? 'slack' : id, 'samples')
  const kept = globSync('**/*.*', { cwd: folder }).toSorted()
  const others = new Map(
    kept.map((name) => [name.split(sep).join('/'), new Uint8Array(readFileSync(join(folder, name)))]),
  )
  const files = [...others].map(([name, bytes]) => ({ name, bytes, others }))
  const isRecord = made.length === 0 && /[\s{<]/.test(example)
  const short = {
    name: `a${extensions[0] ?? ''}`,
    bytes: new TextEncoder().encode(example),
    others: new Map(),
  }
  return [...files, ...made, ...(isRecord ? [short] : [])]
}
