import type { EvidenceFile, Format } from '../formats/format.ts'
import { proposeMapping } from '../formats/propose-mapping.ts'
import { formatById, recogniseFormat } from '../formats/registry.ts'
import type { TableHead } from '../formats/table-head.ts'
import type { PreviewJob, PreviewReply } from './preview-mapping.ts'

/** A file to preview, with what its format is recognised by. */
export interface PreviewFile {
  readonly file: EvidenceFile
  readonly head: Uint8Array
}

/** Takes the first rows of every table of the files and proposes a profile for them. Runs in a reader process. */
export async function previewTables(
  files: readonly PreviewFile[],
  { wishes }: Pick<PreviewJob, 'wishes'>,
): Promise<PreviewReply> {
  const tables: TableHead[] = []
  const unread: { readonly name: string; readonly reason: string }[] = []
  for (const { file, head } of files) {
    const format = tableFormat(file.name, head)
    const heads = (await format?.heads?.(file)) ?? []
    if (heads.length === 0) unread.push({ name: file.name, reason: 'it holds no table that can be read' })
    for (const table of heads) {
      // Folders for one handle each hold the same tables: one of a name stands for all.
      if (tables.some(({ name }) => name === table.name))
        unread.push({ name: file.name, reason: `a table called ${table.name} was looked at already` })
      else tables.push(table)
    }
  }
  return { kind: 'previewed', proposal: proposeMapping(tables, wishes), unread }
}

/** A text file that nobody recognises may be a table whose headings no ready-made profile knows. */
function tableFormat(name: string, head: Uint8Array): Format | null {
  const format = recogniseFormat(name, head)
  if (format?.heads) return format
  return /\.(?:csv|tsv|txt)$/i.test(name) ? formatById('delimited') : null
}
