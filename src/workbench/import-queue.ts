import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isCaptureMode } from '../core/exhibit.ts'
import { parseAddress } from '../core/handle.ts'
import type { ImportOptions } from './import-report.ts'

/** An import that has not ended, as a server keeps it for the next one. */
export interface QueuedImport {
  readonly id: string
  readonly startedAt: string
  readonly paths: readonly string[]
  readonly options: ImportOptions
  /** The batch of uploads it imports, which is kept until it ends; null when its files are the server's own. */
  readonly upload: string | null
  /** Who asked for it. */
  readonly actor: string
  readonly state: 'waiting' | 'paused' | 'cancelled'
}

/** The imports of a case that have not ended, in order, on disk. */
export interface ImportQueue {
  /** What was kept last. A file that cannot be read is put aside and said, never written over. */
  read(): { readonly imports: readonly QueuedImport[]; readonly putAside: string | null }
  /** Written whole or not at all. */
  keep(imports: readonly QueuedImport[]): void
}

/** Name of the file in a case folder that lists the imports not ended: paths and what was stated of them, no evidence. */
const queueName = 'imports.json'

/** The queue of a case's folder. */
export function openImportQueue(caseDir: string): ImportQueue {
  const path = join(caseDir, queueName)
  return {
    read() {
      const text = textOf(path)
      if (text === null) return { imports: [], putAside: null }
      const imports = parseQueue(text)
      if (imports !== null) return { imports, putAside: null }
      const putAside = join(caseDir, 'imports.unreadable.json')
      renameSync(path, putAside)
      return { imports: [], putAside }
    },
    keep(imports) {
      if (imports.length === 0) return rmSync(path, { force: true })
      const file = openSync(`${path}.new`, 'w', 0o600)
      try {
        writeSync(file, JSON.stringify(imports))
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(`${path}.new`, path)
    },
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function parseQueue(text: string): readonly QueuedImport[] | null {
  try {
    const list: unknown = JSON.parse(text)
    if (!Array.isArray(list)) return null
    const imports = list.map(parseQueued)
    return imports.every((one) => one !== null) ? imports : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function parseQueued(value: unknown): QueuedImport | null {
  if (!isRecord(value) || !isRecord(value['options']) || !Array.isArray(value['paths'])) return null
  const { id, startedAt, actor, state } = value
  const upload = textOrNull(value['upload'])
  const options = parseOptions(value['options'])
  const paths = value['paths'].filter((path) => typeof path === 'string')
  if (typeof id !== 'string' || typeof startedAt !== 'string' || typeof actor !== 'string') return null
  if (state !== 'waiting' && state !== 'paused' && state !== 'cancelled') return null
  if (options === null || upload === undefined || paths.length !== value['paths'].length) return null
  return { id, startedAt, paths, options, upload, actor, state }
}

const statedTexts = [
  'format',
  'exhibitRef',
  'receivedFrom',
  'authority',
  'timezone',
  'owner',
  'translationOf',
  'mapping',
] as const

function parseOptions(value: { readonly [name: string]: unknown }): ImportOptions | null {
  const captureMode = value['captureMode']
  if (typeof captureMode !== 'string' || !isCaptureMode(captureMode)) return null
  if (statedTexts.some((name) => textOrNull(value[name]) === undefined)) return null
  const stated = (name: (typeof statedTexts)[number]): string | null => textOrNull(value[name]) ?? null
  const owner = stated('owner')
  return {
    format: stated('format'),
    exhibitRef: stated('exhibitRef'),
    receivedFrom: stated('receivedFrom'),
    authority: stated('authority'),
    captureMode,
    timezone: stated('timezone'),
    owner: owner === null ? null : parseAddress(owner),
    translationOf: stated('translationOf'),
    mapping: stated('mapping'),
  }
}

/** Undefined when it is neither. */
function textOrNull(value: unknown): string | null | undefined {
  return value === null || typeof value === 'string' ? value : undefined
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
