import { type Static, Type } from 'typebox'
import { CaptureModeWire, Rejection } from './exhibits.ts'
import { count, instant, list, oneOf, orNull, textOrNull } from './schema.ts'

/** What the person who receives an exhibit states of it; what is left out is null, the capture mode unknown. */
export const ImportOptionsBody = Type.Object(
  {
    format: Type.Optional(textOrNull({ description: 'Format id; null lets each file be recognised.' })),
    exhibitRef: Type.Optional(textOrNull({ description: 'Null takes the next free E/1, E/2, …' })),
    receivedFrom: Type.Optional(textOrNull()),
    authority: Type.Optional(textOrNull({ description: 'The legal authority it is held under.' })),
    captureMode: Type.Optional(CaptureModeWire),
    timezone: Type.Optional(textOrNull({ description: 'IANA zone of times that name none.' })),
    owner: Type.Optional(
      textOrNull({ description: 'Whose device or account it was taken from: an address on its network.' }),
    ),
    translationOf: Type.Optional(
      textOrNull({
        description: 'Language of the originals when these are translations of them, such as ru.',
      }),
    ),
    mapping: Type.Optional(
      textOrNull({ description: 'A mapping profile’s JSON text, or the name of a ready-made one.' }),
    ),
  },
  { additionalProperties: false },
)
export type ImportOptionsBody = Static<typeof ImportOptionsBody>

/** The name of a batch of uploads, made by the one who uploads. */
export const batchPattern = '^[A-Za-z0-9_-]{1,64}$'

/** What to import: files and folders on the server, or a batch that was uploaded. */
export const ImportBody = Type.Union([
  Type.Object(
    {
      paths: list(Type.String({ minLength: 1 }), {
        description: 'Absolute paths on the server; together they are one exhibit.',
      }),
      options: Type.Optional(ImportOptionsBody),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      upload: Type.String({ pattern: batchPattern, description: 'A batch put under /api/uploads.' }),
      options: Type.Optional(ImportOptionsBody),
    },
    { additionalProperties: false },
  ),
])
export type ImportBody = Static<typeof ImportBody>

/** What an import took in. */
export const ImportReport = Type.Object({
  exhibits: list(
    Type.Object({
      id: Type.Integer(),
      ref: Type.String(),
      sha256: Type.String(),
      size: count('Bytes.'),
      entries: count('Files.'),
      alreadyHeld: Type.Boolean({
        description: 'The case already held these bytes; nothing was read again.',
      }),
    }),
  ),
  records: count('sightings + rejected, always.'),
  contacts: count('Names saved for addresses; they are no records.'),
  traces: count('Cells and networks a device was at; they are no records.'),
  messages: count('New to the case.'),
  sightings: count('Copies of messages.'),
  duplicates: count('Sightings of messages that already had one.'),
  repaired: count('Records repaired.'),
  rejected: count('Records that could not be read.'),
  rejections: list(Rejection, { description: 'At most 1,000; rejected counts them all.' }),
  zoneUnknown: count('Messages whose time states no zone and for which none was stated.'),
  alerts: list(
    Type.Object({
      name: Type.String(),
      newHits: count('Hits first seen in it.'),
      newCopies: count('Hits known before that got a new copy.'),
      failed: textOrNull({ description: 'Why it could not be run.' }),
    }),
    { description: 'What watches found in it.' },
  ),
  notRead: list(Type.Object({ name: Type.String(), reason: Type.String() }), {
    description: 'What a folder holds that is no file.',
  }),
  seconds: Type.Number(),
})
export type ImportReport = Static<typeof ImportReport>

/** An import and how far it is. */
export const ImportJob = Type.Object({
  id: Type.String(),
  startedAt: instant('When it was asked for.'),
  paths: list(Type.String()),
  state: oneOf(['waiting', 'running', 'paused', 'done', 'failed', 'cancelled']),
  asked: orNull(
    oneOf(['pause', 'cancel'], {
      description: 'What it was told and has not done yet: it finishes the batch under way first.',
    }),
  ),
  ahead: count('Imports before it in the queue that have not ended.'),
  progress: Type.Object({
    phase: oneOf(['sealing', 'reading', 'done']),
    bytesDone: count('Bytes.'),
    bytesTotal: count('Bytes.'),
    records: count('Read so far.'),
  }),
  report: orNull(ImportReport),
  error: orNull(
    Type.Object(
      { message: Type.String(), remedy: Type.String() },
      { description: 'Why it ended before its end; null unless it failed or was cancelled.' },
    ),
  ),
})
export type ImportJob = Static<typeof ImportJob>

/** The imports since the server started and those an earlier one left unfinished, newest first. */
export const ImportJobList = list(ImportJob)

/** An import's id in a path. */
export const ImportPath = Type.Object({ id: Type.String({ maxLength: 64 }) })

/** An order to an import in a path. */
export const ImportOrderPath = Type.Object({
  id: Type.String({ maxLength: 64 }),
  order: oneOf(['pause', 'resume', 'cancel']),
})

/** Where an uploaded file goes: its batch, and its path within the batch. */
export const UploadPath = Type.Object({ batch: Type.String({ pattern: batchPattern }), '*': Type.String() })

/** A file that was taken in for a later import. */
export const Uploaded = Type.Object({ path: Type.String(), size: count('Bytes received.') })
export type Uploaded = Static<typeof Uploaded>

/** Which folder of the server is listed. */
export const FolderQuery = Type.Object({
  path: Type.Optional(
    Type.String({ maxLength: 4096, description: 'Absolute; the home folder when left out.' }),
  ),
})

/** A folder of the server, to choose from. */
export const Folder = Type.Object({
  path: Type.String(),
  parent: textOrNull({ description: 'Null at the top.' }),
  folders: list(Type.Object({ name: Type.String() })),
  files: list(Type.Object({ name: Type.String(), size: count('Bytes.') })),
})
export type Folder = Static<typeof Folder>

/** The formats that are read. */
export const FormatList = list(
  Type.Object({
    id: Type.String(),
    name: Type.String(),
    accepts: Type.String({ description: 'What to hand over.' }),
    extensions: list(Type.String()),
    detects: Type.String({ description: 'How it is recognised.' }),
    example: Type.String({ description: 'A short record, invented.' }),
  }),
)
export type FormatList = Static<typeof FormatList>
