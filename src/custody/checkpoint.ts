import { NoteError } from './signed-note.ts'

/** The state of a log: who keeps it, how many entries it has, and the root over them (32 bytes). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** The text of a checkpoint, to be signed as a note. @throws {NoteError} when it is no state of a log. @see https://c2sp.org/tlog-checkpoint */
export function renderCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) throw new NoteError('An origin is one line')
  if (!Number.isSafeInteger(size) || size < 0) throw new NoteError('A size is a whole number')
  if (root.length !== 32) throw new NoteError('A root is 32 bytes')
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

/** Reads the text of a checkpoint; extension lines after the root are passed over. @throws {NoteError} when malformed. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', decimal = '', base64 = '', ...rest] = text.split('\n')
  const size = Number(decimal)
  const root = Buffer.from(base64, 'base64')
  const isWhole = rest.length > 0 && rest.at(-1) === '' && !rest.slice(0, -1).includes('')
  if (!isWhole || origin === '' || !/^(0|[1-9][0-9]*)$/.test(decimal) || !Number.isSafeInteger(size)) {
    throw new NoteError('Not a checkpoint')
  }
  if (root.length !== 32 || root.toString('base64') !== base64)
    throw new NoteError('The root of the checkpoint is not 32 bytes')
  return { origin, size, root: new Uint8Array(root) }
}
