import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { readJsonMessages } from '../json-messages.ts'
import { readJsonOutline } from '../json-outline.ts'
import type { JsonList, JsonRecords } from '../json-records.ts'
import { headText, isObject, type JsonObject, matches, parseJsonObject, textOf } from '../json-values.ts'
import { chatOf } from '../source-address.ts'
import { firstBytes, readAnyUtf } from '../utf16-file.ts'
import { type RoomMemory, readMatrixEvent, roomMemory } from './matrix-event.ts'

/**
 * Events of Matrix rooms: a room as Element exports it (`{room_name, …, messages}`), a server's answer (`chunk`,
 * `events`), a bare list, or events one after another, as JSON Lines or not. Also the rows of four fields
 * (`timestamp, chat_id, sender_alias, message`) as which a ransomware group's rooms were leaked. Every room is a group
 * keyed by its id: events do not say whether a room is of two. Names come from the events before. See `matrix-event.ts`.
 *
 * @see https://spec.matrix.org/latest/client-server-api/#room-events
 */
export const matrix: Format = {
  id: 'matrix',
  version: 2,
  title: 'Matrix room events (JSON, JSON Lines)',
  accepts:
    'A room exported from Element as JSON, or a file of Matrix room events, one on each line or in a list.',
  extensions: ['.json', '.jsonl', '.ndjson', '.txt'],
  detects: 'Events whose type begins with m. and that state sender and origin_server_ts.',
  example:
    '{"type":"m.room.message","event_id":"$1","room_id":"!marsh:plover.example","sender":"@heron:plover.example","origin_server_ts":1709287200000,"content":{"msgtype":"m.text","body":"hello"}}\n',
  covers: 'every byte',
  idsAreShared: true,
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read: (file, context) => readAnyUtf(file, (text) => readEvents(text, context)),
}

async function* readEvents(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const head = headText(await firstBytes(file))
  const shape = isBare(head) ? bareEvents : listedEvents
  const outline = shape === bareEvents ? null : await readJsonOutline(file, listedEvents)
  const root = isObject(outline?.root) ? outline.root : {}
  const room = { key: textOf(root, 'room_id') ?? chatOf(file), title: textOf(root, 'room_name') }
  const memory = roomMemory(room)
  const rooms = new Map<number, RoomMemory['room']>()
  const roomOf = (list: JsonList | null): RoomMemory['room'] => {
    if (list === null || outline === null) return room
    const known = rooms.get(list.number) ?? roomAround(outline.around(list)) ?? room
    rooms.set(list.number, known)
    return known
  }
  yield* readJsonMessages(file, {
    shape,
    read: (event, list) => readMatrixEvent(event, { ...memory, room: roomOf(list) }, context),
  })
}

/** The room whose id is the name of an object around a list of events, as in a sync (`rooms.join["!id:server"].timeline`). */
function roomAround(around: readonly JsonObject[]): RoomMemory['room'] | null {
  const within = new Set<unknown>(around)
  for (const outer of around) {
    const found = Object.entries(outer).find(([name, value]) => name.startsWith('!') && within.has(value))
    if (found) return { key: found[0], title: null }
  }
  return null
}

const beginsRecord = (head: string): boolean =>
  /^\{\s{0,200}"(?:type|event_id|room_id|sender|content|origin_server_ts|state_key|unsigned|user_id|age|depth|hashes|auth_events|timestamp|chat_id)"\s{0,9}:/.test(
    head,
  )
const listedEvents: JsonRecords = { lists: ['messages', 'chunk', 'events', 'state'], beginsRecord }
const bareEvents: JsonRecords = { lists: [], bare: true, beginsRecord }

/** Whether events stand one after another in no list: the first line is one, or no list of events begins. */
function isBare(head: string): boolean {
  const text = head.trimStart()
  if (!text.startsWith('{')) return false
  const line = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'))
  const first = parseJsonObject(line)?.object
  if (first) return 'sender' in first || 'sender_alias' in first
  return !/"(?:messages|chunk|events|state)"\s{0,9}:\s{0,9}\[/.test(text)
}

const eventMarks = [
  /"origin_server_ts"\s{0,9}:\s{0,9}\d/,
  /"event_id"\s{0,9}:\s{0,9}"\$/,
  /"room_id"\s{0,9}:\s{0,9}"!/,
  /"sender"\s{0,9}:\s{0,9}"@[^"\s]{0,255}:/,
  /"type"\s{0,9}:\s{0,9}"m\.[a-z]/,
]
const rowMarks = [
  /"chat_id"\s{0,9}:\s{0,9}"!/,
  /"sender_alias"\s{0,9}:\s{0,9}"/,
  /"timestamp"\s{0,9}:\s{0,9}"?\d/,
  /"message"\s{0,9}:\s{0,9}"/,
]

function sniff(head: Uint8Array): number {
  const text = headText(head)
  if (!/^\s{0,200}[[{]/.test(text)) return 0
  if (matches(text, eventMarks) >= 3) return 0.97
  if (matches(text, rowMarks) === rowMarks.length) return 0.97
  const exported = /"room_name"\s{0,9}:/.test(text) && /"export(?:_date|ed_by)"\s{0,9}:/.test(text)
  return exported ? 0.9 : 0
}
