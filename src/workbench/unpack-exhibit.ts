import { type ArchiveFault } from '../custody/archives/archive-bytes.ts'
import { archiveHead, archiveKind } from '../custody/archives/archive-kind.ts'
import type { SealBatch, Vault } from '../custody/vault.ts'
import type { ArchiveBegun, CaseWriter, EntryToRead, SealedEntry } from '../store/case-writer.ts'
import type { Asker } from '../store/store.ts'
import type { TellProgress } from './import-report.ts'
import { allowanceOf, importLimits, type UnpackLimits } from './unpack-allowance.ts'
import { type Unpacked, unpackSealed } from './unpack-archive.ts'

/** An exhibit whose archives are to be unpacked. */
export interface Unpacking {
  readonly writer: CaseWriter
  readonly vault: Vault
  readonly asker: Asker
  readonly exhibitId: number
  readonly tell: TellProgress
  readonly limits?: UnpackLimits
}

/**
 * Unpacks the archives of an exhibit, and those inside them: each member is sealed and becomes an entry. An archive a
 * killed import was on is unpacked again from its start, and what is stored of it already is passed over.
 */
export async function unpackExhibit(unpacking: Unpacking): Promise<void> {
  const { writer, vault, exhibitId } = unpacking
  const unpackedOf = new Map<number, number>()
  for (let after = 0; ; ) {
    // Members have higher ids than their archive, so that archives among them come up later.
    const entries = await writer.waitingEntries(exhibitId, after)
    if (entries.length === 0) return
    for (const entry of entries) {
      after = entry.id
      const head = await vault.readRange(entry.sha256, 0, archiveHead)
      if (archiveKind(head) !== null) await unpackEntry(entry, unpacking, unpackedOf)
    }
  }
}

async function unpackEntry(
  entry: EntryToRead,
  unpacking: Unpacking,
  unpackedOf: Map<number, number>,
): Promise<void> {
  const { writer, vault, asker, limits = importLimits } = unpacking
  const archive = { name: entry.name, size: entry.size, path: vault.pathOf(entry.sha256) }
  const measured = {
    size: entry.size,
    received: { size: entry.size },
    before: 0,
    freeShare: () => vault.freeShare(),
  }
  const batch = vault.openBatch()
  const keep = (bytes: AsyncIterable<Uint8Array>) => batch.seal(bytes, entry.name)
  let allowance = allowanceOf(measured, limits)
  const found = unpackSealed(archive, keep, {
    take: (bytes) => allowance.take(bytes),
    takeMember: () => allowance.takeMember(),
  })
  try {
    const first = await found.next()
    if (first.done === true || first.value.kind !== 'archive') return
    const begun = await writer.beginArchive(asker, entry.id)
    if (begun === null) return
    const { received } = begun
    const before = unpackedOf.get(received.id) ?? (await writer.unpackedBytes(received.id))
    allowance = allowanceOf({ ...measured, received, before }, limits)
    await store({ entry, begun, batch }, refusal(entry, begun, limits) ?? found, unpacking)
    unpackedOf.set(received.id, before + allowance.bytes())
  } finally {
    await found.return(undefined)
  }
}

/** Why an archive is not unpacked at all, told as what came out of it. */
function refusal(
  { sha256, size }: EntryToRead,
  { within }: ArchiveBegun,
  { depth }: UnpackLimits,
): Iterable<Unpacked> | null {
  const says = within.includes(sha256)
    ? 'This archive was not unpacked: it holds itself.'
    : within.length >= depth
      ? `This archive was not unpacked: it lies in ${within.length} others.`
      : null
  return says === null
    ? null
    : [{ kind: 'fault', fault: { start: 0, length: size, problem: { code: 'archive-budget', says } } }]
}

interface Storing {
  readonly entry: EntryToRead
  readonly begun: ArchiveBegun
  /** Where the members were sealed that are now to be stored. */
  readonly batch: SealBatch
}

const mostPending = 500

/** Stores what comes out of an archive, from where an earlier run stopped. */
async function store(
  { entry, begun, batch }: Storing,
  found: AsyncIterable<Unpacked> | Iterable<Unpacked>,
  { writer, asker, tell }: Unpacking,
): Promise<void> {
  let before = begun.members
  let passMembers = begun.members
  let passProblems = begun.problems
  let members: SealedEntry[] = []
  let problems: ArchiveFault[] = []
  const flush = async (isLast: boolean): Promise<void> => {
    await batch.settle()
    await writer.addUnpacked(asker, entry.id, { before, members, problems, isLast })
    before += members.length
    members = []
    problems = []
  }
  for await (const one of found) {
    if (one.kind === 'fault' && passProblems-- <= 0) problems.push(one.fault)
    if (one.kind === 'member') {
      await tell({ phase: 'sealing', bytesDone: one.at, bytesTotal: entry.size, records: 0 })
      if (passMembers-- <= 0) members.push({ name: one.name, ...one.seal })
    }
    if (members.length + problems.length >= mostPending) await flush(false)
  }
  await flush(true)
}
