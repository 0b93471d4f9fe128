import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BaileyError } from '../core/errors.ts'

/** Where uploaded files wait inside the case folder until they are imported. */
export interface Staging {
  /** @returns bytes written. @throws {BaileyError} `bad-value` for an unsafe or taken path, `no-space`. */
  put(batch: string, path: string, bytes: Readable): Promise<number>
  /** What to import of a batch: its one file or folder, or itself when it holds several. @throws {BaileyError} `no-evidence`. */
  pathsOf(batch: string): Promise<readonly string[]>
  /** One uploaded file of a batch. @throws {BaileyError} `no-evidence`, `bad-value` for an unsafe path. */
  fileOf(batch: string, path: string): Promise<string>
  remove(batch: string): Promise<void>
}

/** The staging folder of a case. */
export function openStaging(caseDir: string): Staging {
  const folder = join(caseDir, '.uploads')
  const partial = join(folder, '.partial')
  return {
    async put(batch, path, bytes) {
      const target = join(folder, checkSegment(batch), ...parseUploadPath(path))
      const temporary = join(partial, randomUUID())
      try {
        await mkdir(partial, { recursive: true })
        const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600 })
        await pipeline(bytes, file)
        await mkdir(dirname(target), { recursive: true })
        if (await exists(target))
          throw new BaileyError('bad-value', 'A file of that path was uploaded already')
        await rename(temporary, target)
        return file.bytesWritten
      } catch (error) {
        throw refusalOf(error)
      } finally {
        await rm(temporary, { force: true })
      }
    },
    async pathsOf(batch) {
      const dir = join(folder, checkSegment(batch))
      if (!(await exists(dir))) throw new BaileyError('no-evidence', 'The upload')
      const [only, ...others] = await readdir(dir)
      if (only === undefined) throw new BaileyError('no-evidence', 'The upload')
      return [others.length === 0 ? join(dir, only) : dir]
    },
    async fileOf(batch, path) {
      const file = join(folder, checkSegment(batch), ...parseUploadPath(path))
      if (!(await exists(file))) throw new BaileyError('no-evidence', 'The upload')
      return file
    },
    remove: (batch) => rm(join(folder, checkSegment(batch)), { recursive: true, force: true }),
  }
}

/** Splits an uploaded file's path into names that cannot lead out of its folder. @throws {BaileyError} `bad-value`. */
export function parseUploadPath(path: string): readonly string[] {
  const segments = path.split('/')
  if (segments.length > 64) throw new BaileyError('bad-value', 'The path of the upload is too deep')
  return segments.map(checkSegment)
}

function checkSegment(segment: string): string {
  const isUnsafe =
    segment === '' || segment === '.' || segment === '..' || /[\\/\p{Cc}]|\p{Surrogate}/u.test(segment)
  if (isUnsafe || /^[A-Za-z]:/.test(segment) || Buffer.byteLength(segment) > 255)
    throw new BaileyError('bad-value', 'The path of the upload holds a name that no file may have here')
  return segment
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

function refusalOf(error: unknown): unknown {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BaileyError('no-space', 'the upload', { cause: error })
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'ENAMETOOLONG')
    return new BaileyError(
      'bad-value',
      'The path of the upload cannot be written beside what was uploaded before',
      { cause: error },
    )
  return error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
