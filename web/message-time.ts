import type { ZoneSource } from '../src/core/time.ts'
import type { StoredMessage } from '../src/wire/messages.ts'
import { dayOf, renderDay, renderLocal, renderLocalWithZone, renderLongDay, timeOf } from './case-time.ts'
import { visibleText } from './ui/visible-text.ts'

/** When a message was sent, in words, for messages whose source states no time as for all others. */

type Sent = Pick<StoredMessage, 'sentAt' | 'zone' | 'timeText'>

/** What stands where a time would. */
export const noTime = 'no time'

/** `20:31:07`. */
export function clockOf({ sentAt, zone: known }: Sent, zone: string): string {
  return known === 'none' ? noTime : timeOf(sentAt, zone)
}

/** `14 Apr 2020 20:31:07`. */
export function whenOf({ sentAt, zone: known }: Sent, zone: string): string {
  return known === 'none' ? noTime : renderLocal(sentAt, zone)
}

/** How the zone of a time is known. */
export const zoneWords = {
  stated: 'The zone is written in the source.',
  assumed: 'The source names no zone; it was read in the zone stated for the exhibit.',
  unknown: 'The source names no zone and none was stated for the exhibit: read as UTC.',
  none: 'The source states no time: the message stands in the order of its file.',
} as const satisfies Record<ZoneSource, string>

/**
 * Everything known of the time, in lines: `14 Apr 2020 20:31:07 BST (2020-04-14T19:31:07Z)`, the time as the source has
 * it, how its zone is known; what the source has instead of a time, where it has none.
 */
export function fullWhenOf({ sentAt, zone: known, timeText }: Sent, zone: string): string {
  if (known !== 'none')
    return `${renderLocalWithZone(sentAt, zone)} (${sentAt})\nin the source: ${visibleText(timeText)}\n${zoneWords[known]}`
  return timeText === '' ? 'The source states no time' : `The source states no time, but “${timeText}”`
}

/** The heading a message stands under: `Tuesday 14 April 2020`. */
export function dayTitleOf({ sentAt, zone: known }: Sent, zone: string): string {
  return known === 'none' ? 'No time stated' : renderLongDay(dayOf(sentAt, zone))
}

/** `14 Apr 2020 – 3 May 2020`, or that no time is stated. */
export function renderSpan(firstAt: string | null, lastAt: string | null, zone: string): string {
  return firstAt === null || lastAt === null
    ? noTime
    : `${renderDay(dayOf(firstAt, zone))} – ${renderDay(dayOf(lastAt, zone))}`
}
