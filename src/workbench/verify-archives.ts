import { createHash } from 'node:crypto'
import type { ArchiveFault } from '../custody/archives/archive-bytes.ts'
import type { Seal, Vault } from '../custody/vault.ts'
import { archiveFormat, repeatedName } from '../store/sql/archive-rows.ts'
import { inPages } from '../store/sql/in-pages.ts'
import type { LocalCase } from './open-case.ts'
import { unlimited } from './unpack-allowance.ts'
import { unpackSealed } from './unpack-archive.ts'
import type { ProblemList } from './verify-case.ts'

/**
 * Unpacks every archive again as it was unpacked on import, keeping nothing, and compares names, hashes and problems
 * with what is stored of it, in the archive's order.
 */
export async function verifyArchives(local: LocalCase, vault: Vault, problems: ProblemList): Promise<void> {
  const archives = await local.connection.db
    .selectFrom('entry as e')
    .innerJoin('exhibit as x', 'x.id', 'e.exhibit_id')
    .select(['e.id', 'x.ref as exhibit', 'e.name', 'e.sha256', 'e.size'])
    .where('e.format', '=', archiveFormat)
    .where('e.state', '=', 'read')
    .orderBy('e.id')
    .execute()
  // A missing one is reported with the sealed files.
  for (const archive of archives)
    if ((await vault.rehash(archive.sha256)) !== null) await verifyArchive(local, vault, archive, problems)
}

interface ArchiveRow {
  readonly id: number
  readonly exhibit: string
  readonly name: string
  readonly sha256: string
  readonly size: number
}

async function verifyArchive(
  local: LocalCase,
  vault: Vault,
  archive: ArchiveRow,
  problems: ProblemList,
): Promise<void> {
  const { exhibit, name } = archive
  const stored = openStored(local, archive.id)
  const add = (entry: string, says: string): void =>
    problems.add({ code: 'member-differs', says, exhibit, entry })
  let number = 0
  const found = unpackSealed({ ...archive, path: vault.pathOf(archive.sha256) }, hashOnly, unlimited)
  for await (const one of found) {
    const fault = await stored.fault()
    // Where the import stopped the check stops too: what ended that does not end this.
    if ((await stored.isStopped()) && !(one.kind === 'fault' && isSame(one.fault, fault))) return
    if (one.kind === 'fault') {
      if (!isSame(one.fault, fault)) add(name, faultDiffers(archive))
      stored.passFault()
    } else if (one.kind === 'member') {
      number++
      const plain = `${name}!/${one.name}`
      const known = await stored.member()
      const isNamed = known?.name === plain || known?.name === repeatedName(plain, number)
      const says = `The archive ${exhibit} ${name} holds ${plain} with SHA-256 ${one.seal.sha256}, which is not what is stored.`
      if (!isNamed || known.sha256 !== one.seal.sha256) add(known?.name ?? plain, says)
      stored.passMember()
    }
  }
  for (let left = await stored.member(); left; left = await stored.member()) {
    add(left.name, `The entry ${exhibit} ${left.name} is not in its archive.`)
    stored.passMember()
  }
  if ((await stored.fault()) !== null) add(name, faultDiffers(archive))
}

function faultDiffers({ exhibit, name }: ArchiveRow): string {
  return `What is stored as wrong with the archive ${exhibit} ${name} is not what is wrong with it.`
}

async function hashOnly(bytes: AsyncIterable<Uint8Array>): Promise<Seal> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of bytes) {
    hash.update(piece)
    size += piece.length
  }
  return { sha256: hash.digest('hex'), size }
}

type StoredFault = Awaited<ReturnType<typeof faultRows>>[number]

function isSame({ start, length, problem }: ArchiveFault, stored: StoredFault | null): boolean {
  return (
    stored !== null &&
    stored.start === start &&
    stored.length === length &&
    stored.code === problem.code &&
    stored.says === problem.says
  )
}

/** What is stored of an archive, looked at one by one. */
function openStored({ connection: { db } }: LocalCase, archiveId: number) {
  const members = inPages((after, limit) => memberRows(db, archiveId, after, limit))
  const faults = inPages((after, limit) => faultRows(db, archiveId, after, limit))
  let member = members.next()
  let fault = faults.next()
  const presentFault = async (): Promise<StoredFault | null> => {
    const next = await fault
    return next.done === true ? null : next.value
  }
  return {
    async member() {
      const next = await member
      return next.done === true ? null : next.value
    },
    fault: presentFault,
    passMember() {
      member = members.next()
    },
    passFault() {
      fault = faults.next()
    },
    /** True when nothing is left but what ended unpacking on import. */
    async isStopped() {
      const code = (await presentFault())?.code
      return (await member).done === true && (code === 'archive-budget' || code === 'reader-failed')
    },
  }
}

type Db = LocalCase['connection']['db']

async function memberRows(db: Db, archiveId: number, after: number, limit: number) {
  return await db
    .selectFrom('entry')
    .select(['id', 'name', 'sha256'])
    .where('container_id', '=', archiveId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

async function faultRows(db: Db, archiveId: number, after: number, limit: number) {
  return await db
    .selectFrom('rejection')
    .select(['id', 'start', 'length', 'code', 'says'])
    .where('entry_id', '=', archiveId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
