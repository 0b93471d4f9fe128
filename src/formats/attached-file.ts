import type { Attachment } from '../core/message-details.ts'
import type { EvidenceFile } from './format.ts'

/** The first of these paths, from the file's folder, at which the exhibit holds a file; null when none does. */
export function firstBeside(file: EvidenceFile, paths: readonly string[]): EvidenceFile | null {
  for (const path of paths) {
    const found = path === '' ? null : file.beside(path)
    if (found !== null) return found
  }
  return null
}

/** Paths a record's path may mean: as it stands, with `\` read as `/`, and with `%20` and the like decoded. */
export function readingsOf(path: string): readonly string[] {
  const slashed = path.replaceAll('\\', '/')
  return [...new Set([path, slashed, decoded(slashed)])]
}

/** The last name of a path; null when it has none. */
export function nameIn(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return name === '' ? null : name
}

/** SHA-256 of each attachment the exhibit holds, in order. */
export function mediaHashesOf(attachments: readonly Attachment[]): readonly string[] {
  return attachments.map(({ sha256 }) => sha256).filter((hash) => hash !== null)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (error) {
    if (error instanceof URIError) return path
    throw error
  }
}
