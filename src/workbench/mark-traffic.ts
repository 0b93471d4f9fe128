import { markAddress, openTraffic, traffic } from '../analyses/traffic/traffic.ts'
import type { HandleMark } from '../core/traffic.ts'
import type { Asker } from '../store/store.ts'
import type { TrafficMarker } from '../store/traffic-marker.ts'

/** Marks what in a case is not simply somebody speaking. Runs again without harm. */
export async function markCase(marker: TrafficMarker, asker: Asker): Promise<void> {
  const telling = openTraffic()
  for await (const page of marker.messagesToMark()) for (const message of page) telling.add(message)
  const { messages, senders } = telling.found()
  const handles = new Map<number, HandleMark>()
  for (const { id, address } of await marker.handlesToMark()) {
    const mark = markAddress(address)
    handles.set(id, mark === 'plain' ? (senders.get(id) ?? mark) : mark)
  }
  await marker.record(asker, { messages, handles, version: traffic.version })
}
