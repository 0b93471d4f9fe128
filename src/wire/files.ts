import { type Static, Type } from 'typebox'
import { derivedKinds } from '../core/derived.ts'
import { count, list, oneOf, orNull, textOrNull } from './schema.ts'

const ExifWire = Type.Object(
  {
    takenText: textOrNull({ description: 'By the device’s own clock, without a zone, as written.' }),
    make: textOrNull(),
    model: textOrNull(),
    orientation: orNull(Type.Integer({ description: '1 to 8.' })),
    gpsText: textOrNull({ description: 'Fractions of degrees, minutes and seconds as written.' }),
    position: orNull(Type.Object({ latitude: Type.Number(), longitude: Type.Number() })),
  },
  { description: 'What the camera wrote. Anybody can change it without a trace.' },
)

const DerivedLayer = Type.Object({
  kind: oneOf(derivedKinds),
  engine: Type.String(),
  version: Type.String(),
  picture: orNull(
    Type.Object({
      width: count('Pixels, before it is turned.'),
      height: count('Pixels, before it is turned.'),
      exif: orNull(ExifWire),
    }),
  ),
  text: textOrNull({ description: 'Words read or heard. Untrusted: show it as text only.' }),
  language: textOrNull({ description: 'The engine was told to expect it.' }),
  cut: Type.Boolean({ description: 'The engine gave more words than are kept.' }),
  refused: textOrNull({ description: 'Why nothing, or not all, could be made of the file.' }),
})

/** A file of the case: where it stands, which messages carry it, and what was made of it. */
export const FileDetail = Type.Object({
  sha256: Type.String(),
  size: count('Bytes.'),
  mediaType: textOrNull({ description: 'By its first bytes; null when it is of no known kind.' }),
  places: Type.Object({
    total: count('Entries with these bytes.'),
    items: list(Type.Object({ exhibit: Type.String(), entry: Type.String() }), {
      description: 'The first 100 in order of receipt.',
    }),
  }),
  messages: Type.Object({
    total: count('Messages with a copy that carries it.'),
    uids: list(Type.String(), { description: 'The first 100 in order of time.' }),
  }),
  derived: list(DerivedLayer),
})
export type FileDetail = Static<typeof FileDetail>

/** A file's hash in a path. */
export const FilePath = Type.Object({
  sha256: Type.String({ pattern: '^[0-9a-fA-F]{64}$', description: '64 hex digits.' }),
})
