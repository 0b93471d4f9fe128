import { markAddress, openTraffic, traffic } from '../analyses/traffic/traffic.ts'
import type { HandleMark } from '../core/traffic.ts'
import type { Asker } from '../store/store.ts'
import type { TrafficMarker } from '../store/traffic-marker.ts'

/** Marks what in the conversations of an exhibit is not simply somebody speaking. Runs again without harm. */
export async function markExhibit(marker: TrafficMarker, asker: Asker, exhibitId: number): Promise<void> {
  const telling = openTraffic()
  for await (const page of marker.messagesToMark(exhibitId)) for (const message of page) telling.add(message)
  const { messages, senders } = telling.found()
  const handles = new Map<number, HandleMark>()
  for (const { id, address } of await marker.handlesToMark(exhibitId)) {
    const mark = markAddress(address)
    handles.set(id, mark === 'plain' ? (senders.get(id) ?? mark) : mark)
  }
  await marker.record(asker, exhibitId, { messages, handles, version: traffic.version })
}
