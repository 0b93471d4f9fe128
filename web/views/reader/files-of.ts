import type { SourceSighting } from '../../asks.ts'

type Attachment = NonNullable<NonNullable<SourceSighting['details']>['attachments']>[number]

/** Each file once, however many copies of the message name it; one that was handed over before one that was not. */
export function filesOf(sightings: readonly Pick<SourceSighting, 'details'>[]): readonly Attachment[] {
  const files = new Map<string, Attachment>()
  for (const file of sightings.flatMap(({ details }) => details?.attachments ?? [])) {
    const key = file.name ?? file.sha256 ?? ''
    const held = files.get(key)
    if (held === undefined || held.sha256 === null) files.set(key, file)
  }
  return [...files.values()]
}
