/** Why something in the evidence could not be read. It is kept with its place, never dropped. */
export const problemCodes = {
  'empty-file': 'The file holds no bytes.',
  'no-records': 'The file holds no record of its format.',
  'unknown-format': 'No format recognises this file.',
  'not-utf8': 'The bytes are not UTF-8 text.',
  'not-a-record': 'These bytes are not a record of this format.',
  'record-too-long': 'The record is longer than a record may be.',
  truncated: 'The record ends before it is complete.',
  'no-timestamp': 'The record states no time.',
  'bad-timestamp': 'The time stated is not a date and time that can be read.',
  'no-sender': 'The record states no sender.',
  'no-recipient': 'The record states no recipient and no room.',
  'no-body': 'The record states no words and no file.',
  'unread-part': 'This part of the container is damaged or may not be opened.',
  'archive-conflict': 'The archive says different things of one member, or holds what it does not list.',
  'archive-budget': 'Unpacking stopped here: an archive of this size does not hold so much.',
  'reader-failed': 'The reader stopped on this file before its end.',
  'damaged-before-receipt': 'A value of this record was damaged before the file was received.',
  'unmapped-sheet': 'The mapping profile says nothing of the sheet or file this row stands in.',
  'not-read':
    'This part holds something other than messages, contacts or places, which Bailey does not read.',
} as const satisfies Record<string, string>

export type ProblemCode = keyof typeof problemCodes

/** A record, or a stretch of bytes, that could not be read. */
export interface Problem {
  readonly code: ProblemCode
  /** One sentence a detective can act on; may add what was found to the code's own sentence. */
  readonly says: string
}

/** How a damaged record was made readable, or what the reader had to note of it. The raw bytes are kept beside it. */
export const repairCodes = {
  'equal-before':
    'Another message of this file has the same sender, time and words: this one stands a microsecond after it.',
  'no-time':
    'The record states no time that can be read: it is kept in the order of the file and shown without one.',
  'unescaped-quote': 'A quotation mark inside the words was not escaped.',
  'control-character': 'A line break or control character inside the words was not escaped.',
  'substituted-character':
    'A character the file may not hold, or bytes that are no character, are shown as a substitute.',
  'bad-escape': 'A backslash in the words began no escape of JSON and was read as itself.',
  'missing-comma': 'The comma between two fields was missing.',
  'stray-character':
    'Characters stood between the fields, or before or after the record, that do not belong there.',
  'missing-quote': 'The quotation mark that opens or closes a field was missing or doubled.',
  'missing-brace': 'The brace that closes the record was missing.',
  'field-name': 'The name of a field was misspelt or written with other capitals.',
  mojibake: 'The words were UTF-8 read as Latin-1, and were read again as UTF-8.',
  'ambiguous-time': 'Clocks went back in this hour: the time is one of two instants, the earlier is shown.',
  'nonexistent-time':
    'Clocks went forward over this hour: no such time existed, the instant after the change is shown.',
  'year-completed': 'The time states no year: it goes on from the date the chat itself is numbered by.',
  'other-calendar':
    'The year shows that the date is of the Buddhist or the Persian calendar: it was converted to the Gregorian.',
  'day-completed':
    'The time states no day: it is the day after that of the record before it, because the clock goes back.',
  'shortened-number':
    'A spreadsheet shortened a long number in this row, as 4.47E+11, before it was received.',
  'cut-cell':
    'A cell of this row holds 32,767 characters, the most a spreadsheet keeps: what followed is lost.',
  'hidden-row': 'The row was hidden in the workbook.',
  'hidden-sheet': 'The sheet of this row was hidden in the workbook.',
} as const satisfies Record<string, string>

export type RepairCode = keyof typeof repairCodes
