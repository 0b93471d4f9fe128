import { parseAddress } from '../../core/handle.ts'
import type { ReadContext } from '../format.ts'
import { wordsIn } from '../sqlite-columns.ts'
import type { StoredRow } from '../sqlite-file.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { whatsapp } from './message-store.ts'

/**
 * Reads a row of `wa_contacts` as a saved name: the one in the phone's address book, else the one the contact gave
 * himself. A row with neither is nobody's name.
 */
export function contactReader({ owner }: ReadContext): (row: StoredRow) => Promise<RowReading | null> {
  return async (row) => {
    const jid = wordsIn(row, 'jid')
    const address = jid === null ? null : parseAddress(jid)
    const saved = wordsIn(row, 'display_name')
    const name = saved ?? wordsIn(row, 'wa_name')
    if (address === null || name === null) return null
    return {
      kind: 'contact',
      contact: { network: whatsapp, address, name, savedBy: saved === null ? null : owner },
    }
  }
}
