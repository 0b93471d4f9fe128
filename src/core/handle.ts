import type { Brand } from './brand.ts'

/** A chat network's permanent short name in lower case: `xmpp`, `encrochat`, `rocketchat`; `unknown` where the source does not say. */
export type Network = Brand<string, 'Network'>

/** An address on a network as it stands in the source, trimmed and NFC-normalised; case is kept. */
export type Address = Brand<string, 'Address'>

/** An address on a network: who wrote, never which person. Written `network:address`. */
export interface Handle {
  readonly network: Network
  readonly address: Address
}

const networkShape = /^[a-z][a-z0-9-]{0,31}$/

/** Reads a network's short name, or null when it is not lower-case letters, digits and hyphens (at most 32). */
export function parseNetwork(text: string): Network | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a Network is made
  return networkShape.test(text) ? (text as Network) : null
}

/** Reads an address, or null when nothing is left after trimming. */
export function parseAddress(text: string): Address | null {
  const trimmed = text.normalize('NFC').trim()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place an Address is made
  return trimmed === '' ? null : (trimmed as Address)
}

/** The network itself: the sender of notices that no handle wrote. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- trimmed and normalised as it stands
export const serviceAddress = '(service)' as Address

/** Reads `network:address`, split at the first colon, or null when either side is not one. */
export function parseHandle(text: string): Handle | null {
  const colon = text.indexOf(':')
  if (colon < 0) return null
  const network = parseNetwork(text.slice(0, colon))
  const address = parseAddress(text.slice(colon + 1))
  return network !== null && address !== null ? { network, address } : null
}
