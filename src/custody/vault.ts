import { createHash, randomUUID } from 'node:crypto'
import { closeSync, constants, openSync, readSync, statfsSync } from 'node:fs'
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

/** The sealed exhibits of a case: every file under the name of its SHA-256, never changed and never replaced. */
export interface Vault {
  /**
   * Copies a file into the vault, reading it once. `onBytes` is told of the bytes of each piece as it is read.
   * @throws {BaileyError} cannot-read when the source cannot be read or changes meanwhile; no-space when the disk is full.
   */
  sealFile(path: string, options?: { readonly onBytes?: (bytes: number) => void }): Promise<Seal>
  /** @throws {BaileyError} no-space when the disk is full. */
  sealBytes(bytes: Uint8Array): Promise<Seal>
  /** Seals bytes as they come; what is sealed already is not written again where it is small. @throws {BaileyError} no-space. */
  sealStream(pieces: AsyncIterable<Uint8Array>, about: string): Promise<Seal>
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
  const seal = (pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, about: string): Promise<Seal> =>
    sealPieces(pieces, about, { exhibits, incoming, pathOf })
  return {
    pathOf,
    sealBytes: (bytes) => seal([bytes], 'the exhibit'),
    async sealStream(pieces, about) {
      const { held, rest } = await holdSmall(pieces)
      if (rest !== null) return await seal(rest, about)
      const sha256 = createHash('sha256').update(held).digest('hex')
      return (await exists(pathOf(sha256))) ? { sha256, size: held.length } : await seal([held], about)
    },
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

/** All bytes where they are fewer than a piece; else `rest` is all of them, from the start. */
async function holdSmall(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly held: Uint8Array; readonly rest: AsyncIterable<Uint8Array> | null }> {
  const iterator = pieces[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let size = 0
  while (size < pieceBytes) {
    const next = await iterator.next()
    if (next.done === true) return { held: Buffer.concat(held), rest: null }
    held.push(next.value)
    size += next.value.length
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* held.splice(0)
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
  }
  return { held: new Uint8Array(), rest: all() }
}

interface Places {
  readonly exhibits: string
  readonly incoming: string
  readonly pathOf: (sha256: string) => string
}

const pieceBytes = 1 << 20

async function sealPieces(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  about: string,
  { exhibits, incoming, pathOf }: Places,
): Promise<Seal> {
  const temporary = join(incoming, randomUUID())
  try {
    await mkdir(incoming, { recursive: true })
    const seal = await writePieces(temporary, pieces)
    const path = pathOf(seal.sha256)
    if (await exists(path)) return seal
    const folder = join(path, '..')
    await mkdir(folder, { recursive: true })
    await rename(temporary, path)
    for (const changed of [folder, exhibits]) await syncFolder(changed)
    return seal
  } catch (error) {
    throw isSystemError(error, 'ENOSPC', 'EDQUOT')
      ? new BaileyError('no-space', about, { cause: error })
      : error
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writePieces(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Seal> {
  const hash = createHash('sha256')
  let size = 0
  await using file = await open(path, 'wx', 0o600)
  for await (const piece of pieces) {
    hash.update(piece)
    await writeFully(file, piece)
    size += piece.length
  }
  await file.chmod(0o444)
  await file.sync()
  return { sha256: hash.digest('hex'), size }
}

/** The file from start to end; refuses one that is not the same at the end as at the start. */
async function* piecesOf(
  file: FileHandle,
  path: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const before = await file.stat({ bigint: true })
  const buffer = new Uint8Array(pieceBytes)
  let total = 0
  for (;;) {
    const bytesRead = await readSource(file, buffer, path)
    if (bytesRead === 0) break
    total += bytesRead
    yield buffer.subarray(0, bytesRead)
    onBytes(bytesRead)
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

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}

function isSystemError(error: unknown, ...codes: readonly string[]): boolean {
  return Error.isError(error) && 'code' in error && codes.some((code) => code === error.code)
}
