import { useQuery } from '@tanstack/react-query'
import { askSource } from '../../asks.ts'
import { AttachmentChip } from './attachments.tsx'
import { filesOf } from './files-of.ts'

/** The files sent with the chosen message, once the panel beside it has read its copies. */
export function ChosenFiles({ uid }: { readonly uid: string }) {
  const source = useQuery({ ...askSource(uid), enabled: false })
  const files = filesOf(source.data ?? [])
  if (files.length === 0) return null
  return (
    <span className="row-files">
      {files.map((file, i) => (
        <AttachmentChip key={i} attachment={file} />
      ))}
    </span>
  )
}
