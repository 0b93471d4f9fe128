import type { DerivedLayer } from '../store/file-detail.ts'
import type { Fact } from './message-details.ts'

/** What an engine made of a file, under its kind: the first line says that a machine made it, and which. */
export function layerFacts(layer: DerivedLayer): readonly Fact[] {
  const { kind, engine, version, picture, text, language, cut, refused } = layer
  const exif = picture?.exif
  const place = exif?.position && `  (${exif.position.latitude}, ${exif.position.longitude})`
  const lines = [
    picture && `${picture.width} x ${picture.height} pixels`,
    exif?.takenText && `taken ${exif.takenText} by its own clock`,
    exif && (exif.make ?? exif.model) && `with ${[exif.make, exif.model].filter(Boolean).join(' ')}`,
    exif?.gpsText && `at ${exif.gpsText}${place ?? ''}`,
    ...(text?.trimEnd().split('\n') ?? []),
    cut && 'and more words than are kept',
    refused && `not made: ${refused}`,
  ]
  const made = `by ${engine} ${version}, a machine${language === null ? '' : `, told to expect ${language}`}`
  return [[kind, made], ...lines.filter((line) => typeof line === 'string').map((line): Fact => ['', line])]
}
