import type { Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { BaileyError } from '../core/errors.ts'

/** A file handed over: where it is (absolute), and its name within the exhibit, its parts parted by `/`. */
export interface HandedFile {
  readonly path: string
  readonly name: string
}

/** What was handed over: the files, and what stands beside them that cannot be taken in. Each is in code unit order of name. */
export interface Collected {
  readonly files: readonly HandedFile[]
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
}

/**
 * Every file under the paths, hidden ones too. A file goes by its base name; the files of a single folder by their
 * paths within it; of several paths each name begins with the base name of its path, or, where two of those are the
 * same, with the number of the path. Links are not followed.
 *
 * @throws {BaileyError} cannot-read when one of the paths is missing or cannot be read.
 */
export async function collectFiles(paths: readonly string[]): Promise<Collected> {
  const roots = [...new Set(paths.map((path) => resolve(path)))]
  const bases = roots.map((root) => basename(root))
  const areUnique = new Set(bases).size === bases.length
  const found: Found = { files: [], refused: [] }
  for (const [at, root] of roots.entries()) {
    const base = areUnique ? basename(root) : `${at + 1}/${basename(root)}`
    const stats = await statOf(root)
    if (stats.isDirectory()) await walk(root, roots.length === 1 ? '' : `${base}/`, found)
    else collect({ path: root, name: base }, stats, found)
  }
  return { files: found.files.toSorted(byName), refused: found.refused.toSorted(byName) }
}

interface Found {
  readonly files: HandedFile[]
  readonly refused: { readonly name: string; readonly reason: string }[]
}

type Kind = Pick<Stats, 'isFile' | 'isSymbolicLink' | 'isDirectory'>

async function walk(folder: string, prefix: string, found: Found): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const name = decodeName(entry.name)
    if (name === null) {
      found.refused.push({ name: prefix + entry.name.toString('latin1'), reason: 'its name is not UTF-8' })
      continue
    }
    const file = { path: join(folder, name), name: prefix + name }
    if (entry.isDirectory()) await walkInner(file, found)
    else collect(file, entry, found)
  }
}

async function walkInner({ path, name }: HandedFile, found: Found): Promise<void> {
  try {
    await walk(path, `${name}/`, found)
  } catch (error) {
    if (!(error instanceof BaileyError)) throw error
    found.refused.push({ name, reason: 'the folder cannot be read' })
  }
}

function collect(file: HandedFile, kind: Kind, found: Found): void {
  if (kind.isFile()) found.files.push(file)
  else if (kind.isSymbolicLink())
    found.refused.push({ name: file.name, reason: 'it is a link, and links are not followed' })
  else found.refused.push({ name: file.name, reason: 'it is neither a file nor a folder' })
}

async function statOf(path: string): Promise<Stats> {
  try {
    return await lstat(path)
  } catch (error) {
    throw new BaileyError('cannot-read', path, { cause: error })
  }
}

async function entriesOf(folder: string) {
  try {
    // Names as bytes: decoded by the runtime, a damaged one would no longer name its file.
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    throw new BaileyError('cannot-read', folder, { cause: error })
  }
}

function decodeName(bytes: Buffer): string | null {
  const name = bytes.toString('utf8')
  return Buffer.from(name).equals(bytes) ? name : null
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0
  return a.name < b.name ? -1 : 1
}
