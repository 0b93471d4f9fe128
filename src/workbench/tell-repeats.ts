import { hash } from 'node:crypto'
import type { Message } from '../core/message.ts'
import type { RepairCode } from '../core/problem.ts'
import { parseEpochMicros } from '../core/time.ts'
import { identityForm } from '../core/uid.ts'
import type { Format, MessageRow, Row } from '../formats/format.ts'

/** Equal messages are looked for among at least this many before: exports write them next to each other. */
const remembered = 100_000
const oneSecond = 1_000_000

/**
 * Tells the equal messages of one file apart: same sender, conversation, time and words. Two with ids of their own are
 * two; without ids they are two where the format says so and its times are whole seconds at best, and copies of one
 * otherwise. The second is moved a microsecond on, the third two, so that each has its own uid and the n-th of one
 * export is the n-th of another. Must be shown every row of the file from its first.
 */
export function openRepeats(repeats: Format['repeats']): (row: Row) => Row {
  let seen: Generations = { now: new Map(), before: new Map() }
  const find = (key: string): number | undefined => seen.now.get(key) ?? seen.before.get(key)
  const keep = (key: string, n: number): void => {
    if (seen.now.size >= remembered) seen = { now: new Map(), before: seen.now }
    seen.now.set(key, n)
  }
  const nextOf = (key: string): number => {
    const n = (find(key) ?? -1) + 1
    keep(key, n)
    return n
  }
  return (row) => {
    if (row.kind !== 'message') return row
    const { message } = row
    const id = message.details?.sourceId
    if (id === undefined && (repeats === 'copies' || message.sent.at % oneSecond !== 0)) return row
    const key = keyOf(message)
    if (id === undefined) return movedOn(row, nextOf(key))
    const known = find(`${key} ${id}`)
    const n = known ?? nextOf(key)
    if (known === undefined) keep(`${key} ${id}`, n)
    return movedOn(row, n)
  }
}

interface Generations {
  readonly now: Map<string, number>
  readonly before: Map<string, number>
}

function keyOf({ network, conversation, from, sent, kind, body, mediaHashes }: Message): string {
  const identity = {
    network,
    conversationKind: conversation.kind,
    conversationKey: conversation.key,
    sender: from,
    at: sent.at,
    kind,
    body,
    mediaHashes,
  }
  return hash('sha1', identityForm(identity), 'base64')
}

const equalBefore: readonly RepairCode[] = ['equal-before']

function movedOn(row: MessageRow, micros: number): MessageRow {
  if (micros === 0) return row
  const { sent } = row.message
  const at = parseEpochMicros(sent.at + micros)
  if (at === null) return row
  return {
    ...row,
    message: { ...row.message, sent: { ...sent, at } },
    repairs: [...row.repairs, ...equalBefore],
  }
}
