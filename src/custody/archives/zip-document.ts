import type { ArchiveBytes } from './archive-bytes.ts'
import { directoryRecords, localHeader, type ZipDirectory, type ZipRecord } from './zip-records.ts'

/** True for a zip file that is one document or program: its parts are not files somebody put together. */
export function isZipDocument(file: ArchiveBytes, directory: ZipDirectory): boolean {
  return zipDocumentType(file, directory) !== null
}

const latin1 = new TextDecoder('latin1')
const openPackage = 'application/vnd.openxmlformats-officedocument'
const packages: readonly (readonly [string, string])[] = [
  ['word/', `${openPackage}.wordprocessingml.document`],
  ['xl/', `${openPackage}.spreadsheetml.sheet`],
  ['ppt/', `${openPackage}.presentationml.presentation`],
]
const mostParts = 20_000

/** The media type of such a file: Office Open XML, OpenDocument, EPUB or an Android package; null for any other archive. */
export function zipDocumentType(file: ArchiveBytes, directory: ZipDirectory): string | null {
  const names = new Set<string>()
  for (const record of directoryRecords(file, directory)) {
    if (names.size === 0) {
      const stated = statedType(file, record)
      if (stated !== null) return stated
    }
    names.add(latin1.decode(record.rawName))
    if (names.size > mostParts) return null
  }
  if (names.has('AndroidManifest.xml') && names.has('META-INF/MANIFEST.MF'))
    return 'application/vnd.android.package-archive'
  const isPackage = names.has('[Content_Types].xml') && names.has('_rels/.rels')
  if (!isPackage && !names.has('xl/workbook.xml')) return null
  const known = packages.find(([folder]) => [...names].some((name) => name.startsWith(folder)))
  return known?.[1] ?? openPackage
}

/** OpenDocument and EPUB state their type in a first member that is neither compressed nor called anything else. */
function statedType(file: ArchiveBytes, { rawName, method, packed, at }: ZipRecord): string | null {
  if (latin1.decode(rawName) !== 'mimetype' || method !== 0 || packed > 100) return null
  const local = localHeader(file, at)
  const type = local ? latin1.decode(file.read(local.dataStart, packed)).trim() : ''
  return /^application\/(?:vnd\.oasis\.opendocument\.[a-z-]{1,40}|epub\+zip)$/.test(type) ? type : null
}
