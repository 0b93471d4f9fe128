import type { Address, Network } from './handle.ts'

/** A name that somebody saved for an address, as in a contact list or an account's own profile. Not a message. */
export interface Contact {
  readonly network: Network
  readonly address: Address
  /** Exactly as saved. */
  readonly name: string
  /** Whose contact list it stands in, where the source says. */
  readonly savedBy: Address | null
}
