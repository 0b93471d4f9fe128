import { type Static, Type } from 'typebox'
import { ConversationSummary, DayCount } from './conversations.ts'
import { ExhibitReceipt } from './exhibits.ts'
import { HandleSummary } from './handles.ts'
import { count, counted, instant, instantOrNull, list, orNull, TrafficCounts } from './schema.ts'

/** What a case is called and the zone its days are counted in. */
export const CaseSummary = Type.Object({
  name: Type.String(),
  timezone: Type.String({ description: 'IANA zone.' }),
})
export type CaseSummary = Static<typeof CaseSummary>

/** A case on one page. */
export const Overview = Type.Object({
  ...counted,
  case: CaseSummary,
  counts: Type.Object({
    messages: count('As the scope counts them.'),
    sightings: count('Copies of messages.'),
    handles: count('Handles seen.'),
    conversations: count('Conversations.'),
    days: count('Days with a message.'),
    exhibits: count('Exhibits received.'),
    records: count('sightings + rejected.'),
    repaired: count('Records repaired.'),
    rejected: count('Records that could not be read.'),
  }),
  traffic: TrafficCounts,
  zones: Type.Object(
    {
      stated: count('Zone in the source.'),
      assumed: count('Zone stated on receipt.'),
      unknown: count('No zone: read as UTC.'),
      none: count('No time at all: kept in the order of the file.'),
    },
    { description: 'Messages by how the zone of their time is known.' },
  ),
  firstAt: instantOrNull('The first message.'),
  lastAt: instantOrNull('The last message.'),
  days: list(DayCount),
  handles: list(HandleSummary, { description: 'At most 12, busiest first.' }),
  conversations: list(ConversationSummary, { description: 'At most 12, busiest first.' }),
  exhibits: list(ExhibitReceipt),
  verified: orNull(
    Type.Object({ at: instant('When.'), ok: Type.Boolean(), problems: count('Problems found.') }),
  ),
  alerts: count('Alerts of watches that nobody has acknowledged.'),
  auditEntries: count('Entries of the audit log.'),
})
export type Overview = Static<typeof Overview>

/** Who is signed in, and to what. */
export const Session = Type.Object({
  signedIn: Type.Boolean(),
  actor: Type.Union([Type.String(), Type.Null()], {
    description: 'The name written into the audit log; null when not signed in.',
  }),
  case: orNull(CaseSummary),
})
export type Session = Static<typeof Session>
