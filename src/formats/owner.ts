import { type Address, parseAddress } from '../core/handle.ts'
import type { EvidenceFile, ReadContext } from './format.ts'

/**
 * The address of whoever a device or account belongs to, for sources that call them "me" only: the one stated on
 * receipt, else one that names the file, so that the owners of two devices are never taken for one.
 */
export function ownerOf(
  { sha256 }: Pick<EvidenceFile, 'sha256'>,
  { owner }: Pick<ReadContext, 'owner'>,
): Address {
  const address = owner ?? parseAddress(`(owner of ${sha256.slice(0, 8)})`)
  if (address === null) throw new Error('An owner without an address')
  return address
}
