import { lstat, readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { BaileyError } from '../core/errors.ts'
import type { Folder } from '../wire/imports.ts'

/** What a folder of this machine holds, in code unit order; links and devices are left out. Null is the home folder. @throws {BaileyError} `cannot-read`. */
export async function listFolder(path: string | null): Promise<Folder> {
  const dir = path === null ? homedir() : checkAbsolute(path)
  const entries = await entriesOf(dir)
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => ({ name }))
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ name }) => ({ name, size: (await lstat(join(dir, name))).size })),
  )
  return {
    path: dir,
    parent: dirname(dir) === dir ? null : dirname(dir),
    folders: folders.toSorted(byName),
    files: files.toSorted(byName),
  }
}

/** A path of this machine, made plain. @throws {BaileyError} `bad-value` when it is relative or holds a NUL. */
export function checkAbsolute(path: string): string {
  if (!isAbsolute(path) || path.includes('\0'))
    throw new BaileyError('bad-value', 'A path on the server must be absolute')
  return resolve(path)
}

async function entriesOf(dir: string) {
  try {
    return await readdir(dir, { withFileTypes: true })
  } catch (error) {
    throw new BaileyError('cannot-read', dir, { cause: error })
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  if (a.name === b.name) return 0
  return a.name < b.name ? -1 : 1
}
