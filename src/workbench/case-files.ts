import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename, join, resolve, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { BaileyError } from '../core/errors.ts'
import { openVault } from '../custody/vault.ts'
import type { FileDetail } from '../store/file-detail.ts'
import type { Asker, CaseReader } from '../store/store.ts'
import { largestPicture, openPictureWorker } from './picture-worker.ts'
import { openThumbnails } from './thumbnails.ts'

/** The files of a case, for whoever may read exhibits: only bytes that are an entry of the case are ever read. */
export interface CaseFiles {
  /** @throws {BaileyError} `no-such-file`. */
  describe(asker: Asker, sha256: string): Promise<FileDetail>
  /** The sealed bytes. @throws {BaileyError} `no-such-file`, `cannot-read` when they are gone. */
  bytes(asker: Asker, sha256: string): Promise<{ readonly size: number; readonly bytes: Readable }>
  /** A PNG of ours, made now when it is not there. @throws {BaileyError} `no-such-file`, `no-thumbnail`. */
  thumbnail(asker: Asker, sha256: string): Promise<Uint8Array>
  close(): void
}

/** Pictures refused of late, so that a page that shows one again does not have it decoded again. */
const refusalsKept = 1000

/** Opens the files of a case whose questions `store` answers. */
export function openCaseFiles(store: CaseReader, caseDir: string): CaseFiles {
  const vault = openVault(caseDir)
  const thumbnails = openThumbnails(caseDir)
  const worker = openPictureWorker()
  const refused = new Map<string, string>()
  let turn: Promise<unknown> = Promise.resolve()
  // One at a time, its bytes read in its turn: a page of pictures must not fill the memory.
  const make = (sha256: string, size: number): Promise<Uint8Array> => {
    const made = turn.then(async () => (await thumbnails.read(sha256)) ?? (await makeNow(sha256, size)))
    turn = made.catch(() => undefined)
    return made
  }
  const makeNow = async (sha256: string, size: number): Promise<Uint8Array> => {
    refuseAgain(refused, sha256)
    const read = await worker.read(await vault.readRange(sha256, 0, size))
    if (read?.thumbnail) {
      await thumbnails.keep(sha256, read.thumbnail)
      return read.thumbnail
    }
    const says = read?.refused ?? stoppedDecoder
    if (refused.size >= refusalsKept) refused.clear()
    refused.set(sha256, says)
    throw noThumbnail(sha256, says)
  }
  return {
    describe: (asker, sha256) => store.ask(asker, 'file', { sha256, use: 'facts' }),
    async bytes(asker, sha256) {
      const { size } = await store.ask(asker, 'file', { sha256, use: 'bytes' })
      const path = vault.pathOf(sha256)
      await stat(path).catch((error: unknown) => {
        throw new BaileyError('cannot-read', `The sealed file ${sha256}`, { cause: error })
      })
      return { size, bytes: createReadStream(path) }
    },
    async thumbnail(asker, sha256) {
      const { size, mediaType } = await store.ask(asker, 'file', { sha256, use: 'thumbnail' })
      if (!mediaType?.startsWith('image/')) throw noThumbnail(sha256, 'It is no picture.')
      if (size > largestPicture) throw noThumbnail(sha256, tooLarge)
      refuseAgain(refused, sha256)
      return (await thumbnails.read(sha256)) ?? (await make(sha256, size))
    },
    close: () => worker.close(),
  }
}

/** Said of a picture whose decoder did not live to answer. */
export const stoppedDecoder = 'Its decoder was stopped: it took longer, or more memory, than it may.'
/** Said of a picture that is not handed to a decoder. */
export const tooLarge = `The file is larger than ${largestPicture / 1024 / 1024} MB.`

function refuseAgain(refused: ReadonlyMap<string, string>, sha256: string): void {
  const says = refused.get(sha256)
  if (says !== undefined) throw noThumbnail(sha256, says)
}

function noThumbnail(sha256: string, says: string): BaileyError {
  return new BaileyError('no-thumbnail', `${sha256}: ${says.charAt(0).toLowerCase()}${says.slice(1)}`)
}

/**
 * Writes a sealed file to a new file that is read-only, and checks that what was written are its bytes.
 *
 * @throws {BaileyError} `no-such-file`, `bad-value` when the path is taken, `within-case`, `cannot-read`.
 */
export async function copyFileOut(
  files: CaseFiles,
  asker: Asker,
  { caseDir, sha256, to }: { readonly caseDir: string; readonly sha256: string; readonly to: string },
): Promise<void> {
  const path = resolve(to)
  if (path.startsWith(`${resolve(caseDir)}${sep}`)) throw new BaileyError('within-case', to)
  const { bytes } = await files.bytes(asker, sha256)
  await using file = await openNew(path, to)
  const hash = createHash('sha256')
  for await (const piece of bytes) {
    if (!(piece instanceof Uint8Array)) continue
    hash.update(piece)
    await file.writeFile(piece)
  }
  await file.chmod(0o444)
  if (hash.digest('hex') !== sha256) throw new BaileyError('cannot-read', `${to} is not what was sealed: it`)
}

async function openNew(path: string, to: string): ReturnType<typeof open> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new BaileyError('bad-value', `${to} exists already`, { cause: error })
    throw new BaileyError('bad-value', `${basename(to)} cannot be written in ${join(path, '..')}`, {
      cause: error,
    })
  }
}
