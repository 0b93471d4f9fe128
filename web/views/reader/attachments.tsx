import { IconFileOff, IconPaperclip } from '@tabler/icons-react'
import type { SourceSighting } from '../../asks.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { FileFacts } from './file-facts.tsx'

type Attachment = NonNullable<NonNullable<SourceSighting['details']>['attachments']>[number]

/** A file sent with a message: its name and type as the source claims them, and whether it was handed over. */
export function AttachmentLine({ attachment }: { readonly attachment: Attachment }) {
  const { name, claims, sha256 } = attachment
  const Icon = sha256 === null ? IconFileOff : IconPaperclip
  return (
    <div className="attachment">
      <Icon size={16} stroke={1.5} aria-hidden="true" />
      <div>
        <bdi className="mono">{name === null ? 'name not stated' : visibleText(name)}</bdi>
        <span className="meta fact-line">
          {claims === null ? 'type not stated' : `claimed to be ${visibleText(claims)}`}
          {sha256 === null && <span className="proposed-text"> · not handed over</span>}
        </span>
        {sha256 !== null && <FileFacts sha256={sha256} name={name ?? 'a file'} />}
      </div>
    </div>
  )
}
