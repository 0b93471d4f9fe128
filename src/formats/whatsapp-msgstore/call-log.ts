import type { Call } from '../../core/message-details.ts'
import { integerIn, timeIn, wordsIn } from '../sqlite-columns.ts'
import { type StoredRow, valueIn } from '../sqlite-file.ts'
import type { RowReading } from '../sqlite-rows.ts'
import { fromMeIn, type MessageStore, messageReading, senderOf } from './message-store.ts'

/** Reads a row of `call_log` as a call. */
export function callReader(store: MessageStore): (row: StoredRow) => Promise<RowReading> {
  return async (row) => {
    const sent = timeIn(row, 'timestamp', 'milliseconds')
    if (typeof sent === 'string') return { kind: 'problem', code: sent }
    const named = await store.addressOf(valueIn(row, 'jid_row_id'))
    const group = await store.addressOf(valueIn(row, 'group_jid_row_id'))
    const jid = group ?? named
    if (jid === null) return { kind: 'problem', code: 'no-recipient' }
    const fromMe = fromMeIn(row, 'from_me')
    const chat = { jid, subject: null }
    const from = fromMe === null ? null : senderOf(store.owner, fromMe, named, chat)
    if (from === null) return { kind: 'problem', code: 'no-sender' }
    return messageReading(store.owner, {
      chat,
      from,
      sent,
      kind: 'call',
      body: callWords(row),
      attachments: [],
      details: { sourceId: wordsIn(row, 'call_id'), call: callOf(row) },
    })
  }
}

/** A call as the log states it. */
export function callOf(row: StoredRow): Call {
  return {
    durationSeconds: integerIn(row, 'duration'),
    answered: answeredBy(integerIn(row, 'call_result')),
    video: integerIn(row, 'video_call') === 1,
  }
}

/** What a call is called. */
export function callWords(row: StoredRow): string {
  return integerIn(row, 'video_call') === 1 ? 'Video call' : 'Voice call'
}

/** 5 is a call that was connected; 2, 3 and 4 are ones missed, not answered and declined. */
function answeredBy(result: number | null): boolean | null {
  if (result === 5) return true
  return result === 2 || result === 3 || result === 4 ? false : null
}
