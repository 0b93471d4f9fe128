import { markAddress, openTraffic, type Traffic, traffic } from '../analyses/traffic/traffic.ts'
import type { HandleMark } from '../core/traffic.ts'
import type { Asker } from '../store/store.ts'
import type { MarkableMessage, TrafficMarker } from '../store/traffic-marker.ts'

/** Tells traffic from messages as they are stored. */
export interface EarlyTraffic {
  /** Messages of a batch, in order of time. */
  add(batch: readonly MarkableMessage[]): void
  /** What was told; null when the messages were too far out of order, so that they must be read again. */
  found(): Traffic | null
}

/** Sources write a day's messages together; what is later than this is put in order before it is told. */
const heldBack = 26 * 3600 * 1_000_000
const mostHeld = 50_000

/** For the first exhibit of a case: its messages then need not be read again. */
export function openEarlyTraffic(): EarlyTraffic {
  const telling = openTraffic()
  let held: readonly MarkableMessage[] = []
  let told = Number.NEGATIVE_INFINITY
  let inOrder = true
  const tell = (messages: readonly MarkableMessage[]): void => {
    for (const message of messages) {
      inOrder &&= message.id > told
      told = message.id
      if (inOrder) telling.add(message)
    }
  }
  return {
    add(batch) {
      if (!inOrder) return
      held = [...held, ...batch].toSorted((a, b) => a.id - b.id)
      const until = (held.at(-1)?.id ?? 0) - heldBack
      const ready = held.findIndex(({ id }) => id > until)
      tell(held.slice(0, ready))
      held = held.slice(ready)
      if (held.length > mostHeld) inOrder = false
    },
    found() {
      tell(held)
      return inOrder ? telling.found() : null
    },
  }
}

/**
 * Marks what in a case is not simply somebody speaking. Runs again without harm.
 *
 * @param early - what was told of every message of the case while it was stored; null to read them.
 */
export async function markCase(
  marker: TrafficMarker,
  asker: Asker,
  early: Traffic | null = null,
): Promise<void> {
  const { messages, senders } = early ?? (await readTraffic(marker))
  const handles = new Map<number, HandleMark>()
  for (const { id, address } of await marker.handlesToMark()) {
    const mark = markAddress(address)
    handles.set(id, mark === 'plain' ? (senders.get(id) ?? mark) : mark)
  }
  await marker.record(asker, { messages, handles, version: traffic.version })
}

async function readTraffic(marker: TrafficMarker): Promise<Traffic> {
  const telling = openTraffic()
  for await (const page of marker.messagesToMark()) for (const message of page) telling.add(message)
  return telling.found()
}
