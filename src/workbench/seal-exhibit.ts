import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { resolve as absolute, basename } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import { collectFiles } from '../custody/collect-files.ts'
import { renderManifest } from '../custody/manifest.ts'
import type { Vault } from '../custody/vault.ts'
import type { SealedExhibit } from '../store/case-writer.ts'
import type { ImportReport, TellProgress } from './import-report.ts'

/**
 * Seals files or folders as one exhibit. It is known by what was received: one file by its own hash, more by that of
 * their manifest; what is unpacked from them later does not change it.
 *
 * @throws {BaileyError} `no-evidence`, `cannot-read`, `no-space`.
 */
export async function sealExhibit(
  vault: Vault,
  paths: readonly string[],
  tell: TellProgress,
): Promise<{ readonly exhibit: SealedExhibit; readonly refused: ImportReport['notRead'] }> {
  const { files, refused } = await collectFiles(paths)
  if (files.length === 0) throw new BaileyError('no-evidence', paths.join(', '))
  const bytesTotal = files.reduce((n, { path }) => n + lstatSync(path).size, 0)
  let bytesDone = 0
  const entries = []
  for (const { path, name } of files) {
    const sealed = await vault.sealFile(path, {
      onBytes: async (n) => {
        bytesDone += n
        await tell({ phase: 'sealing', bytesDone, bytesTotal, records: 0 })
      },
    })
    entries.push({ name, ...sealed })
  }
  const name = nameOf(paths)
  const size = entries.reduce((n, entry) => n + entry.size, 0)
  const [only] = entries
  if (only && entries.length === 1 && paths.length === 1 && lstatSync(absolute(paths[0] ?? '')).isFile()) {
    return { exhibit: { name, sha256: only.sha256, size, entries }, refused }
  }
  const manifest = Buffer.from(renderManifest(entries), 'utf8')
  await vault.sealBytes(manifest)
  return {
    exhibit: { name, sha256: createHash('sha256').update(manifest).digest('hex'), size, entries },
    refused,
  }
}

/** What an exhibit is called: the names of what was handed over. */
export function nameOf(paths: readonly string[]): string {
  return paths.map((path) => basename(absolute(path))).join(', ')
}
