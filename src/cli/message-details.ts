import type { Attachment, MessageDetails } from '../core/message-details.ts'
import type { FileDetail } from '../store/file-detail.ts'
import type { Sighting } from '../store/message-views.ts'
import { renderBytes } from './print.ts'

/** A name and what is said under it. */
export type Fact = readonly [string, string]

/** What the copies of a message state beside its words, each once, files left out. */
export function detailFacts(sightings: readonly Pick<Sighting, 'details'>[]): readonly Fact[] {
  const facts = sightings.flatMap(({ details }) => (details === null ? [] : factsOf(details)))
  const seen = new Map(facts.map((fact) => [fact.join('\n'), fact]))
  return [...seen.values()]
}

function factsOf(details: MessageDetails): readonly Fact[] {
  const { answers, call, delivery, forwardedFrom, position } = details
  const facts: readonly (Fact | false | undefined)[] = [
    details.deleted && ['deleted', `taken back or recovered${said(details.confidence, '; confidence')}`],
    forwardedFrom !== undefined && ['forwarded', forwardedFrom === '' ? 'yes' : `from ${forwardedFrom}`],
    answers && ['answers', answers.words ?? `a message with the id ${answers.sourceId ?? 'not stated'}`],
    call && ['call', callOf(call)],
    delivery && ['delivery', delivery],
    details.viewOnce && ['view once', 'yes'],
    position && ['position', `${position.latitude}, ${position.longitude}`],
    details.earlier?.length === 0 && ['edited', 'yes; what it said before is not stated'],
  ]
  const earlier = (details.earlier ?? []).map(
    ({ body, timeText }): Fact => ['edited from', `${body}${said(timeText, '  at')}`],
  )
  const reactions = (details.reactions ?? []).map(
    ({ emoji, from, timeText }): Fact => [
      'reaction',
      `${emoji}  from ${from ?? 'somebody not stated'}${said(timeText, '  at')}`,
    ],
  )
  return [...facts.filter((fact) => fact !== undefined && fact !== false), ...earlier, ...reactions]
}

function said(text: string | null | undefined, before: string): string {
  return text === null || text === undefined ? '' : `${before} ${text}`
}

function callOf({ durationSeconds, answered, video }: NonNullable<MessageDetails['call']>): string {
  const parts = [
    video ? 'video' : 'voice',
    answered !== null && (answered ? 'answered' : 'not answered'),
    durationSeconds !== null && `${durationSeconds} s`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** A file on one line: its name, what it claims to be and is, and where it stands; `held` is null where its bytes are not in the case. */
export function attachmentFact({ name, claims }: Attachment, held: FileDetail | null): Fact {
  const [place] = held?.places.items ?? []
  const parts = [
    name ?? '(no name)',
    claims !== null && `claims ${claims}`,
    held ? `is ${held.mediaType ?? 'of no known type'}` : 'not handed over',
    held && renderBytes(held.size),
    held && `sha256 ${held.sha256}`,
    place && `${place.exhibit}  ${place.entry}`,
  ]
  return ['file', parts.filter(Boolean).join('  ')]
}
