import { type Static, Type } from 'typebox'
import { batchPattern } from './imports.ts'
import { count, list, oneOf, orNull, textOrNull } from './schema.ts'

const wishes = {
  name: Type.Optional(textOrNull({ description: 'Name of the profile; null takes it from the file.' })),
  network: Type.Optional(textOrNull({ description: 'Network of the handles; null for unknown.' })),
}

/** The table or workbook to look at: a file or folder of the server, or a file of a batch that was uploaded. */
export const MappingProposalBody = Type.Union([
  Type.Object(
    { path: Type.String({ minLength: 1, description: 'Absolute path on the server.' }), ...wishes },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      upload: Type.String({ pattern: batchPattern, description: 'A batch put under /api/uploads.' }),
      file: Type.String({ minLength: 1, description: 'The path the file was uploaded under.' }),
      ...wishes,
    },
    { additionalProperties: false },
  ),
])
export type MappingProposalBody = Static<typeof MappingProposalBody>

const kinds = ['messages', 'calls', 'contacts', 'wifi', 'cells', 'notes'] as const

const headings = Type.Record(Type.String(), list(Type.String()))

/** A mapping profile as it is saved; docs/formats/mapping.md says what its fields mean. */
const MappingProfileWire = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  network: Type.String(),
  columns: Type.Optional(headings),
  sheets: Type.Optional(
    list(Type.Object({ names: list(Type.String()), kind: oneOf(kinds), columns: headings })),
  ),
  ownerFrom: Type.Optional(oneOf(['file-name', 'folder-name'] as const)),
  dateOrder: oneOf(['dmy', 'mdy', 'ymd', 'sniff'] as const),
  recipientSeparator: textOrNull(),
})

/** What tables hold, which column most likely holds what and why, and the profile that says so. */
export const MappingPreview = Type.Object({
  tables: list(
    Type.Object({
      name: Type.String({ description: 'The sheet’s name, or the file’s without its ending.' }),
      kind: oneOf(kinds),
      headings: list(Type.String()),
      rows: list(list(Type.String()), { description: 'The first rows under the headings.' }),
      columns: list(
        Type.Object({
          part: Type.String({ description: 'What the column holds.' }),
          column: count('Its number, from 0.'),
          heading: Type.String(),
          confidence: Type.Number({ minimum: 0, maximum: 1 }),
          reason: Type.String(),
        }),
      ),
      unused: list(Type.String(), {
        description: 'Headings of the columns nothing is taken from; `column 3` for one without.',
      }),
      missing: list(Type.String(), { description: 'What its kind needs and no column was found for.' }),
      notes: list(Type.String(), { description: 'What to know of dates, zones and values.' }),
      trial: orNull(
        Type.Object({
          rows: count('Rows tried.'),
          read: count('Rows that can be read so.'),
          says: textOrNull({ description: 'Why the first of the others cannot.' }),
        }),
      ),
    }),
  ),
  profile: orNull(MappingProfileWire),
  id: textOrNull({ description: 'SHA-256 of the profile’s canonical JSON.' }),
  unread: list(Type.Object({ name: Type.String(), reason: Type.String() })),
})
export type MappingPreview = Static<typeof MappingPreview>
