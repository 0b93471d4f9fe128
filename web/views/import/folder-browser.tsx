import { IconArrowUp, IconFile, IconFolder, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Folder } from '../../../src/wire/imports.ts'
import { askFolder } from '../../asks.ts'
import { mappingLink } from '../../links.ts'
import { renderBytes } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

interface FolderBrowserProps {
  readonly paths: readonly string[]
  readonly onPaths: (paths: readonly string[]) => void
}

/** Folders and files of the machine Bailey runs on; what is ticked becomes one exhibit. */
export function FolderBrowser({ paths, onPaths }: FolderBrowserProps) {
  const [at, setAt] = useState<string | null>(null)
  const folder = useQuery(askFolder(at))
  const toggle = (path: string) =>
    onPaths(paths.includes(path) ? paths.filter((other) => other !== path) : [...paths, path])
  return (
    <>
      <form
        className="folder-path"
        onSubmit={(event) => {
          event.preventDefault()
          const typed = new FormData(event.currentTarget).get('path')
          if (typeof typed === 'string' && typed !== '') setAt(typed)
        }}
      >
        <button
          type="button"
          className="button"
          disabled={!folder.data || folder.data.parent === null}
          aria-label="The folder above"
          title="The folder above"
          onClick={() => setAt(folder.data?.parent ?? null)}
        >
          <IconArrowUp size={16} stroke={1.5} aria-hidden="true" />
        </button>
        <input
          key={folder.data?.path}
          className="input mono"
          name="path"
          aria-label="Folder on the server"
          defaultValue={folder.data?.path}
          spellCheck={false}
        />
        <button type="submit" className="button">
          Go
        </button>
      </form>
      {folder.isPending && <Pending label="Reading the folder" />}
      {folder.isError && <Failure error={folder.error} onRetry={() => setAt(null)} />}
      {folder.data && <FolderTable folder={folder.data} paths={paths} onEnter={setAt} onToggle={toggle} />}
      {paths.length > 0 && (
        <ul className="chosen mono">
          {paths.map((path) => (
            <li key={path}>
              <bdi>{visibleText(path)}</bdi>
              <button
                type="button"
                className="button plain small"
                aria-label={`Leave out ${path}`}
                onClick={() => toggle(path)}
              >
                <IconX size={14} stroke={1.5} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Files whose columns a mapping profile can name. */
const tableEnding = /\.(csv|tsv|xlsx)$/i

interface FolderTableProps {
  readonly folder: Folder
  readonly paths: readonly string[]
  readonly onEnter: (path: string) => void
  readonly onToggle: (path: string) => void
}

function FolderTable({ folder, paths, onEnter, onToggle }: FolderTableProps) {
  const pathOf = (name: string) =>
    folder.path.endsWith('/') ? `${folder.path}${name}` : `${folder.path}/${name}`
  const tick = (name: string) => (
    <input
      type="checkbox"
      aria-label={`Import ${name}`}
      checked={paths.includes(pathOf(name))}
      onChange={() => onToggle(pathOf(name))}
    />
  )
  return (
    <div className="folder">
      <label className="folder-line whole">
        <input type="checkbox" checked={paths.includes(folder.path)} onChange={() => onToggle(folder.path)} />
        This whole folder
      </label>
      {folder.folders.map(({ name }) => (
        <div key={name} className="folder-line">
          {tick(name)}
          <button type="button" className="folder-name" onClick={() => onEnter(pathOf(name))}>
            <IconFolder size={16} stroke={1.5} aria-hidden="true" /> <bdi>{visibleText(name)}</bdi>
          </button>
        </div>
      ))}
      {folder.files.map(({ name, size }) => (
        <label key={name} className="folder-line">
          {tick(name)}
          <span className="folder-name">
            <IconFile size={16} stroke={1.5} aria-hidden="true" /> <bdi>{visibleText(name)}</bdi>
          </span>
          {tableEnding.test(name) && (
            <Link
              className="meta"
              to={mappingLink(pathOf(name))}
              title="See its first rows and say what its columns hold"
            >
              columns … <span className="visually-hidden">of {name}</span>
            </Link>
          )}
          <span className="meta number">{renderBytes(size)}</span>
        </label>
      ))}
      {folder.folders.length + folder.files.length === 0 && (
        <p className="meta folder-line">This folder is empty.</p>
      )}
    </div>
  )
}
