import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, closeSync, constants, openSync, readSync, statfsSync, writeFileSync } from 'node:fs'
import { access, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BaileyError } from '../core/errors.ts'

/** The SHA-256 of sealed bytes, as 64 lower-case hex digits, and their number. */
export interface Seal {
  readonly sha256: string
  readonly size: number
}

/** A sealed file held open for reading. */
export interface Blob {
  /** The bytes from `offset`, fewer than `length` only where the file ends. */
  readSync(offset: number, length: number): Uint8Array
  close(): void
}

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Many small files sealed together: waiting for the disk once for all of them takes a fraction of the time. */
export interface SealBatch {
  /** What is sealed already is not written again where it is small. @throws {BaileyError} no-space when the disk is full. */
  seal(pieces: Pieces, about: string): Promise<Seal>
  /** When this has returned everything sealed is in its place, and stays there whatever happens to the machine. */
  settle(): Promise<void>
}

/** The sealed exhibits of a case: every file under the name of its SHA-256, never changed and never replaced. */
export interface Vault {
  /**
   * Copies a file into the vault, reading it once. `onBytes` is told of the bytes of each piece as it is read, and waited for.
   * @throws {BaileyError} cannot-read when the source cannot be read or changes meanwhile; no-space when the disk is full.
   */
  sealFile(path: string, options?: { readonly onBytes?: (bytes: number) => unknown }): Promise<Seal>
  /** @throws {BaileyError} no-space when the disk is full. */
  sealBytes(bytes: Uint8Array): Promise<Seal>
  /** Begins to seal many at once. */
  openBatch(): SealBatch
  /** The share of the disk the vault is on that is still free, 0 to 1. */
  freeShare(): number
  /** Where the bytes of that hash are or would be. @throws {TypeError} when it is no SHA-256. */
  pathOf(sha256: string): string
  /** The bytes from `offset`, fewer than `length` only where the file ends. @throws {BaileyError} cannot-read when missing. */
  readRange(sha256: string, offset: number, length: number): Promise<Uint8Array>
  /** Opens sealed bytes for many short reads. @throws {BaileyError} cannot-read when missing. */
  openBlob(sha256: string): Blob
  /** What the sealed file hashes to now, or null when it is missing. */
  rehash(sha256: string): Promise<Seal | null>
  /** Removes what an interrupted sealing left behind. Only when nothing is being sealed. */
  clearIncoming(): Promise<void>
}

/** The vault of the case in this folder. Nothing is written before something is sealed. */
export function openVault(caseDir: string): Vault {
  const exhibits = join(caseDir, 'exhibits')
  const incoming = join(exhibits, '.incoming')
  const pathOf = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`Not a SHA-256: ${sha256}`)
    return join(exhibits, sha256.slice(0, 2), sha256)
  }
  const seal = async (pieces: Pieces, about: string): Promise<Seal> => {
    const batch = openBatch({ exhibits, incoming, pathOf })
    const sealed = await batch.seal(pieces, about)
    await batch.settle()
    return sealed
  }
  return {
    pathOf,
    sealBytes: (bytes) => seal([bytes], 'the exhibit'),
    openBatch: () => openBatch({ exhibits, incoming, pathOf }),
    freeShare() {
      const { bavail, blocks } = statfsSync(caseDir)
      return blocks === 0 ? 1 : bavail / blocks
    },
    async sealFile(path, { onBytes } = {}) {
      await using source = await openSource(path)
      // Awaited here: the source is closed when this function returns.
      return await seal(piecesOf(source, path, onBytes), path)
    },
    async readRange(sha256, offset, length) {
      await using file = await openSource(pathOf(sha256))
      const { bytesRead, buffer } = await readFully(file, offset, length)
      return buffer.subarray(0, bytesRead)
    },
    openBlob: (sha256) => openBlob(pathOf(sha256)),
    rehash: (sha256) => rehash(pathOf(sha256)),
    clearIncoming: () => rm(incoming, { recursive: true, force: true }),
  }
}

function openBatch({ exhibits, incoming, pathOf }: Places): SealBatch {
  const waiting = new Map<string, string>()
  const isKnown = async (sha256: string): Promise<boolean> =>
    waiting.has(sha256) || (await exists(pathOf(sha256)))
  return {
    async seal(pieces, about) {
      const temporary = join(incoming, randomUUID())
      try {
        await mkdir(incoming, { recursive: true })
        const { held, rest } = await holdSmall(pieces)
        const sha256 = createHash('sha256').update(held).digest('hex')
        if (rest === null) {
          if (await isKnown(sha256)) return { sha256, size: held.length }
          writeFileSync(temporary, held, { flag: 'wx', mode: 0o600 })
          chmodSync(temporary, 0o444)
          waiting.set(sha256, temporary)
          return { sha256, size: held.length }
        }
        const seal = await writePieces(temporary, rest)
        if (await isKnown(seal.sha256)) await rm(temporary)
        else waiting.set(seal.sha256, temporary)
        return seal
      } catch (error) {
        await rm(temporary, { force: true })
        throw asRefusal(error, about)
      }
    },
    async settle() {
      const sealed = [...waiting]
      waiting.clear()
      if (sealed.length === 0) return
      try {
        // The bytes are safe before the name says that they are.
        await inGroups(sealed, ([, temporary]) => syncPath(temporary))
        const folders = new Set(sealed.map(([sha256]) => join(pathOf(sha256), '..')))
        for (const folder of folders) await mkdir(folder, { recursive: true })
        await inGroups(sealed, ([sha256, temporary]) => rename(temporary, pathOf(sha256)))
        await inGroups([...folders, exhibits], syncPath)
      } catch (error) {
        await inGroups(sealed, ([, temporary]) => rm(temporary, { force: true }))
        throw asRefusal(error, 'the exhibit')
      }
    },
  }
}

/** Does what takes an open file, some at a time: a process may have no more than a thousand. */
async function inGroups<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 64) await Promise.all(items.slice(at, at + 64).map(work))
}

function asRefusal(error: unknown, about: string): unknown {
  return isSystemError(error, 'ENOSPC', 'EDQUOT')
    ? new BaileyError('no-space', about, { cause: error })
    : error
}

/** All bytes where they are fewer than a piece; else `rest` is all of them, from the start. */
async function holdSmall(
  pieces: Pieces,
): Promise<{ readonly held: Uint8Array; readonly rest: AsyncIterable<Uint8Array> | null }> {
  const iterator = all(pieces)
  const held: Uint8Array[] = []
  let size = 0
  while (size < pieceBytes) {
    const next = await iterator.next()
    if (next.done === true) return { held: Buffer.concat(held), rest: null }
    // Copied: whoever reads a file may fill the same bytes again.
    held.push(next.value.slice())
    size += next.value.length
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* held.splice(0)
    yield* iterator
  }
  return { held: new Uint8Array(), rest: whole() }
}

async function* all(pieces: Pieces): AsyncGenerator<Uint8Array> {
  yield* pieces
}

interface Places {
  readonly exhibits: string
  readonly incoming: string
  readonly pathOf: (sha256: string) => string
}

const pieceBytes = 1 << 20

async function writePieces(path: string, pieces: Pieces): Promise<Seal> {
  const hash = createHash('sha256')
  let size = 0
  await using file = await open(path, 'wx', 0o600)
  for await (const piece of pieces) {
    hash.update(piece)
    await writeFully(file, piece)
    size += piece.length
  }
  await file.chmod(0o444)
  return { sha256: hash.digest('hex'), size }
}

/** The file from start to end; refuses one that is not the same at the end as at the start. */
async function* piecesOf(
  file: FileHandle,
  path: string,
  onBytes: (bytes: number) => unknown = () => {},
): AsyncGenerator<Uint8Array> {
  const before = await file.stat({ bigint: true })
  const buffer = new Uint8Array(pieceBytes)
  let total = 0
  for (;;) {
    const bytesRead = await readSource(file, buffer, path)
    if (bytesRead === 0) break
    total += bytesRead
    yield buffer.subarray(0, bytesRead)
    await onBytes(bytesRead)
  }
  const after = await file.stat({ bigint: true })
  if (before.mtimeNs !== after.mtimeNs || before.size !== after.size || after.size !== BigInt(total)) {
    throw new BaileyError('cannot-read', `${path} changed while it was being read, so it`)
  }
}

async function readSource(file: FileHandle, buffer: Uint8Array, path: string): Promise<number> {
  try {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
    return bytesRead
  } catch (error) {
    throw new BaileyError('cannot-read', path, { cause: error })
  }
}

async function openSource(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for ever for someone to write to it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    if ((await file.stat()).isFile()) return file
    await file.close()
  } catch (error) {
    throw new BaileyError('cannot-read', path, { cause: error })
  }
  throw new BaileyError('cannot-read', path)
}

async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at)
    at += bytesWritten
  }
}

async function readFully(
  file: FileHandle,
  offset: number,
  length: number,
): Promise<{ bytesRead: number; buffer: Uint8Array }> {
  const buffer = new Uint8Array(length)
  let bytesRead = 0
  while (bytesRead < length) {
    const read = await file.read(buffer, bytesRead, length - bytesRead, offset + bytesRead)
    if (read.bytesRead === 0) break
    bytesRead += read.bytesRead
  }
  return { bytesRead, buffer }
}

function openBlob(path: string): Blob {
  const file = openSealed(path)
  return {
    readSync(offset, length) {
      const buffer = new Uint8Array(length)
      let total = 0
      while (total < length) {
        const bytesRead = readSync(file, buffer, total, length - total, offset + total)
        if (bytesRead === 0) break
        total += bytesRead
      }
      return buffer.subarray(0, total)
    },
    close: () => closeSync(file),
  }
}

function openSealed(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    throw new BaileyError('cannot-read', path, { cause: error })
  }
}

async function rehash(path: string): Promise<Seal | null> {
  if (!(await exists(path))) return null
  await using file = await openSource(path)
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of piecesOf(file, path)) {
    hash.update(piece)
    size += piece.length
  }
  return { sha256: hash.digest('hex'), size }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false
    throw error
  }
}

async function syncPath(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}

function isSystemError(error: unknown, ...codes: readonly string[]): boolean {
  return Error.isError(error) && 'code' in error && codes.some((code) => code === error.code)
}
