import { type FilesBeside, findBeside } from './files-beside.ts'

/** Files that hold no chat of their own, read through the file they belong to: how they are named after it, and what they are. */
const sideFiles: readonly (readonly [ending: RegExp, owner: string, mediaType: string])[] = [
  [/-wal$/i, '', 'application/x-sqlite3-wal'],
  [/-shm$/i, '', 'application/x-sqlite3-shm'],
  [/-journal$/i, '', 'application/x-sqlite3-journal'],
  [/(?<=^|\/)_lava_data\.lava$/i, '_lava_artifacts.db', 'application/json'],
]

/** True for names worth asking {@link sideFileType} about. */
export function maybeSideFile(name: string): boolean {
  return sideFiles.some(([ending]) => ending.test(name))
}

/** The media type of a file that belongs to another of the exhibit and is read with it; null when it stands alone. */
export function sideFileType(name: string, files: FilesBeside): string | null {
  for (const [ending, owner, mediaType] of sideFiles) {
    if (!ending.test(name)) continue
    const path = name.replace(ending, owner)
    const file = path.slice(path.lastIndexOf('/') + 1)
    if (file !== '' && findBeside(files, name, file) !== null) return mediaType
  }
  return null
}
