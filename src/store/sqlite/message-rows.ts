import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { messageKinds } from '../../core/message.ts'
import { foldText } from '../../core/search/fold-text.ts'
import type { ReadBatch } from '../read-batch.ts'
import { forgetWords, learnWords, openDerivedWords, whoTokens } from './full-text.ts'
import { openPlaces } from './message-places.ts'
import type { BatchIds } from './name-ids.ts'
import { type EntrySource, openSightingRows } from './sighting-rows.ts'

const rowsATurn = 1000

/** What a batch put into the case. */
export interface StoredBatch {
  /** Places in the batch of messages new to the case. */
  readonly fresh: readonly number[]
  /** Row ids of recipients, 0 in a room. */
  readonly recipients: Int32Array
  /** Row ids of the messages, by their place in the batch. */
  readonly messageIds: Float64Array
}

/**
 * Writes the messages, sightings and search index of batches. Messages go in by order of time, because SQLite writes
 * neighbouring keys cheaply and FTS5 flushes whenever a row id falls; sightings go in by order of the file. Gives the
 * event loop a turn every thousand rows, so that the next batch arrives from its reader meanwhile.
 */
export function openMessageRows(
  raw: DatabaseSync,
): (batch: ReadBatch, ids: BatchIds, source: EntrySource) => Promise<StoredBatch> {
  const insertMessage = openInsert(raw)
  const findPlace = openPlaces(raw)
  const insertSightings = openSightingRows(raw)
  const derivedWords = openDerivedWords(raw)
  const index = raw.prepare('insert into message_fts (rowid, body, derived, who) values (?, ?, ?, ?)')
  const forget = openChange(raw, forgetWords)
  const learn = openChange(raw, learnWords)
  return async (batch, ids, source) => {
    const m = batch.messages
    const messageIds = new Float64Array(m.count)
    const recipients = recipientsOf(batch, ids)
    const media = new Map(m.media)
    const fresh: number[] = []
    let done = 0
    for (const i of placesByTime(m.at, m.count)) {
      if (++done % rowsATurn === 0) await nextTurn()
      const row = { batch, ids, i, recipient: recipients[i] ?? 0, files: media.get(i) }
      const at = m.at[i] ?? 0
      const landed = insertMessage(at, row)
      const place = landed ? { id: at, taken: false } : findPlace(at, m.uids.subarray(i * 16, i * 16 + 16))
      messageIds[i] = place.id
      if (place.taken) continue
      if (!landed && !insertMessage(place.id, row)) throw new Error('A free place for a message was taken')
      fresh.push(i)
    }
    const edited = editedMessages(batch, messageIds)
    const known = new Set(edited)
    for (const i of fresh) {
      if (++done % rowsATurn === 0) await nextTurn()
      const id = messageIds[i] ?? 0
      // Its earlier words stand in its sightings, which are not there yet.
      if (known.delete(id)) continue
      const files = media.get(i)
      const derived = files === undefined ? null : derivedWords(files)
      index.run(
        id,
        foldText(m.body[i] ?? ''),
        derived === null ? null : foldText(derived),
        whoOf(batch, ids, i, recipients[i] ?? 0),
      )
    }
    forget(known)
    await insertSightings(batch, messageIds, source)
    learn(edited)
    return { fresh, recipients, messageIds }
  }
}

/** Takes messages out of the index or puts them in, all at once. */
function openChange(raw: DatabaseSync, change: (ids: string) => string): (ids: ReadonlySet<number>) => void {
  const all = raw.prepare(change('select value from json_each(?)'))
  return (ids) => {
    if (ids.size > 0) all.run(JSON.stringify([...ids]))
  }
}

/** Messages of which a record states what they said before they were edited. */
function editedMessages({ messages: { details } }: ReadBatch, messageIds: Float64Array): Set<number> {
  const places = details.filter(([, { earlier = [] }]) => earlier.length > 0).map(([i]) => i)
  return new Set(places.map((i) => messageIds[i] ?? 0))
}

interface MessageRow {
  readonly batch: ReadBatch
  readonly ids: BatchIds
  readonly i: number
  readonly recipient: number
  readonly files: readonly string[] | undefined
}

/** Puts a message at an id; false when something stands there already. */
function openInsert(raw: DatabaseSync): (id: number, row: MessageRow) => boolean {
  const insert = raw.prepare(
    `insert into message (id, uid, conversation_id, sender_id, recipient_id, sent_at, time_text, zone, kind, body, body_exact, media)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  )
  return (id, { batch: { messages: m }, ids, i, recipient, files }) => {
    const body = m.body[i] ?? ''
    const { changes } = insert.run(
      id,
      m.uids.subarray(i * 16, i * 16 + 16),
      ids.conversations[m.conversation[i] ?? 0] ?? 0,
      ids.handles[m.sender[i] ?? 0] ?? 0,
      recipient === 0 ? null : recipient,
      m.at[i] ?? 0,
      m.timeText[i] ?? '',
      m.zone[i] ?? 0,
      messageKinds.indexOf(m.kind[i] ?? 'text'),
      body,
      exactBody(body),
      files ? JSON.stringify(files) : null,
    )
    return changes === 1
  }
}

function whoOf({ messages: m }: ReadBatch, ids: BatchIds, i: number, recipient: number): string {
  const place = m.conversation[i] ?? 0
  const sender = ids.handles[m.sender[i] ?? 0] ?? 0
  return whoTokens(
    sender,
    recipient === 0 ? null : recipient,
    ids.conversations[place] ?? 0,
    ids.networkOfConversation[place] ?? 0,
  )
}

/** The other of two handles for each message, 0 in a room; a note to oneself has the sender. */
function recipientsOf(batch: ReadBatch, ids: BatchIds): Int32Array {
  const m = batch.messages
  const recipients = new Int32Array(m.count)
  for (let i = 0; i < m.count; i++) {
    const conversation = batch.conversations[m.conversation[i] ?? 0]
    if (conversation?.kind !== 'direct') continue
    const sender = m.sender[i] ?? 0
    const other = conversation.participants.find((place) => place !== sender) ?? sender
    recipients[i] = ids.handles[other] ?? 0
  }
  return recipients
}

function placesByTime(at: Float64Array, count: number): readonly number[] {
  const places = Array.from({ length: count }, (_, i) => i)
  for (let i = 1; i < count; i++) {
    if ((at[i] ?? 0) < (at[i - 1] ?? 0))
      return places.toSorted((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b)
  }
  return places
}

/** UTF-16LE of a body that TEXT would change, else null. */
function exactBody(body: string): Uint8Array | null {
  return body.isWellFormed() ? null : Buffer.from(body, 'utf16le')
}
