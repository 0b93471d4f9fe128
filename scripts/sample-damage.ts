/** Damages some records the way real leaks are damaged, so that the receipts of the sample have repairs to show. */

const hurts: Readonly<Record<string, (record: string) => string>> = {
  quote: (record) => record.replace(/"body": "(\S+) /, '"body": "$1 "as they say" '),
  newline: (record) => record.replace(/"body": "(\S+) /, '"body": "$1\n'),
  comma: (record) => record.replace(/",\n {2}"to"/, '"\n  "to"'),
  escape: (record) => record.replace(/"body": "/, '"body": "\\plover '),
  brace: (record) => record.replace(/\n\}$/, '\n'),
  fieldName: (record) => record.replace('"body":', '"Body":'),
  noTime: (record) => record.replace(/ {2}"ts": "[^"]*",\n/, ''),
  badTime: (record) => record.replace(/"ts": "2020-03-(\d\d)T\d\d/, '"ts": "2020-03-$1T27'),
  noSender: (record) => record.replace(/"from": "[^"]*"/, '"from": ""'),
  lostHour: (record) => record.replace(/T\d\d:\d\d/, 'T01:30'),
  cutShort: (record) => record.slice(0, -9),
}

/** Day (0 is the first), place of the record in its file (negative from its end), and what befalls it. */
const wounds: readonly (readonly [day: number, at: number, hurt: keyof typeof hurts])[] = [
  [0, 12, 'quote'],
  [0, 60, 'quote'],
  [1, 30, 'quote'],
  [1, 90, 'newline'],
  [2, 44, 'comma'],
  [3, 21, 'quote'],
  [3, 70, 'noSender'],
  [4, 15, 'escape'],
  [5, 80, 'quote'],
  [6, 33, 'badTime'],
  [7, 52, 'newline'],
  [8, 61, 'quote'],
  [9, 10, 'fieldName'],
  [10, 40, 'comma'],
  [11, 25, 'quote'],
  [12, 66, 'brace'],
  [13, 0, 'lostHour'],
  [14, 35, 'noTime'],
  [15, 77, 'quote'],
  [16, 20, 'newline'],
  [17, 48, 'quote'],
  [18, 58, 'escape'],
  [19, 9, 'quote'],
  [20, -1, 'cutShort'],
]

/** The text of a day's file: its records one after another, those of `wounds` damaged. */
export function damageDay(day: number, records: readonly string[]): string {
  const hurt = new Map(
    wounds.filter(([on]) => on === day).map(([, at, how]) => [at < 0 ? records.length + at : at, how]),
  )
  return `${records.map((record, at) => hurts[hurt.get(at) ?? '']?.(record) ?? record).join('\n')}\n`
}
