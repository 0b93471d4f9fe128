import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { renderAmount, renderBytes } from '../../ui/figures.ts'
import { type ChosenFile, filesOfDrop, filesOfField, sizeOf } from './chosen.ts'

interface DropZoneProps {
  readonly files: readonly ChosenFile[]
  readonly onFiles: (files: readonly ChosenFile[]) => void
}

/** Where files and folders of this computer are dropped, or chosen without dragging. */
export function DropZone({ files, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const drop = {
    onDragOver: (event: React.DragEvent) => {
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault()
      setOver(false)
      void filesOfDrop(event.dataTransfer.items).then(onFiles)
    },
  }
  return (
    <>
      <fieldset
        className={over ? 'drop-zone over' : 'drop-zone'}
        aria-label="Files of this computer"
        {...drop}
      >
        <IconUpload size={24} stroke={1.5} aria-hidden="true" />
        <p>Drop files or a folder here</p>
        <div className="drop-buttons">
          <FileButton label="Choose files" folder={false} onFiles={onFiles} />
          <FileButton label="Choose a folder" folder onFiles={onFiles} />
        </div>
      </fieldset>
      {files.length > 0 && <ChosenFiles files={files} />}
    </>
  )
}

interface FileButtonProps {
  readonly label: string
  readonly folder: boolean
  readonly onFiles: (files: readonly ChosenFile[]) => void
}

function FileButton({ label, folder, onFiles }: FileButtonProps) {
  return (
    <label className="button">
      {label}
      <input
        className="visually-hidden"
        type="file"
        multiple
        ref={(field) => {
          // React has no property for choosing a folder.
          if (folder) field?.setAttribute('webkitdirectory', '')
        }}
        onChange={(event) => onFiles(filesOfField(event.target.files))}
      />
    </label>
  )
}

const most = 8

function ChosenFiles({ files }: { readonly files: readonly ChosenFile[] }) {
  return (
    <div className="chosen">
      <p>
        <strong>{renderAmount(files.length, 'file')}</strong>, {renderBytes(sizeOf({ kind: 'files', files }))}
      </p>
      <ul className="mono">
        {files.slice(0, most).map(({ path, file }) => (
          <li key={path}>
            <bdi>{path}</bdi> <span className="meta">{renderBytes(file.size)}</span>
          </li>
        ))}
        {files.length > most && (
          <li className="meta">and {renderAmount(files.length - most, 'more', 'more')}</li>
        )}
      </ul>
    </div>
  )
}
