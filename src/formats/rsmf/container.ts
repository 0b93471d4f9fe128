import { sha256 } from '@noble/hashes/sha2.js'
import type { EvidenceFile } from '../format.ts'
import { joinBytes } from '../lines.ts'
import { type MailPart, readMail } from '../mail-message.ts'
import { openArchive, type ZipPart } from '../zip-archive.ts'

/** Name of the file in a container that holds the messages. */
export const manifestName = 'rsmf_manifest.json'

/** A container opened: its manifest, and the hash of each other part by its path. */
export interface Container {
  readonly manifest: EvidenceFile & { readonly whole: Uint8Array }
  readonly path: string
  /** Null for a part that could not be read. */
  readonly hashes: ReadonlyMap<string, string | null>
}

const largestFile = 128 * 1024 * 1024
const largestInflated = 512 * 1024 * 1024
const largestPart = 128 * 1024 * 1024

/** Opens an RSMF file, a mail message with one zip file attached or that zip file itself; else why it cannot be read. */
export async function openContainer(file: EvidenceFile): Promise<Container | string> {
  const bytes = await readWhole(file)
  if (bytes === null) return 'The file is larger than 128 MiB.'
  const zip = isZip(bytes) ? bytes : attachedZip(readMail(bytes))
  if (zip === null) return 'The file holds no zip file that can be read.'
  const parts = await openArchive(zip)
  if (parts === null) return 'The zip file in it is damaged or encrypted.'
  const found = parts.filter(({ name }) => lastName(name) === manifestName)
  const [part] = found
  if (!part || found.length > 1)
    return found.length > 1 ? `It holds ${manifestName} twice.` : `It holds no ${manifestName}.`
  const whole = await part.inflate(largestPart)
  if (whole === null) return `${manifestName} in it is damaged, encrypted or too large.`
  const hashes = await hashParts(
    parts.filter((other) => other !== part),
    largestInflated - whole.length,
  )
  return { manifest: memoryFile(whole), path: part.name, hashes }
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

async function readWhole(file: EvidenceFile): Promise<Uint8Array | null> {
  if (file.size > largestFile) return null
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of file.bytes()) {
    size += chunk.length
    if (size > largestFile) return null
    pieces.push(chunk.slice())
  }
  return joinBytes(pieces)
}

/** The first attachment that is a zip file by its bytes, whatever it is called. */
function attachedZip(mail: MailPart): Uint8Array | null {
  if (mail.children.length === 0) {
    const bytes = mail.bytes()
    return bytes && isZip(bytes) ? bytes : null
  }
  for (const child of mail.children) {
    const found = attachedZip(child)
    if (found) return found
  }
  return null
}

function lastName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** Two parts of one path are an attack on readers that disagree on which counts: neither is hashed. */
async function hashParts(
  parts: readonly ZipPart[],
  room: number,
): Promise<ReadonlyMap<string, string | null>> {
  const hashes = new Map<string, string | null>()
  let left = room
  for (const part of parts) {
    if (/[/\\]$/.test(part.name)) continue
    if (hashes.has(part.name)) {
      hashes.set(part.name, null)
      continue
    }
    const bytes = await part.inflate(Math.min(left, largestPart))
    left -= bytes?.length ?? 0
    hashes.set(part.name, bytes && sha256(bytes).toHex())
  }
  return hashes
}

/** The manifest as a file of its own. */
function memoryFile(whole: Uint8Array): Container['manifest'] {
  return {
    whole,
    name: manifestName,
    size: whole.length,
    sha256: sha256(whole).toHex(),
    async *bytes() {
      for (let at = 0; at < whole.length; at += 65_536) yield whole.slice(at, at + 65_536)
    },
    slice: async (start, end) => whole.slice(start, end),
    beside: () => null,
  }
}
