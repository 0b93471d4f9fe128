import { type Static, Type } from 'typebox'
import { captureModes } from '../core/exhibit.ts'
import { type ProblemCode, problemCodes, type RepairCode, repairCodes } from '../core/problem.ts'
import { count, instant, list, oneOf, page, textOrNull } from './schema.ts'

/** Where a record stands. */
export const locatorFields = {
  exhibit: Type.String({ description: 'Reference of the exhibit, e.g. NCA/EC/1.' }),
  entry: Type.String({
    description: 'Path of the file within the exhibit; a part of a container follows after !/.',
  }),
  offset: count('Bytes from the start of the entry.'),
  length: count('Bytes of the record.'),
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys of a constant table
const problems = Object.keys(problemCodes) as ProblemCode[]
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys of a constant table
const repairs = Object.keys(repairCodes) as RepairCode[]

/** How the data of an exhibit was taken. */
export const CaptureModeWire = oneOf(captureModes, { description: 'How the data was taken.' })

/** How a damaged record was made readable. */
export const RepairsWire = list(oneOf(repairs), {
  description: 'How the record was made readable; empty when it was whole.',
})

/** What is on record of an exhibit. */
export const ExhibitReceipt = Type.Object({
  id: Type.Integer(),
  ref: Type.String({ description: 'Reference, unique in the case, e.g. NCA/EC/1.' }),
  name: Type.String(),
  sha256: Type.String({ description: '64 hex digits.' }),
  size: count('Bytes.'),
  entries: count('Files it holds.'),
  entriesHeld: count('Entries whose bytes the case already held: nothing was read from them again.'),
  receivedFrom: textOrNull(),
  authority: textOrNull({ description: 'The legal authority it is held under.' }),
  captureMode: CaptureModeWire,
  timezone: textOrNull({ description: 'IANA zone stated for times that name none.' }),
  translationOf: textOrNull({ description: 'Language of the originals when it holds translations of them.' }),
  owner: textOrNull({ description: 'Whose device or account it was taken from, as stated on receipt.' }),
  receivedAt: instant('When it was received.'),
  receivedBy: Type.String(),
  state: oneOf(['reading', 'complete']),
  formats: list(Type.String()),
  records: count('sightings + rejected.'),
  contacts: count('Names saved for addresses; they are no records.'),
  traces: count('Cells and networks a device was at; they are no records.'),
  sightings: count('Copies of messages it holds.'),
  duplicates: count('Sightings of messages that already had one.'),
  repaired: count('Records that had to be repaired to be read.'),
  rejected: count('Records that could not be read.'),
})
export type ExhibitReceipt = Static<typeof ExhibitReceipt>

/** Every exhibit of the case. */
export const ExhibitList = list(ExhibitReceipt)
export type ExhibitList = Static<typeof ExhibitList>

/** A record that could not be read, where it stands and why. */
export const Rejection = Type.Object({
  ...locatorFields,
  reason: oneOf(problems),
  says: Type.String({ description: 'The reason as a sentence.' }),
})
export type Rejection = Static<typeof Rejection>

/** A record that was repaired to be read. */
export const RepairedRecord = Type.Object({ ...locatorFields, uid: Type.String(), repairs: RepairsWire })
export type RepairedRecord = Static<typeof RepairedRecord>

/** Which rejected or repaired records are asked for. */
export const RecordQuery = Type.Object({
  exhibit: Type.Optional(Type.String({ description: 'Only those of the exhibit of this reference.' })),
  ...page(50, 500),
})

/** A page of rejected records. */
export const RejectionPage = Type.Object({ total: count('Of all pages.'), items: list(Rejection) })
export type RejectionPage = Static<typeof RejectionPage>

/** A page of repaired records. */
export const RepairPage = Type.Object({ total: count('Of all pages.'), items: list(RepairedRecord) })
export type RepairPage = Static<typeof RepairPage>
