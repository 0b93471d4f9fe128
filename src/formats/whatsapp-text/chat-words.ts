import type { MessageKind } from '../../core/message.ts'
import type { Attachment, MessageDetails } from '../../core/message-details.ts'
import type { EvidenceFile } from '../format.ts'
import {
  attachedBefore,
  attachedBehind,
  deletedMessages,
  editedMessages,
  missedCalls,
  omittedDocuments,
  omittedKind,
  omittedMedia,
  plainWording,
  viewOnceMessages,
  withoutMarks,
} from './app-wording.ts'
import type { Day } from './other-calendar.ts'

/** What the words of a message turned out to be. */
export interface ChatWords {
  readonly kind: MessageKind
  readonly body: string
  readonly details: MessageDetails | null
  /** True where the application put something here and not the sender: a file, a call, a place, a message taken back. */
  readonly byApp: boolean
}

type Beside = Pick<EvidenceFile, 'beside'>

const mark = '\u200E'

/** Reads what follows a sender's name: its first line and those below. Exported files are looked for beside the chat's own. */
export function readChatWords(first: string, below: readonly string[], file: Beside): ChatWords {
  const whole = [first, ...below].join('\n')
  const { body, edited } = withoutEdit(whole)
  const found =
    callOf(body) ??
    deletedOf(body) ??
    viewOnceOf(body) ??
    attachedOf(body, file) ??
    omittedOf(body) ??
    placeOf(body)
  const words = found ?? {
    kind: 'text' as const,
    body,
    details: null,
    byApp: body.startsWith(`${mark}POLL:`),
  }
  return edited ? { ...words, details: { ...words.details, earlier: [] } } : words
}

/** The words without the note that they were edited, known by its wording or by the mark the application sets before it. */
function withoutEdit(whole: string): { readonly body: string; readonly edited: boolean } {
  if (!/>\s{0,4}$/.test(whole)) return { body: whole, edited: false }
  const [note, marked, wording = ''] = /[ \n]?(\u200E?)<([^<>:\n]{4,80})>\s{0,4}$/.exec(whole) ?? []
  if (note === undefined || note.length >= whole.length) return { body: whole, edited: false }
  const known = editedMessages.has(plainWording(wording))
  const stated =
    marked === mark && !omittedMedia.has(plainWording(wording)) && !attachedBefore.has(plainWording(wording))
  return known || stated
    ? { body: whole.slice(0, -note.length), edited: true }
    : { body: whole, edited: false }
}

function deletedOf(body: string): ChatWords | null {
  if (body.length > 120) return null
  const wording = plainWording(body)
  const byAdmin = /^this message was deleted by admin .{1,60}$/.test(wording)
  if (!deletedMessages.has(wording) && !byAdmin) return null
  return { kind: 'text', body: unmarked(body), details: { deleted: true }, byApp: true }
}

function viewOnceOf(body: string): ChatWords | null {
  if (body.length > 200 || !viewOnceMessages.test(plainWording(body).replace(/^</, ''))) return null
  return { kind: 'media', body: '', details: { attachments: [nameless(null)], viewOnce: true }, byApp: true }
}

/** `IMG-….jpg (file attached)` and `<attached: ….jpg>`, with the words the sender put beside it. */
function attachedOf(body: string, file: Beside): ChatWords | null {
  const lines = body.split('\n')
  const at = lines.findIndex((line) => fileNamed(line, file) !== null)
  const named = at < 0 ? null : fileNamed(lines[at] ?? '', file)
  if (!named || (at > 0 && !named.bracketed)) return null
  const found = file.beside(named.name)
  const attachment = { name: named.name, claims: null, sha256: found?.sha256 ?? null }
  const words = [...lines.slice(0, at), named.before, ...lines.slice(at + 1)].join('\n')
  return withFile(words.trim(), attachment)
}

/**
 * The day that the name of an exported file states: phones name what they receive and send by the day
 * (`IMG-20210403-WA0001.jpg`, `00000004-PHOTO-2021-01-31-00-01-00.jpg`). Null when the line names no such file.
 */
export function dayOfFile(rest: string): Day | null {
  const [, androidYear, androidMonth, androidDay, year, month, day] =
    /[ :<\u200E](?:[A-Z]{3}-(\d{4})(\d\d)(\d\d)-WA\d{1,6}|\d{6,10}-[A-Z]{3,10}-(\d{4})-(\d\d)-(\d\d)-)/.exec(
      rest.slice(0, 400),
    ) ?? []
  const [y, m, d] = [androidYear ?? year, androidMonth ?? month, androidDay ?? day].map(Number)
  return y && m && d ? { year: y, month: m, day: d } : null
}

interface NamedFile {
  readonly name: string
  readonly before: string
  readonly bracketed: boolean
}

const behind = /^\u200E?([^\n]{1,250}\.[A-Za-z0-9]{1,8}) \(([^()\n]{2,60}(?:\([^()\n]{1,10}\))?)\)$/
const between = /^([^\n]{0,4000}?)(\u200E?)<\u200E?([^<>:\n]{2,40}): ?([^<>\n]{1,250}\.[A-Za-z0-9]{1,8})>$/
const older = /^\u200E?([^\n<>]{1,250}\.[A-Za-z0-9]{1,8}) <\u200E?([^<>:\n]{2,40})>$/
const ownName = /^(?:(?:IMG|VID|AUD|PTT|DOC|STK|GIF)-\d{8}-WA\d{1,6}|\d{6,10}-[A-Z]{3,10}-)/

function fileNamed(line: string, file: Beside): NamedFile | null {
  const text = line.trimEnd().replace(/[\u200E\u200F]{1,4}$/, '')
  const [, before = '', marked, wordBefore = '', bracketedName] = between.exec(text) ?? []
  if (bracketedName !== undefined) {
    const sure =
      marked === mark || attachedBefore.has(plainWording(wordBefore)) || ownName.test(bracketedName)
    return sure ? { name: bracketedName, before: withoutMarks(before), bracketed: true } : null
  }
  const [, olderName, olderWord = ''] = older.exec(text) ?? []
  if (olderName !== undefined)
    return attachedBefore.has(plainWording(olderWord))
      ? { name: olderName, before: '', bracketed: true }
      : null
  const [, name, word = ''] = behind.exec(text) ?? []
  if (name === undefined) return null
  const sure = attachedBehind.has(plainWording(word)) || ownName.test(name) || file.beside(name) !== null
  return sure ? { name, before: '', bracketed: false } : null
}

/** `<Media omitted>` and `image omitted`: a file was sent and is not in the export. */
function omittedOf(body: string): ChatWords | null {
  const [first = '', ...below] = body.split('\n')
  if (first.length > 300) return null
  const [, wording] = /^\s{0,3}<\s?([^<>]{2,60})>$/.exec(withoutMarks(first)) ?? []
  const generic = wording !== undefined && omittedMedia.has(plainWording(wording))
  const kind = omittedKind(first)
  if (!generic && kind === null) return omittedDocument(first, below)
  return withFile(below.join('\n'), nameless(kind))
}

/** `Plan.pdf • 2 pages document omitted`: what stands before the wording is the document's name and length. */
function omittedDocument(first: string, below: readonly string[]): ChatWords | null {
  if (!/\.[A-Za-z0-9]{1,8} /.test(first)) return null
  const text = withoutMarks(first)
  const wording = omittedDocuments.find((found) => text.toLowerCase().endsWith(` ${found.toLowerCase()}`))
  if (wording === undefined) return null
  const before = text.slice(0, -wording.length).trim()
  const [, name] = /^(.{1,250}?\.[A-Za-z0-9]{1,8})(?: • .{1,40})?$/.exec(before) ?? []
  if (name === undefined) return null
  return withFile(below.join('\n'), { name, claims: 'document', sha256: null })
}

function withFile(body: string, attachment: Attachment): ChatWords {
  const kind = body === '' ? 'media' : 'text'
  return { kind, body, details: { attachments: [attachment] }, byApp: true }
}

function nameless(claims: string | null): Attachment {
  return { name: null, claims, sha256: null }
}

const place =
  /^\u200E?[^\n:：]{0,40}[:：]?\s?https:\/\/maps\.google\.com\/\?q=(-?\d{1,2}(?:\.\d{1,12})?),(-?\d{1,3}(?:\.\d{1,12})?)\s*$/

function placeOf(body: string): ChatWords | null {
  const [, latitude, longitude] = place.exec(body) ?? []
  if (latitude === undefined || longitude === undefined) return null
  const position = { latitude: Number(latitude), longitude: Number(longitude) }
  if (Math.abs(position.latitude) > 90 || Math.abs(position.longitude) > 180) return null
  return { kind: 'text', body: unmarked(body), details: { position }, byApp: true }
}

/**
 * A call as the application notes it: one nobody took by its wording in many languages, others in English only. Words
 * behind the wording are its own ("Tap to call back"), so they must follow a comma, a dot or a mark.
 */
export function callOf(body: string): ChatWords | null {
  if (body.length > 160 || body.includes('\n')) return null
  const text = withoutMarks(body)
  const wording = plainWording(/^[^.,،。]{1,60}/.exec(text)?.[0] ?? '')
  const missed = missedCalls.get(wording)
  const [, silent, video, rest = ''] =
    /^(Silenced )?(?:Group )?(?:voice|(video)) call[.,] ?(.{1,80})$/i.exec(text) ?? []
  const taken = video !== undefined || rest !== ''
  if (missed === undefined && !taken) return null
  const durationSeconds = missed === undefined ? durationOf(rest) : null
  const unanswered =
    missed !== undefined || silent !== undefined || /^(?:no answer|missed|declined|not answered)/i.test(rest)
  const answered = unanswered ? false : durationSeconds === null ? null : true
  const call = { durationSeconds, answered, video: missed ?? video !== undefined }
  return { kind: 'call', body: unmarked(body), details: { call }, byApp: true }
}

function durationOf(text: string): number | null {
  const units = { hr: 3600, h: 3600, min: 60, sec: 1 } as const
  const parts = [...text.matchAll(/(\d{1,4}) ?(hr|h|min|sec)\b/gi)]
  if (parts.length === 0) return null
  return parts.reduce((sum, [, number, unit]) => {
    const name = unit?.toLowerCase() ?? ''
    return (
      sum +
      Number(number) * (name === 'hr' || name === 'h' ? units.h : name === 'min' ? units.min : units.sec)
    )
  }, 0)
}

/** The application's wording without the mark it sets before it. */
function unmarked(body: string): string {
  return body.replace(/^\u200E+/, '')
}
