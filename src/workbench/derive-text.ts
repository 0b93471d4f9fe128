import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import { openVault } from '../custody/vault.ts'
import { type FileToDerive, filesWithout, type LayerName } from '../store/sql/derived-rows.ts'
import { writing } from '../store/sqlite/transaction.ts'
import { storeWords } from '../store/sqlite/words-of-files.ts'
import type { Asker } from '../store/store.ts'
import { countDerived, type DeriveReport, type DeriveWatch } from './derive-report.ts'
import { type EngineLimits, type EngineRun, runEngine, wordsOf } from './engine-command.ts'
import { openLocalCase } from './open-case.ts'

/** A run of the user's own program over the files of a case. */
export interface TextRun {
  readonly layer: LayerName & { readonly kind: 'ocr' | 'speech' }
  /** Language the engine is told to expect, kept with what it gives; null when it is not said. */
  readonly language: string | null
  /** Words of the command, `{file}` where the path of the file goes. */
  readonly command: string
  /** Longest time for one file. */
  readonly timeoutMs: number
}

/** Voice messages are often kept in the container of a film. */
const mediaTypes = { ocr: ['image/%'], speech: ['audio/%', 'video/%'] } as const

/**
 * Has a program of the user's read the words in every picture, or hear those in every recording, of a case that has no
 * such layer of that engine and version, and keeps what it prints. The program is given a copy of one file at a time.
 *
 * @throws {BaileyError} `not-permitted`, `not-a-case`, `bad-value` when the command cannot be started.
 */
export async function deriveText(
  caseDir: string,
  asker: Asker,
  run: TextRun,
  watch: DeriveWatch = {},
): Promise<DeriveReport> {
  if (!asker.may.includes('import-evidence')) throw new BaileyError('not-permitted', 'derive from evidence')
  const { layer } = run
  const words = wordsOf(run.command)
  const { connection, log } = await openLocalCase(caseDir)
  const { raw, db } = connection
  const vault = openVault(caseDir)
  const count = countDerived(layer, watch)
  try {
    const { kind, engine, version } = layer
    const detail = { kind, engine, version, language: run.language, command: run.command.toWellFormed() }
    await writing(raw, () => log.append(asker, { action: 'derive.begin', object: null, detail }))
    for await (const file of filesWithout(db, layer, mediaTypes[kind])) {
      if (watch.signal?.aborted) break
      const said = await readOne(vault.pathOf(file.sha256), file, {
        words,
        timeoutMs: run.timeoutMs,
        signal: watch.signal ?? null,
      })
      if (watch.signal?.aborted) break
      if (said.failed !== null) {
        count.failed(file.sha256, said.failed)
        continue
      }
      const { text, cut } = said
      const derived = { picture: null, text, language: run.language, cut, refused: null }
      await writing(raw, () =>
        storeWords({ ...connection, log, asker }, layer, [{ sha256: file.sha256, derived }]),
      )
      count.made()
    }
    return count.report()
  } finally {
    connection.close()
  }
}

/** Runs the program on a copy, in a folder of its own that is removed afterwards: the sealed file is out of its sight. */
async function readOne(
  sealed: string,
  { mediaType }: FileToDerive,
  { words, ...limits }: EngineLimits & { readonly words: readonly string[] },
): Promise<EngineRun> {
  const folder = await mkdtemp(join(tmpdir(), 'bailey-derive-'))
  try {
    const file = join(folder, `file.${extensionOf(mediaType)}`)
    await copyFile(sealed, file)
    return await runEngine(
      words.map((word) => word.replaceAll('{file}', file)),
      limits,
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Programs go by the name: `image/jpeg` is `jpeg`, `video/x-msvideo` is `msvideo`. */
function extensionOf(mediaType: string): string {
  const known: Readonly<Record<string, string>> = {
    'image/jpeg': 'jpg',
    'audio/mpeg': 'mp3',
    'audio/mp4': 'm4a',
    'video/quicktime': 'mov',
    'video/3gpp': '3gp',
    'video/x-msvideo': 'avi',
  }
  return known[mediaType] ?? mediaType.replace(/^.*\/(?:x-)?/, '').replace(/[^a-z0-9]/g, '')
}
