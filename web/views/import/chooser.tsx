import { IconFolder, IconUpload } from '@tabler/icons-react'
import { Choice } from '../../ui/choice.tsx'
import type { Chosen } from './chosen.ts'
import { DropZone } from './drop-zone.tsx'
import { FolderBrowser } from './folder-browser.tsx'

const places = [
  { value: 'paths', label: 'On the server', Icon: IconFolder },
  { value: 'files', label: 'On this computer', Icon: IconUpload },
] as const

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
        <Choice
          label="Where it is"
          value={chosen.kind}
          options={places}
          onChoose={(kind) => onChoose(kind === 'paths' ? { kind, paths: [] } : { kind, files: [] })}
        />
      </div>
      {chosen.kind === 'paths' ? (
        <FolderBrowser paths={chosen.paths} onPaths={(paths) => onChoose({ kind: 'paths', paths })} />
      ) : (
        <DropZone files={chosen.files} onFiles={(files) => onChoose({ kind: 'files', files })} />
      )}
    </section>
  )
}
