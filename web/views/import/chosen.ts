import { upload } from '../../api.ts'
import { uploadPath } from './upload-path.ts'

/** A file of this computer and its path within the folder it was dropped with. */
export interface ChosenFile {
  readonly path: string
  readonly file: File
}

/** What will be imported: paths on the server, or files that go there first. */
export type Chosen =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'files'; readonly files: readonly ChosenFile[] }

/** Bytes to be sent; 0 for paths, which are on the server already. */
export function sizeOf(chosen: Chosen): number {
  return chosen.kind === 'paths' ? 0 : chosen.files.reduce((sum, { file }) => sum + file.size, 0)
}

/** A name no other batch has. */
export function newBatch(): string {
  return crypto.randomUUID()
}

/** Sends files one after the other, telling the bytes gone so far. */
export async function putFiles(
  batch: string,
  files: readonly ChosenFile[],
  onSent: (bytes: number) => void,
): Promise<void> {
  let gone = 0
  for (const { path, file } of files) {
    const before = gone
    // oxlint-disable-next-line no-await-in-loop -- one file at a time keeps the server's memory and the progress honest
    await upload(uploadPath(batch, path), file, (bytes) => onSent(before + bytes))
    gone += file.size
    onSent(gone)
  }
}

/** The files of a drop, folders walked to their ends. */
export async function filesOfDrop(items: DataTransferItemList): Promise<readonly ChosenFile[]> {
  // Entries must be taken before the first await: the list is emptied when the event ends.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  const found = await Promise.all(entries.map((entry) => filesOfEntry(entry)))
  return found.flat()
}

async function filesOfEntry(entry: FileSystemEntry): Promise<readonly ChosenFile[]> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
    return [{ path: entry.fullPath.replace(/^\/+/, ''), file }]
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return []
  const reader = entry.createReader()
  const files: ChosenFile[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a directory reader hands over its entries in batches until one is empty
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (batch.length === 0) return files
    // oxlint-disable-next-line no-await-in-loop -- see above
    files.push(...(await Promise.all(batch.map((child) => filesOfEntry(child)))).flat())
  }
}

/** The files of a file field, with their paths where a folder was chosen. */
export function filesOfField(list: FileList | null): readonly ChosenFile[] {
  return [...(list ?? [])].map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }))
}
