import { IconFolder, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { renderAmount, renderBytes } from '../../ui/figures.ts'
import { type Chosen, type ChosenFile, filesOfDrop, filesOfField, sizeOf } from './chosen.ts'
import { FolderBrowser } from './folder-browser.tsx'

/** The exhibit's files: chosen on the server, or dropped from this computer. */
export function Chooser({
  chosen,
  onChoose,
}: {
  readonly chosen: Chosen
  readonly onChoose: (chosen: Chosen) => void
}) {
  return (
    <section className="section chooser" aria-labelledby="chooser-title">
      <div className="section-head">
        <h2 id="chooser-title">1 · What is handed over</h2>
        <div className="sort-buttons" role="group" aria-label="Where it is">
          <button
            type="button"
            className="button small"
            aria-pressed={chosen.kind === 'paths'}
            onClick={() => onChoose({ kind: 'paths', paths: [] })}
          >
            <IconFolder size={14} stroke={1.5} aria-hidden="true" /> On the server
          </button>
          <button
            type="button"
            className="button small"
            aria-pressed={chosen.kind === 'files'}
            onClick={() => onChoose({ kind: 'files', files: [] })}
          >
            <IconUpload size={14} stroke={1.5} aria-hidden="true" /> On this computer
          </button>
        </div>
      </div>
      {chosen.kind === 'paths' ? (
        <FolderBrowser paths={chosen.paths} onPaths={(paths) => onChoose({ kind: 'paths', paths })} />
      ) : (
        <DropZone files={chosen.files} onFiles={(files) => onChoose({ kind: 'files', files })} />
      )}
    </section>
  )
}

function DropZone({
  files,
  onFiles,
}: {
  readonly files: readonly ChosenFile[]
  readonly onFiles: (files: readonly ChosenFile[]) => void
}) {
  const [over, setOver] = useState(false)
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the two buttons inside do the same without dragging */}
      <div
        className={over ? 'drop-zone over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void filesOfDrop(event.dataTransfer.items).then(onFiles)
        }}
      >
        <IconUpload size={24} stroke={1.5} aria-hidden="true" />
        <p>Drop files or a folder here</p>
        <div className="drop-buttons">
          <label className="button">
            Choose files
            <input
              className="visually-hidden"
              type="file"
              multiple
              onChange={(event) => onFiles(filesOfField(event.target.files))}
            />
          </label>
          <label className="button">
            Choose a folder
            <input
              className="visually-hidden"
              type="file"
              multiple
              ref={(field) => field?.setAttribute('webkitdirectory', '')}
              onChange={(event) => onFiles(filesOfField(event.target.files))}
            />
          </label>
        </div>
      </div>
      {files.length > 0 && (
        <div className="chosen">
          <p>
            <strong>{renderAmount(files.length, 'file')}</strong>,{' '}
            {renderBytes(sizeOf({ kind: 'files', files }))}
          </p>
          <ul className="mono">
            {files.slice(0, 8).map(({ path, file }) => (
              <li key={path}>
                <bdi>{path}</bdi> <span className="meta">{renderBytes(file.size)}</span>
              </li>
            ))}
            {files.length > 8 && (
              <li className="meta">and {renderAmount(files.length - 8, 'more', 'more')}</li>
            )}
          </ul>
        </div>
      )}
    </>
  )
}
