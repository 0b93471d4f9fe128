/**
 * Backups of the Android application SMS Backup & Restore: text and multimedia messages (`<smses>`) and call logs
 * (`<calls>`), in one file or two. The file does not state the number of the device it was made on: its owner is the
 * one stated on receipt, else one named after the file. Times are those the device noted, in milliseconds since 1970.
 *
 * @see https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
 */
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { ownerOf } from '../owner.ts'
import { readXml, type XmlPiece, type XmlRecords } from '../xml-records.ts'
import { type XmlRows, xmlRows } from '../xml-rows.ts'
import { encodingHead, xmlEncoding } from '../xml-text.ts'
import { type Device, readCall, readMms, readSms } from './read-record.ts'

/** Backups of SMS Backup & Restore. */
export const smsBackup: Format = {
  id: 'sms-backup',
  version: 2,
  title: 'SMS Backup & Restore',
  accepts: 'The sms-….xml and calls-….xml files that the Android application SMS Backup & Restore writes.',
  extensions: ['.xml'],
  detects: 'An XML file whose root is smses or calls and whose records are sms, mms or call.',
  example:
    '<smses count="1"><sms address="+447700900123" date="1714554000250" type="1" body="hello" read="1" /></smses>',
  covers: 'every byte',
  repeats: 'messages',
  sniff: (_name, head) => sniff(head),
  read,
}

const roots = new Set(['smses', 'calls', 'allsms', 'allcalls'])
const readers = { sms: readSms, mms: readMms, call: readCall }

const records: XmlRecords = {
  step({ name }, around) {
    if (isRecord(name)) return 'record'
    return around.length < 2 && roots.has(name) ? 'enter' : 'pass'
  },
  resumes: ({ name }) => isRecord(name) || roots.has(name),
}

function isRecord(name: string): name is keyof typeof readers {
  return name === 'sms' || name === 'mms' || name === 'call'
}

function sniff(head: Uint8Array): number {
  const text = xmlEncoding(head.subarray(0, encodingHead)).decode(head.subarray(0, 4096), () => {})
  const root = /<(smses|calls|allsms|allcalls)(?=[\s/>])/.exec(text)
  if (!root || /<[A-Za-z]/.test(text.slice(0, root.index))) return 0
  const first = /<(sms|mms|call)\s[^<]{0,2000}/.exec(text.slice(root.index + 1))?.[0]
  if (first === undefined) return /\scount\s?=/.test(text) ? 0.6 : 0
  return /\sdate\s?=/.test(first) || /\s(?:address|number)\s?=/.test(first) ? 0.95 : 0
}

async function* read(file: EvidenceFile, context: ReadContext): AsyncGenerator<readonly Row[]> {
  const rows = xmlRows()
  const device: Device = { owner: ownerOf(file, context) }
  for await (const pieces of readXml(file, records)) {
    for (const piece of pieces) addPiece(rows, piece, device)
    const ready = rows.take()
    if (ready.length > 0) yield ready
  }
  yield rows.finish(file.size)
}

function addPiece(rows: XmlRows, piece: XmlPiece, device: Device): void {
  if (piece.kind === 'passed') return rows.unread(piece, piece.tag.name)
  if (piece.kind !== 'record') return rows.other(piece)
  const { name } = piece.element
  if (!isRecord(name)) return rows.unread(piece, name)
  const said = readers[name](piece.element, device)
  rows.said(piece, 'message' in said ? { ...said, repairs: piece.repairs } : said)
}
