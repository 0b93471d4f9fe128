import type { Derived } from '../core/derived.ts'
import { BaileyError } from '../core/errors.ts'
import { openVault } from '../custody/vault.ts'
import { type FileToDerive, filesWithout, type MadeLayer, storeLayers } from '../store/sql/derived-rows.ts'
import { writing } from '../store/sqlite/transaction.ts'
import type { Asker } from '../store/store.ts'
import { stoppedDecoder, tooLarge } from './case-files.ts'
import { countDerived, type DeriveReport, type DeriveWatch } from './derive-report.ts'
import { openLocalCase } from './open-case.ts'
import { largestPicture, openPictureWorker } from './picture-worker.ts'
import type { ReadPicture } from './pictures/read-picture.ts'
import { openThumbnails, pictureEngine } from './thumbnails.ts'

const storedAtOnce = 50

/**
 * Measures every picture of a case that was not measured yet, reads its EXIF and makes its thumbnail, in a process that
 * can see nothing of the case. May run beside an import.
 *
 * @throws {BaileyError} `not-permitted`, `not-a-case`.
 */
export async function derivePictures(
  caseDir: string,
  asker: Asker,
  watch: DeriveWatch = {},
): Promise<DeriveReport> {
  if (!asker.may.includes('import-evidence')) throw new BaileyError('not-permitted', 'derive from evidence')
  const { connection, log } = await openLocalCase(caseDir)
  const { raw, db } = connection
  const [vault, thumbnails, worker] = [openVault(caseDir), openThumbnails(caseDir), openPictureWorker()]
  const count = countDerived(pictureEngine, watch)
  let made: MadeLayer[] = []
  const store = async (): Promise<void> => {
    if (made.length > 0) await writing(raw, () => storeLayers({ db, log, asker }, pictureEngine, made))
    made = []
  }
  const read = async ({ sha256, size }: FileToDerive): Promise<ReadPicture | null> =>
    size > largestPicture
      ? { facts: null, thumbnail: null, refused: tooLarge }
      : await worker.read(await vault.readRange(sha256, 0, size))
  try {
    for await (const file of filesWithout(db, pictureEngine, ['image/%'])) {
      if (watch.signal?.aborted) break
      const picture = await read(file)
      if (picture === null) {
        count.failed(file.sha256, stoppedDecoder)
        continue
      }
      if (picture.thumbnail) await thumbnails.keep(file.sha256, picture.thumbnail)
      made.push({ sha256: file.sha256, derived: layerOf(picture) })
      if (picture.refused === null) count.made()
      else count.refused(file.sha256, picture.refused)
      if (made.length >= storedAtOnce) await store()
    }
    await store()
    return count.report()
  } finally {
    worker.close()
    connection.close()
  }
}

function layerOf({ facts, refused }: ReadPicture): Derived {
  return { picture: facts, text: null, language: null, cut: false, refused }
}
