import type { FileWords, MessageFile } from '../src/wire/messages.ts'
import { Evidence } from './ui/evidence.tsx'
import { visibleText } from './ui/visible-text.ts'

/** Which machine read or heard words, and that nobody wrote them. */
export function MachineLabel({
  of,
  file,
}: {
  readonly of: Pick<FileWords, 'kind' | 'engine' | 'version' | 'language'>
  /** Name of the file, where it is not said elsewhere. */
  readonly file: string | null
}) {
  const { kind, engine, version, language } = of
  return (
    <span className="derived-label">
      made by a machine: {kind === 'ocr' ? 'read in' : 'heard in'}{' '}
      {file === null ? 'the file' : <bdi>{visibleText(file)}</bdi>} by {visibleText(engine)}{' '}
      {visibleText(version)}
      {language !== null && `, told to expect ${visibleText(language)}`}
    </span>
  )
}

/** What matched in the files of a hit, set apart as what it is. */
export function FoundInFiles({
  words,
  files,
}: {
  readonly words: readonly FileWords[]
  readonly files: readonly MessageFile[]
}) {
  return words.map((found) => (
    <span
      key={`${found.sha256} ${found.kind} ${found.engine} ${found.version}`}
      className="derived by-machine"
    >
      {found.before > 0 && <span className="meta">… </span>}
      <Evidence text={found.excerpt.trimEnd()} ranges={found.highlights} />
      {found.after > 0 && <span className="meta"> …</span>}{' '}
      <MachineLabel of={found} file={files.find(({ sha256 }) => sha256 === found.sha256)?.name ?? null} />
    </span>
  ))
}
