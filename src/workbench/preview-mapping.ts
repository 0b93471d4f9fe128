import { lstat } from 'node:fs/promises'
import { BaileyError } from '../core/errors.ts'
import { parseNetwork } from '../core/handle.ts'
import { collectFiles } from '../custody/collect-files.ts'
import { profileId } from '../formats/mapping-profile.ts'
import type { MappingProposal, ProposalWishes } from '../formats/propose-mapping.ts'
import type { BesideFile } from './read-evidence.ts'
import { startSandbox } from './sandbox.ts'

/** What is to be looked at, and how the profile is to be called; null takes its name from the file. */
export interface PreviewRequest {
  /** A table, or a folder of tables, wherever it lies: it is not taken into a case. */
  readonly path: string
  readonly name: string | null
  readonly network: string | null
}

/** What tables hold, and the profile proposed for them. */
export interface MappingPreview extends MappingProposal {
  /** The id the profile would have; null when there is none. */
  readonly id: string | null
  /** Files that were not looked at, and why. */
  readonly unread: readonly { readonly name: string; readonly reason: string }[]
}

/** What a reader process is given to preview. */
export interface PreviewJob {
  readonly kind: 'preview'
  readonly files: readonly BesideFile[]
  readonly wishes: ProposalWishes
}

/** What it answers. */
export interface PreviewReply {
  readonly kind: 'previewed'
  readonly proposal: MappingProposal
  readonly unread: MappingPreview['unread']
}

const mostFiles = 50
const patienceMs = 60_000

/**
 * Looks at the first rows of tables and proposes a mapping profile. The evidence is read by a process that may open
 * these files and nothing else; see `reader-process.ts`.
 *
 * @throws {BaileyError} `cannot-read`, `no-evidence`, `bad-value`.
 */
export async function previewMapping({ path, name, network }: PreviewRequest): Promise<MappingPreview> {
  if (name !== null && !isProfileName(name))
    throw new BaileyError('bad-value', 'A profile’s name is lower-case letters, digits and hyphens')
  if (network !== null && parseNetwork(network) === null)
    throw new BaileyError('bad-value', 'A network’s name is lower-case letters, digits and hyphens')
  const { files, refused } = await collectFiles([path])
  if (files.length === 0) throw new BaileyError('no-evidence', path)
  const some = files.slice(0, mostFiles)
  const sized = await Promise.all(
    some.map(async (file) => ({ ...file, size: (await lstat(file.path)).size, sha256: '' })),
  )
  const wishes = { name: name ?? nameFrom(path), network: network ?? 'unknown' }
  const reply = await askReader({ kind: 'preview', files: sized, wishes })
  if (reply === null) throw new BaileyError('cannot-read', path)
  const more = files.slice(mostFiles).map((file) => ({
    name: file.name,
    reason: `only the first ${mostFiles} files are looked at`,
  }))
  const { proposal, unread } = reply
  const id = proposal.profile && profileId(proposal.profile)
  return { ...proposal, id, unread: [...unread, ...more, ...refused] }
}

function isProfileName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,63}$/.test(name)
}

/** `march-chats` of `/evidence/March chats.csv`. */
function nameFrom(path: string): string {
  const stem = (path.split(/[\\/]/).findLast((part) => part !== '') ?? '').replace(/\.[^.]{1,10}$/, '')
  const plain = stem
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 64)
  return isProfileName(plain) ? plain : 'my-mapping'
}

/** The reader's answer; null when it dies or takes too long over the evidence. */
function askReader(job: PreviewJob): Promise<PreviewReply | null> {
  const child = startSandbox(
    'reader-process.ts',
    job.files.map(({ path }) => path),
  )
  return new Promise((resolve) => {
    const finish = (reply: PreviewReply | null): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      resolve(reply)
    }
    const timer = setTimeout(() => finish(null), patienceMs)
    child.once('message', (reply: PreviewReply) => finish(reply))
    child.once('exit', () => finish(null))
    child.send(job)
  })
}
