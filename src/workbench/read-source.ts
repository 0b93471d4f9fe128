import { openVault } from '../custody/vault.ts'
import type { Sighting } from '../store/message-views.ts'
import type { Asker, CaseReader } from '../store/store.ts'

/** A sighting with the bytes that stand before and after its record in the exhibit, base64. */
export interface SourceView extends Sighting {
  readonly before: string
  readonly after: string
}

const around = 256

/**
 * The bytes every copy of a message came from, with up to 256 bytes either side. Records inside a container are shown
 * from the bytes kept beside the message, without surroundings.
 *
 * @throws {BaileyError} `no-such-message`, `cannot-read` when the sealed exhibit is gone.
 */
export async function readSource(
  store: CaseReader,
  caseDir: string,
  asker: Asker,
  uid: string,
): Promise<readonly SourceView[]> {
  const vault = openVault(caseDir)
  const sightings = await store.ask(asker, 'source', { uid })
  return await Promise.all(
    sightings.map(async (sighting) => {
      if (!sighting.inPlace) return { ...sighting, before: '', after: '' }
      const from = Math.max(0, sighting.offset - around)
      const bytes = await vault.readRange(
        sighting.entrySha256,
        from,
        sighting.offset - from + sighting.length + around,
      )
      const start = sighting.offset - from
      return {
        ...sighting,
        raw: Buffer.from(bytes.subarray(start, start + sighting.length)).toString('base64'),
        before: Buffer.from(bytes.subarray(0, start)).toString('base64'),
        after: Buffer.from(bytes.subarray(start + sighting.length)).toString('base64'),
      }
    }),
  )
}

/**
 * The exact bytes of a message's first copy, read from the sealed exhibit.
 *
 * @throws {BaileyError} `no-such-message`, `cannot-read`.
 */
export async function readRecordBytes(
  store: CaseReader,
  caseDir: string,
  asker: Asker,
  uid: string,
): Promise<Uint8Array> {
  const [first] = await store.ask(asker, 'source', { uid })
  if (!first) return new Uint8Array()
  if (!first.inPlace) return Buffer.from(first.raw, 'base64')
  return await openVault(caseDir).readRange(first.entrySha256, first.offset, first.length)
}
