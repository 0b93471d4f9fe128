import { IconDownload, IconEye, IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FileDetail } from '../../../src/wire/files.ts'
import { askFile } from '../../asks.ts'
import { MachineLabel } from '../../file-words.tsx'
import { picturesShown } from '../../kept-switch.ts'
import { fileLink, thumbnailLink } from '../../links.ts'
import { Evidence } from '../../ui/evidence.tsx'
import { renderAmount, renderBytes, renderCount } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

type Layer = FileDetail['derived'][number]

/** What a file that was handed over is by its bytes, what was made of it, and the way to save it; its bytes are never shown. */
export function FileFacts({ sha256, name }: { readonly sha256: string; readonly name: string }) {
  const file = useQuery(askFile(sha256))
  if (file.isPending) return <Pending label="Reading the file" rows={2} />
  if (file.isError) return <Failure error={file.error} onRetry={() => void file.refetch()} />
  const { mediaType, size, places, messages, derived } = file.data
  const isPicture = mediaType?.startsWith('image/') ?? false
  const measured = derived.filter(({ kind }) => kind === 'picture')
  const isRefused = measured.length > 0 && measured.every(({ picture }) => picture === null)
  return (
    <div className="file-facts">
      <span className="meta">
        by its bytes {mediaType ?? 'of no kind that is known'} · {renderBytes(size)}
        {places.total > 1 && ` · stands in ${renderCount(places.total)} places`}
        {messages.total > 1 && ` · sent with ${renderAmount(messages.total, 'message')}`}
      </span>
      {isPicture && !isRefused && <Thumbnail sha256={sha256} name={name} />}
      {isPicture && measured.length === 0 && (
        <span className="meta">
          not measured yet: <code>bailey derive --kind picture</code>
        </span>
      )}
      {derived.map((layer) => (
        <DerivedLayer key={`${layer.kind} ${layer.engine} ${layer.version}`} layer={layer} />
      ))}
      <span className="file-save">
        <a className="button small" href={fileLink(sha256)} download={`${sha256}.bin`}>
          <IconDownload size={14} stroke={1.5} aria-hidden="true" /> Save the file
        </a>
        <code className="meta" title={sha256}>
          {sha256.slice(0, 16)}…
        </code>
      </span>
    </div>
  )
}

/** A small picture made by Bailey, blurred until somebody chooses to see it. */
function Thumbnail({ sha256, name }: { readonly sha256: string; readonly name: string }) {
  const shown = picturesShown.useIsOn()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const seen = chosen ?? shown
  const [failed, setFailed] = useState(false)
  if (failed) return <span className="meta">No small picture could be made of it.</span>
  const Icon = seen ? IconEyeOff : IconEye
  return (
    <span className="thumbnail">
      <span className="thumbnail-frame">
        <img
          className={seen ? undefined : 'blurred'}
          src={thumbnailLink(sha256)}
          alt={seen ? `Small picture of ${visibleText(name)}` : 'A picture, blurred'}
          onError={() => setFailed(true)}
        />
      </span>
      <button type="button" className="button small" aria-pressed={seen} onClick={() => setChosen(!seen)}>
        <Icon size={14} stroke={1.5} aria-hidden="true" /> {seen ? 'Blur' : 'Show'}
      </button>
    </span>
  )
}

/** What a machine made of the file: measured, or read, and by which version of what. */
function DerivedLayer({ layer }: { readonly layer: Layer }) {
  const { kind, engine, version, picture, text, language, cut, refused } = layer
  if (kind !== 'picture')
    return (
      <span className="derived by-machine">
        {text?.trim() === '' ? (
          <span className="meta">no words</span>
        ) : (
          <Evidence text={text?.trimEnd() ?? ''} />
        )}
        {cut && <span className="derived-label"> … more words than are kept</span>}{' '}
        <MachineLabel of={{ kind, engine, version, language }} file={null} />
      </span>
    )
  return (
    <span className="derived">
      {picture && <PictureFacts picture={picture} />}
      {refused !== null && <span className="proposed-text">{refused}</span>}{' '}
      <span className="derived-label">
        {kind} by {visibleText(engine)} {visibleText(version)}
      </span>
    </span>
  )
}

function PictureFacts({ picture }: { readonly picture: NonNullable<Layer['picture']> }) {
  const { width, height, exif } = picture
  const device = [exif?.make, exif?.model].filter((part) => part !== null && part !== undefined).join(' ')
  return (
    <span className="file-lines">
      <span className="number-line">
        {renderCount(width)} × {renderCount(height)} pixels
      </span>
      {exif !== null && exif.takenText !== null && (
        <span>
          taken <code>{visibleText(exif.takenText)}</code> by the device’s own clock, as the file states
        </span>
      )}
      {device !== '' && <span>with {visibleText(device)}, as the file states</span>}
      {exif !== null && exif.position !== null && (
        <span>
          at{' '}
          <code>
            {exif.position.latitude}, {exif.position.longitude}
          </code>
          , as the file states
        </span>
      )}
    </span>
  )
}
