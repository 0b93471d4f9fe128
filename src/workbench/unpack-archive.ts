import type { ArchiveEvent, ArchiveFault } from '../custody/archives/archive-bytes.ts'
import type { Seal } from '../custody/vault.ts'
import { messagesOf, startSandbox } from './sandbox.ts'

/** What an unpacking process is told: its archive, and that a message was taken. */
export type UnpackOrder =
  | { readonly kind: 'archive'; readonly path: string; readonly name: string }
  | { readonly kind: 'acknowledged' }

/** What an unpacking process says. */
export interface UnpackMessage {
  readonly events: readonly ArchiveEvent[]
  readonly isLast: boolean
}

/** A sealed archive. */
export interface SealedArchive {
  readonly name: string
  readonly size: number
  /** Path of the sealed bytes. */
  readonly path: string
}

/** What came out of an archive: first whether it is one, then members and faults in its order. */
export type Unpacked =
  | { readonly kind: 'archive' }
  /** A document that is an archive only inside, and read whole; nothing follows. */
  | { readonly kind: 'document' }
  | { readonly kind: 'member'; readonly name: string; readonly at: number; readonly seal: Seal }
  | { readonly kind: 'fault'; readonly fault: ArchiveFault }

/** What unpacking may take. */
export interface Allowance {
  /** Asked for each stretch of bytes of a member; a sentence's end says why no more may be taken. */
  take(bytes: number): string | null
  /** Asked for each member. */
  takeMember(): string | null
}

/** What becomes of a member's bytes. */
export type Keep = (bytes: AsyncIterable<Uint8Array>) => Promise<Seal>

/**
 * Unpacks a sealed archive in a process that can see nothing else. Where the allowance ends, or the process does,
 * unpacking stops with a fault; what came before stands.
 */
export async function* unpackSealed(
  archive: SealedArchive,
  keep: Keep,
  allowance: Allowance,
): AsyncGenerator<Unpacked> {
  const events = eventsOf(archive)
  let any = false
  try {
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      const event = next.value
      if (event.kind === 'document') {
        yield event
        return
      }
      if (!any) yield { kind: 'archive' }
      any = true
      if (event.kind === 'fault') yield { kind: 'fault', fault: event.fault }
      else if (event.kind === 'member') {
        const stopped = yield* keepMember(event, events, { archive, keep, allowance })
        if (stopped) return
      }
    }
    if (!any) yield { kind: 'archive' }
  } finally {
    await events.return(undefined)
  }
}

interface Keeping {
  readonly archive: SealedArchive
  readonly keep: Keep
  readonly allowance: Allowance
}

/** Unpacking ends within a member, whose bytes so far are dropped. */
class Stopped extends Error {
  readonly fault: ArchiveFault

  constructor(fault: ArchiveFault) {
    super(fault.problem.says)
    this.fault = fault
  }
}

/** Tells of a member; returns true when unpacking stops there. */
async function* keepMember(
  { name, at }: Extract<ArchiveEvent, { kind: 'member' }>,
  events: AsyncGenerator<ArchiveEvent, undefined>,
  { archive, keep, allowance }: Keeping,
): AsyncGenerator<Unpacked, boolean> {
  let fault: ArchiveFault | null = null
  const unless = (why: string | null): void => {
    if (why === null) return
    const problem = { code: 'archive-budget', says: `Unpacking stopped at ${name}: ${why}.` } as const
    throw new Stopped({ start: at, length: archive.size - at, problem })
  }
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    unless(allowance.takeMember())
    for (let next = await events.next(); next.done !== true; next = await events.next()) {
      const event = next.value
      if (event.kind === 'fault') throw new Stopped(event.fault)
      if (event.kind === 'end') {
        fault = event.fault
        return
      }
      if (event.kind !== 'bytes') continue
      unless(allowance.take(event.bytes.length))
      yield event.bytes
    }
  }
  try {
    const seal = await keep(pieces())
    if (fault === null || seal.size > 0) yield { kind: 'member', name, at, seal }
    if (fault !== null) yield { kind: 'fault', fault }
    return false
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    yield { kind: 'fault', fault: error.fault }
    return true
  }
}

/** What the unpacking process says, to its end; a fault where it died or fell silent before. */
async function* eventsOf({ path, name, size }: SealedArchive): AsyncGenerator<ArchiveEvent, undefined> {
  const child = startSandbox('unpack-process.ts', [path])
  const tell = (order: UnpackOrder): boolean => child.send(order)
  let reached = 0
  try {
    tell({ kind: 'archive', path, name })
    for await (const { events, isLast } of messagesOf<UnpackMessage>(child)) {
      for (const event of events) {
        if (event.kind === 'member') reached = event.at
        yield event
      }
      if (isLast) return undefined
      tell({ kind: 'acknowledged' })
    }
  } finally {
    child.kill('SIGKILL')
  }
  const says = 'Unpacking failed here; what follows in the archive was not unpacked.'
  const problem = { code: 'reader-failed', says } as const
  yield { kind: 'fault', stop: true, fault: { start: reached, length: size - reached, problem } }
  return undefined
}
