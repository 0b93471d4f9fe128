import { type Address, type Network, parseAddress, parseNetwork } from '../core/handle.ts'
import type { EvidenceFile } from './format.ts'

/** The network of that name, for formats that are of one network only. */
export function networkNamed(name: string): Network {
  const network = parseNetwork(name)
  if (network === null) throw new TypeError(`${name} is no name of a network`)
  return network
}

/** The text as an address; null when it is no text or blank. */
export function addressOf(value: unknown): Address | null {
  return typeof value === 'string' ? parseAddress(value) : null
}

/** A key for the only chat of a file that states neither id nor name of it, so that two such are never taken for one. */
export function chatOf({ sha256 }: Pick<EvidenceFile, 'sha256'>): string {
  return `(chat of ${sha256.slice(0, 8)})`
}
