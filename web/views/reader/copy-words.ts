import type { SourceSighting } from '../../asks.ts'
import { renderAmount } from '../../ui/figures.ts'

type Side = SourceSighting['side']

/** Whose copy a sighting is, in words. */
export const sideWords = {
  sender: 'sender’s own copy',
  recipient: 'recipient’s copy',
  unknown: 'whose copy is not stated',
} as const satisfies Record<Side, string>

/** Why a sighting counts as a copy of its message. */
export function joinedBy(copy: SourceSighting['copy']): string {
  if (copy === null) return 'Same uid: the same ends, time and words.'
  // A copy in the message's own words came in with a translation that belongs to both.
  if (copy.rule === 'translation' && copy.body === null)
    return 'The same translation goes with both: same conversation, sender and time.'
  return {
    'original-id': 'Same conversation, sender and id in the source.',
    clock: 'Same conversation, sender and exact words, at the difference of the two clocks.',
    translation: 'A translation: same conversation, sender and time in a set received as translations.',
    person: 'A person said that it is the same message.',
  }[copy.rule]
}

/** `its clock 37 s ahead`, `its clock 1 h 0 m 2 s behind`; null where no clocks were compared or they agree. */
export function clockWords(offsetSeconds: number | null): string | null {
  if (offsetSeconds === null || offsetSeconds === 0) return null
  return `its clock ${renderSpan(Math.abs(offsetSeconds))} ${offsetSeconds > 0 ? 'ahead' : 'behind'}`
}

/** Seconds to the tenth, with hours and minutes where there are any: `37 s`, `1 h 0 m 2.5 s`. */
export function renderSpan(seconds: number): string {
  const tenths = Math.round(seconds * 10)
  const [hours, minutes] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60]
  const rest = (tenths % 600) / 10
  const larger = hours > 0 ? `${hours} h ${minutes} m ` : minutes > 0 ? `${minutes} m ` : ''
  return `${larger}${rest} s`
}

/** `3 copies in 2 exhibits`. */
export function copiesIn(sightings: readonly Pick<SourceSighting, 'exhibit'>[]): string {
  const exhibits = new Set(sightings.map(({ exhibit }) => exhibit)).size
  const copies = renderAmount(sightings.length, 'copy', 'copies')
  return sightings.length === 1 ? copies : `${copies} in ${renderAmount(exhibits, 'exhibit')}`
}
