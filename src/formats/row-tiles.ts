import type { Contact } from '../core/contact.ts'
import type { Span } from '../core/locator.ts'
import type { Message } from '../core/message.ts'
import type { ProblemCode, RepairCode } from '../core/problem.ts'
import type { Trace } from '../core/trace.ts'
import type { MessageRow, Row } from './format.ts'

/** Lays rows of a file end to end, so that their spans tile it. The last row is held back until what follows it is known. */
export interface RowTiles {
  /** Offset up to which rows account for the file. */
  readonly end: number
  message(record: Span, message: Message, repairs: MessageRow['repairs']): void
  contact(record: Span, contact: Contact): void
  trace(record: Span, trace: Trace): void
  problem(end: number, code: ProblemCode, says: string): void
  /** The rows that are final, each handed over once. */
  take(): readonly Row[]
  /** What is left, the last row stretched to the end of the file. */
  finish(size: number): readonly Row[]
}

/** Tiles for a file itself (no part), from its first byte. */
export function rowTiles(): RowTiles {
  let rows: Row[] = []
  let end = 0
  const spanTo = (next: number): Span => {
    const span = { start: end, end: next }
    end = next
    return span
  }
  return {
    get end() {
      return end
    },
    message(record, message, repairs) {
      rows.push({
        kind: 'message',
        part: null,
        span: spanTo(record.end),
        record,
        message,
        repairs,
        raw: null,
      })
    },
    contact(record, contact) {
      rows.push({ kind: 'contact', part: null, span: spanTo(record.end), record, contact })
    },
    trace(record, trace) {
      rows.push({ kind: 'trace', part: null, span: spanTo(record.end), record, trace })
    },
    problem(to, code, says) {
      rows.push({ kind: 'problem', part: null, span: spanTo(to), problem: { code, says } })
    },
    take() {
      const last = rows.pop()
      const ready = rows
      rows = last ? [last] : []
      return ready
    },
    finish(size) {
      const last = rows.pop()
      return last ? [...rows, { ...last, span: { start: last.span.start, end: size } }] : rows
    },
  }
}

/** No repair, shared by every row that needed none. */
export const noRepairs: readonly RepairCode[] = []
