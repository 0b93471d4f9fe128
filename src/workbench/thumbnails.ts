import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What measures pictures and makes thumbnails; the version is raised when either could come out otherwise. */
export const pictureEngine = { kind: 'picture', engine: 'bailey', version: '1' } as const

/** Thumbnails of a case, in its folder `derived`: all of them can be thrown away and are made again. */
export interface Thumbnails {
  read(sha256: string): Promise<Uint8Array | null>
  keep(sha256: string, png: Uint8Array): Promise<void>
}

/** The thumbnails of the case in this folder. */
export function openThumbnails(caseDir: string): Thumbnails {
  const folder = join(caseDir, 'derived', `${pictureEngine.kind}-${pictureEngine.version}`)
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`Not a SHA-256: ${sha256}`)
    return join(folder, sha256.slice(0, 2), `${sha256}.png`)
  }
  return {
    async read(sha256) {
      try {
        return await readFile(pathOf(sha256))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
    async keep(sha256, png) {
      const path = pathOf(sha256)
      const temporary = `${path}.${randomUUID()}`
      await mkdir(join(path, '..'), { recursive: true })
      try {
        await writeFile(temporary, png, { flag: 'wx' })
        await rename(temporary, path)
      } finally {
        await rm(temporary, { force: true })
      }
    },
  }
}
