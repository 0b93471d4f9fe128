import { type JsonPiece, type JsonRecords, jsonCutter } from '../json-records.ts'
import { decodeUtf8 } from '../lines.ts'

/** Where messages of negotiations are, and how one is told after damage. */
export const shape: JsonRecords = {
  lists: ['messages'],
  beginsRecord: (head) => /^\{\s{0,200}"(?:party|content|timestamp)"\s{0,9}:/.test(head),
}

/** Cuts a file of one chat or of several into its messages and what stands around them. */
export interface ChatCutter {
  cut(chunk: Uint8Array): readonly JsonPiece[]
  rest(): readonly JsonPiece[]
}

/**
 * Pieces as of any JSON file of messages, but a chat that is itself an entry of the list that is the whole file is cut
 * into its messages. Each list of messages has a number of its own.
 */
export function chatCutter(): ChatCutter {
  const cutter = jsonCutter(shape)
  let chats = 0
  const opened = (piece: JsonPiece): readonly JsonPiece[] => {
    if (piece.kind !== 'record' || piece.bytes === null || piece.list?.name !== '') return [piece]
    if (!/"messages"\s{0,9}:\s{0,9}\[/.test(decodeUtf8(piece.bytes) ?? '')) return [piece]
    const inner = jsonCutter(shape)
    // The pieces of the second call may take the place of the bytes of the first.
    const pieces = inner.cut(piece.bytes).map((one) => ({ ...one, bytes: one.bytes?.slice() ?? null }))
    chats += 1
    const list = { number: -1 - chats, name: 'messages' }
    return [...pieces, ...inner.rest()].map((one) => ({
      ...one,
      start: piece.start + one.start,
      end: piece.start + one.end,
      last: piece.last && one.last,
      list: one.list && list,
    }))
  }
  return {
    cut: (chunk) => cutter.cut(chunk).flatMap(opened),
    rest: () => cutter.rest().flatMap(opened),
  }
}

/** Tells which chat of a file a message belongs to, counted from 0; after damage it is the one before. */
export function chatCounter(): (piece: JsonPiece) => number {
  let chat = -1
  let list: number | null = null
  return (piece) => {
    const number = piece.list?.number ?? null
    if (chat < 0 || (number !== null && number !== list)) chat += 1
    list = number ?? list
    return chat
  }
}
