/**
 * A child process that unpacks one sealed archive. It runs under Node's permission model and may read that file and
 * Bailey's own code, nothing else; it writes nothing and says what it finds to its parent. See `unpack-archive.ts`.
 */
import { type ArchiveEvent, openArchiveBytes } from '../custody/archives/archive-bytes.ts'
import { unpackArchive } from '../custody/archives/unpack.ts'
import type { UnpackMessage, UnpackOrder } from './unpack-archive.ts'

/** Messages sent and not yet taken: enough that neither side waits for the other. */
const window = 4
const messageBytes = 1 << 18
const messageEvents = 1000
const quietMs = 10_000

const sent = { unacknowledged: 0, wake: (): void => {} }

process.on('message', (order: UnpackOrder) => {
  if (order.kind === 'archive') void unpack(order)
  else {
    sent.unacknowledged--
    sent.wake()
  }
})
process.on('disconnect', () => process.exit(0))

async function unpack({ path, name }: Extract<UnpackOrder, { kind: 'archive' }>): Promise<void> {
  let events: ArchiveEvent[] = []
  let bytes = 0
  let last = performance.now()
  const flush = async (): Promise<void> => {
    while (sent.unacknowledged >= window)
      await new Promise<void>((resolve) => {
        sent.wake = resolve
      })
    sent.unacknowledged++
    send({ events, isLast: false })
    events = []
    bytes = 0
    last = performance.now()
  }
  for await (const event of unpackArchive(openArchiveBytes(path), name)) {
    if (event.kind !== 'alive') events.push(event)
    if (event.kind === 'bytes') bytes += event.bytes.length
    const isDue = performance.now() - last > quietMs
    if (bytes >= messageBytes || events.length >= messageEvents || isDue) await flush()
  }
  send({ events, isLast: true })
}

function send(message: UnpackMessage): void {
  process.send?.(message)
}
