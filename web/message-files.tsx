import {
  type Icon,
  IconEye,
  IconEyeOff,
  IconFile,
  IconFileOff,
  IconMicrophone,
  IconMovie,
  IconPhoto,
} from '@tabler/icons-react'
import type { MessageFile } from '../src/wire/messages.ts'
import { picturesShown } from './kept-switch.ts'
import { thumbnailLink } from './links.ts'
import { renderAmount, renderBytes } from './ui/figures.ts'
import { SwitchButton } from './ui/switch-button.tsx'
import { visibleText } from './ui/visible-text.ts'

const most = 6

/** The files sent with a message, as marks under its words, of a size that is known before a picture comes. */
export function MessageFiles({ files }: { readonly files: readonly MessageFile[] }) {
  if (files.length === 0) return null
  return (
    <ul className="message-files" aria-label="Files">
      {files.slice(0, most).map((file, i) => (
        <FileChip key={i} file={file} />
      ))}
      {files.length > most && <li className="meta">and {renderAmount(files.length - most, 'more file')}</li>}
    </ul>
  )
}

function FileChip({ file }: { readonly file: MessageFile }) {
  const { name, sha256, size, thumbnail } = file
  const { word, icon: Kind } = kindOf(file)
  const missing = sha256 === null
  const called = visibleText(name ?? 'name not stated')
  return (
    <li className={missing ? 'file-chip missing' : 'file-chip'} title={called}>
      {thumbnail && sha256 !== null ? (
        <SmallPicture sha256={sha256} />
      ) : (
        <Kind size={16} stroke={1.5} aria-hidden="true" />
      )}
      <span className="file-words">
        <bdi className="file-name">{called}</bdi>{' '}
        <span className="file-kind">
          {word}
          {size !== null && ` · ${renderBytes(size)}`}
          {missing && ' · not handed over'}
        </span>
      </span>
    </li>
  )
}

/** A picture that Bailey made small, in a frame that is there before it and stays when it does not come. */
function SmallPicture({ sha256 }: { readonly sha256: string }) {
  const shown = picturesShown.useIsOn()
  return (
    <span className="small-picture">
      <img
        className={shown ? undefined : 'blurred'}
        src={thumbnailLink(sha256)}
        alt=""
        width={48}
        height={48}
        loading="lazy"
        decoding="async"
      />
    </span>
  )
}

const kinds: readonly { readonly start: string; readonly word: string; readonly icon: Icon }[] = [
  { start: 'image/', word: 'picture', icon: IconPhoto },
  { start: 'audio/', word: 'recording', icon: IconMicrophone },
  { start: 'video/', word: 'film', icon: IconMovie },
]

/** What a file is by its bytes, or is claimed to be where those do not tell. */
function kindOf({ mediaType, claims, sha256 }: MessageFile): { readonly word: string; readonly icon: Icon } {
  const type = mediaType ?? claims
  const known = kinds.find(({ start }) => type?.startsWith(start))
  const word = known?.word ?? type ?? 'file'
  return {
    word: mediaType === null && claims !== null ? `${visibleText(word)}, as claimed` : visibleText(word),
    icon: sha256 === null ? IconFileOff : (known?.icon ?? IconFile),
  }
}

/** Shows every picture, or blurs them all. */
export function PicturesSwitch() {
  const shown = picturesShown.useIsOn()
  return (
    <SwitchButton
      isOn={shown}
      onTurn={picturesShown.turn}
      icon={shown ? IconEye : IconEyeOff}
      label="Pictures"
      titles={{ on: 'Blur pictures', off: 'Show pictures as they are' }}
    />
  )
}
