import { posix } from 'node:path'
import { visiblePath } from '../custody/archives/member-name.ts'
import type { BesideFile } from './read-evidence.ts'

/** The files of an exhibit by name. */
export type FilesBeside = ReadonlyMap<string, BesideFile>

/**
 * The file a path leads to from another's folder; null when there is none, or when the path leads out of the exhibit or
 * out of the archive the other was unpacked from.
 */
export function findBeside(files: FilesBeside, name: string, to: string): BesideFile | null {
  const start = archiveStart(files, name)
  const path = posix.join(posix.dirname(name.slice(start)), to)
  if (path === '..' || path.startsWith('../')) return null
  const archive = name.slice(0, start)
  return files.get(archive + path) ?? files.get(archive + visiblePath(path)) ?? null
}

/** Where, in a file's name, its path within the innermost archive begins; a folder may be called `x!` too. */
function archiveStart(files: FilesBeside, name: string): number {
  for (let at = name.lastIndexOf('!/'); at >= 0; at = at === 0 ? -1 : name.lastIndexOf('!/', at - 1))
    if (files.has(name.slice(0, at))) return at + 2
  return 0
}
