import type { Contact } from '../core/contact.ts'
import type { Span } from '../core/locator.ts'
import { type Problem, type ProblemCode, problemCodes } from '../core/problem.ts'
import type { Trace } from '../core/trace.ts'
import { longestRecord, type Row } from './format.ts'
import { type RowTiles, rowTiles } from './row-tiles.ts'
import type { Said } from './table.ts'
import type { XmlPiece } from './xml-records.ts'

/**
 * Rows of an XML file laid end to end. What stands before the first record and after the last is accounted for by
 * those; tags that stand between two records belong to the second, which they describe.
 */
export interface XmlRows {
  /** Accounts for what is no record: damage, tags, comments, text. */
  other(piece: XmlPiece): void
  /** Accounts for a record that states something. */
  said(record: Span, said: Said | { readonly contact: Contact } | { readonly trace: Trace }): void
  /** Accounts for an element that is not read: one row for as many as follow each other, which says how many of what. */
  unread(record: Span, what: string): void
  /** The rows that are final, each handed over once. */
  take(): readonly Row[]
  /** What is left; for a file that gave no row, why. */
  finish(size: number): readonly Row[]
}

/** The rows of a file, from its first byte. */
export function xmlRows(): XmlRows {
  const state: RowState = { tiles: rowTiles(), any: false, frame: null, run: null }
  const { tiles } = state
  return {
    other: (piece) => addOther(state, piece),
    said(record, said) {
      if ('problem' in said) return addProblem(state, record.end, said.problem)
      const place = withFrame(state, record)
      if ('contact' in said) tiles.contact(place, said.contact)
      else if ('trace' in said) tiles.trace(place, said.trace)
      else tiles.message(place, said.message, said.repairs)
    },
    unread: (record, what) => addUnread(state, record, what),
    take: () => tiles.take(),
    finish(size) {
      endRun(state)
      if (size === 0) tiles.problem(0, 'empty-file', problemCodes['empty-file'])
      else if (!state.any) tiles.problem(size, 'no-records', problemCodes['no-records'])
      return tiles.finish(size)
    },
  }
}

interface RowState {
  readonly tiles: RowTiles
  /** False until something stands that is no head of the file. */
  any: boolean
  /** Where the tags began that stand before the next record. */
  frame: number | null
  /** Elements that are not read, one after another. */
  run: { end: number; readonly counts: Map<string, number> } | null
}

const mostCounted = 50
const doctypeSays =
  'The file declares a document type. What it declares is not read: no entity is expanded and nothing is fetched.'

function listed(counts: ReadonlyMap<string, number>): string {
  return Array.from(counts, ([what, count]) => `${count} ${what.slice(0, 60)}`).join(', ')
}

function addOther(state: RowState, piece: XmlPiece): void {
  const problem = (code: ProblemCode, says: string): void => addProblem(state, piece.end, { code, says })
  switch (piece.kind) {
    case 'damage':
    case 'unread':
      return problem(piece.code, piece.says)
    case 'doctype':
      return problem('not-read', doctypeSays)
    case 'unended':
      return problem('truncated', 'The file ends before its last element is closed.')
    case 'text':
      return problem('not-a-record', 'Text stands outside any element that is read.')
    case 'comment':
      if (state.any) problem('not-read', 'A comment or an instruction, which Bailey does not read.')
      return
    case 'open':
    case 'close':
    case 'passed':
    case 'record':
      if (state.any) state.frame ??= piece.start
  }
}

function addProblem(state: RowState, end: number, { code, says }: Problem): void {
  endRun(state)
  state.any = true
  state.frame = null
  state.tiles.problem(end, code, says)
}

/** The record with the tags before it that belong to it. */
function withFrame(state: RowState, record: Span): Span {
  endRun(state)
  const { frame } = state
  state.any = true
  state.frame = null
  if (frame === null) return record
  if (record.end - frame <= longestRecord) return { start: frame, end: record.end }
  const says = 'What stands before this record is longer than a record may be.'
  addProblem(state, record.start, { code: 'record-too-long', says })
  return record
}

function addUnread(state: RowState, record: Span, what: string): void {
  state.any = true
  state.frame = null
  state.run ??= { end: record.end, counts: new Map() }
  state.run.end = record.end
  const { counts } = state.run
  const name = counts.size < mostCounted || counts.has(what) ? what : 'other'
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function endRun(state: RowState): void {
  if (!state.run) return
  const says = `${problemCodes['not-read']} It holds ${listed(state.run.counts)}.`
  state.tiles.problem(state.run.end, 'not-read', says)
  state.run = null
}
