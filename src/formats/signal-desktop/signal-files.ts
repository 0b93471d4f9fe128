import type { Attachment } from '../../core/message-details.ts'
import { firstBeside } from '../attached-file.ts'
import type { EvidenceFile } from '../format.ts'
import { isObject, type JsonObject, numberOf, objectOf, objectsOf, textOf } from '../json-values.ts'
import { integerIn, textIn, wordsIn } from '../sqlite-columns.ts'
import type { StoredRow } from '../sqlite-file.ts'
import type { MessageSource } from './signal-message.ts'

/** Files sent with a message: of its JSON, or of `message_attachments` since 2025. */
export async function attachmentsOf(
  { files, file }: MessageSource,
  row: StoredRow,
  json: JsonObject,
): Promise<readonly Attachment[]> {
  const stored = (await files(textIn(row, 'id')))
    .filter((one) => integerIn(one, 'edithistoryindex') === -1 && isOwnFile(wordsIn(one, 'attachmenttype')))
    .toSorted((a, b) => (integerIn(a, 'orderinmessage') ?? 0) - (integerIn(b, 'orderinmessage') ?? 0))
  if (stored.length > 0)
    return stored.map((one) => ({
      name: wordsIn(one, 'filename'),
      claims: wordsIn(one, 'contenttype'),
      sha256: hashOf(file, wordsIn(one, 'path'), integerIn(one, 'version')),
    }))
  const listed = objectsOf(json, 'attachments').filter(
    (one) => textOf(one, 'contentType') !== 'text/x-signal-plain',
  )
  const sticker = objectOf(json, 'sticker')['data']
  return [...listed, ...(isObject(sticker) ? [sticker] : [])].map((one) => ({
    name: textOf(one, 'fileName'),
    claims: textOf(one, 'contentType'),
    sha256: hashOf(file, textOf(one, 'path'), numberOf(one, 'version')),
  }))
}

function isOwnFile(type: string | null): boolean {
  return type === 'attachment' || type === 'sticker'
}

/** The hash of a file the exhibit holds. From version 2 on files are encrypted on the disk and are not what was sent. */
function hashOf(file: EvidenceFile, path: string | null, version: number | null): string | null {
  if (path === null || (version ?? 1) > 1) return null
  const plain = path.replaceAll('\\', '/')
  const places = ['../attachments.noindex/', 'attachments.noindex/', '../', ''].map(
    (folder) => `${folder}${plain}`,
  )
  return firstBeside(file, places)?.sha256 ?? null
}
