/**
 * libarchive as WebAssembly (package `libarchive-wasm`), used without the JavaScript that comes with it: that takes an
 * archive only whole, in memory. Here its file is read by place, a piece at a time, so that an archive may be of any size.
 * The module is given nothing of this machine: no files, no clock, no environment, and a memory with an end.
 *
 * What is said of its inside (names of its exports and two places) holds for one build, which is checked by its hash.
 *
 * @see https://github.com/libarchive/libarchive/wiki libarchive 3.7.7, BSD-2-Clause
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bytesOfMemory, callbacksFor, type Source } from './libarchive-source.ts'

/** An archive read by libarchive, one entry after another. */
export interface LibarchiveReader {
  /** The next entry; null at the end. @throws {LibarchiveFault} */
  next(): LibarchiveEntry | null
  /** The next bytes of the entry, valid until the next call; null at its end. @throws {LibarchiveFault} */
  read(): Uint8Array | null
}

/** What an entry says of itself. */
export interface LibarchiveEntry {
  /** Null where it states none that can be read. */
  readonly rawName: Uint8Array | null
  /** Unix type, as `0o100000` for a file. */
  readonly type: number
  readonly isHardLink: boolean
  readonly isEncrypted: boolean
}

/** Libarchive gave up, in its own words. */
export class LibarchiveFault extends Error {
  /** True when nothing more can be read of the archive. */
  readonly isEnd: boolean
  /** True when it asked for more memory than there is for it. */
  readonly isMemory: boolean

  constructor(
    says: string,
    { isEnd, isMemory }: { isEnd: boolean; isMemory: boolean },
    options?: ErrorOptions,
  ) {
    super(says, options)
    this.name = 'LibarchiveFault'
    this.isEnd = isEnd
    this.isMemory = isMemory
  }
}

/** Sum of the archive's window and all else; with Node itself the process stays below 450 MB. */
const mostMemory = 320 * 2 ** 20
const pieceBytes = 1 << 18

const build = '99889a4e7c3d1968303ef334a0ca89efffaf8867eb7cbd7c265602d8e0b50e63'
/** `LC_CTYPE` of musl's global locale, 0 for ASCII and anything else for UTF-8; without it names lose their letters. */
const localePlace = 223_432
/** Where the table of functions holds those that read an archive from memory. */
const tableOf = { read: 13, seek: 14, skip: 15 } as const

let compiled: WebAssembly.Module | null = null

function libarchiveModule(): WebAssembly.Module {
  if (compiled) return compiled
  const path = fileURLToPath(import.meta.resolve('libarchive-wasm/dist/libarchive.wasm'))
  const bytes = readFileSync(path)
  if (createHash('sha256').update(bytes).digest('hex') !== build)
    throw new Error('libarchive-wasm is not the build Bailey knows: install version 1.2.0')
  compiled = new WebAssembly.Module(bytes)
  return compiled
}

/** Where an archive's own record holds how many bytes of the entry were handed out. */
const handedOutPlace = 72
/** Where it holds the entry it is at. */
const entryPlace = 96

type Call = (...values: number[]) => number

/** Opens an archive, compressed as a whole or not. @throws {LibarchiveFault} */
export function openLibarchive(
  source: Source,
  { isCompressed }: { isCompressed: boolean },
): LibarchiveReader {
  const { memory, table, call, isShort } = instantiate()
  const buffer = call('R', pieceBytes)
  const callbacks = callbacksFor(source, { memory, buffer, pieceBytes })
  table.set(tableOf.read, callbacks.read)
  table.set(tableOf.seek, callbacks.seek)
  table.set(tableOf.skip, callbacks.skip)
  new DataView(memory.buffer).setUint32(localePlace, 1, true)
  const archive = call('z')
  const output = call('R', pieceBytes)
  const textAt = (at: number): Uint8Array | null => {
    if (at === 0) return null
    const bytes = bytesOfMemory(memory)
    return bytes.slice(at, bytes.indexOf(0, at))
  }
  const failure = (isEnd: boolean): LibarchiveFault =>
    new LibarchiveFault(new TextDecoder().decode(textAt(call('X', archive)) ?? undefined), {
      isEnd,
      isMemory: isShort(),
    })
  let handedOut = 0
  let late: LibarchiveFault | null = null
  call('B', archive)
  if (isCompressed) call('A', archive)
  if (call('D', archive, buffer, 0) !== 0) throw failure(true)
  return {
    next() {
      handedOut = 0
      late = null
      let entry = call('E', archive)
      if (entry === 0) {
        const why = failure(true)
        if (why.message === '') return null
        // A name that is no Unicode is a warning, and the entry is there all the same.
        if (!why.message.includes('cannot be converted')) throw why
        entry = new DataView(memory.buffer).getUint32(archive + entryPlace, true)
      }
      return {
        rawName: textAt(call('M', entry)),
        type: call('J', entry),
        isHardLink: call('K', entry) !== 0,
        isEncrypted: call('P', entry) !== 0,
      }
    },
    read() {
      if (late) throw late
      const count = call('T', archive, output, pieceBytes)
      if (count < 0) late = failure(count === fatal)
      // A piece that ends in a fault is not counted, though its first bytes are there.
      const at = new DataView(memory.buffer).getBigUint64(archive + handedOutPlace, true)
      const good = count < 0 ? Number(at) - handedOut : count
      handedOut += good
      if (good > 0) return bytesOfMemory(memory).slice(output, output + good)
      if (late) throw late
      return null
    },
  }
}

const fatal = -30

/** An instance for one archive: what it does to its memory ends with it. */
function instantiate() {
  const module = libarchiveModule()
  let room: WebAssembly.Memory | null = null
  let isShort = false
  const a: Record<string, (...values: number[]) => number> = {}
  for (const { name } of WebAssembly.Module.imports(module)) a[name] = noSystem
  // abort, exit, emscripten_resize_heap
  a['i'] = stop
  a['d'] = stop
  a['o'] = (wanted = 0): number => {
    const isGrown = room !== null && grow(room, wanted >>> 0)
    isShort ||= !isGrown
    return Number(isGrown)
  }
  const instance = new WebAssembly.Instance(module, { a })
  const { w: memory, F: table } = instance.exports
  if (!(memory instanceof WebAssembly.Memory) || !(table instanceof WebAssembly.Table))
    throw new TypeError('libarchive-wasm has no memory or table')
  room = memory
  const call = (name: string, ...values: number[]): number => {
    const known = instance.exports[name]
    if (typeof known !== 'function') throw new TypeError(`libarchive-wasm has no export ${name}`)
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- numbers go in and out of this build's functions
      return (known as Call)(...values)
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error
      throw new LibarchiveFault('failed', { isEnd: true, isMemory: isShort }, { cause: error })
    }
  }
  call('x')
  return { memory, table, call, isShort: () => isShort }
}

/** What it asks of an operating system is refused. */
function noSystem(): number {
  return -52
}

function stop(): never {
  throw new WebAssembly.RuntimeError('stopped')
}

function grow(memory: WebAssembly.Memory, wanted: number): boolean {
  if (wanted > mostMemory) return false
  memory.grow(Math.ceil((wanted - memory.buffer.byteLength) / 2 ** 16))
  return true
}
