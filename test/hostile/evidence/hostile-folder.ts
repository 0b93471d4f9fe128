/** One folder with a file of every hostile kind and good ones between them, the same bytes every time. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { madeDatabase } from '../../../src/formats/sqlite-laws.ts'
import { overlappingZip, tar, zip } from '../../build-archive.ts'
import { whatsappSql, workbook } from './chat-databases.ts'
import { outwardForms, overwhelming, smsBackupWith, swelling } from './hostile-xml.ts'

const formats = join(import.meta.dirname, '..', '..', '..', 'src', 'formats')
const sample = (path: string): Uint8Array => readFileSync(join(formats, path))

/** A line of a chat in JSON; the clock is a minute later for each number. */
export const line = (n: number, body: string, from = 'anna'): string =>
  `${JSON.stringify({ ts: new Date(Date.UTC(2020, 3, 1) + n * 60_000).toISOString(), from, to: 'boris', body })}\n`

/** Names that lead out of a folder, are devices, or cannot be seen, as archives have been found to hold them. */
export const slippingNames: readonly string[] = [
  ...[
    '../',
    '..\\',
    '..//',
    '.../',
    '....//',
    '%2e%2e/',
    '%252e%252e/',
    './../',
    'a/../../',
    'a/b/../../../',
    '..;/',
  ].flatMap((up) => [`${up}x`, `${up.repeat(6)}etc/passwd`]),
  '/etc/passwd',
  '\\windows\\x',
  'C:\\x',
  'C:x',
  'c:/x',
  '\\\\server\\share\\x',
  '//server/share/x',
  '\\\\?\\C:\\x',
  'CON',
  'con.txt',
  'NUL',
  'aux.json',
  'COM1',
  'lpt9.txt',
  'CLOCK$',
  'trailing.',
  'trailing ',
  ' leading',
  '.',
  '..',
  '-rf',
  '~root/x',
  '$HOME/x',
  'a\nb',
  'a\rb',
  'a\tb',
  'a\u0000b',
  'a:b',
  'a|b?*<>"',
  'Name.json',
  'name.json',
  'NAME.JSON',
  'e\u0301.json',
  '\u00e9.json',
  'invoice\u202egpj.exe',
  '\u200bhidden',
  '\u{e0041}tag',
  'vault_evil/x',
  'exhibits/x',
  '.incoming/x',
  'case.sqlite',
  'log.key',
  'x'.repeat(4096),
  `${'d/'.repeat(500)}x`,
]

const overlongDots = Buffer.from([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x78])

function archives(): Record<string, Uint8Array | string> {
  let inZip: Uint8Array = Buffer.from(line(1, 'in the innermost zip'))
  for (let depth = 0; depth < 9; depth += 1)
    inZip = zip([{ name: depth === 0 ? 'chat.jsonl' : 'in.zip', bytes: inZip }])
  let inGzip: Uint8Array = Buffer.from(line(2, 'in the innermost gzip'))
  for (let depth = 0; depth < 3; depth += 1) inGzip = gzipSync(inGzip)
  const honest = [
    { name: 'one.jsonl', bytes: line(3, 'the first member') },
    { name: 'two.jsonl', bytes: line(4, 'the second member') },
  ]
  return {
    'Z-01 names.zip': zip([
      ...slippingNames.map((name, n) => ({ name, bytes: line(1000 + n, `member ${n}`) })),
      { name: overlongDots, bytes: line(1999, 'overlong dots') },
    ]),
    'Z-01 names.tar': tar([
      ...slippingNames
        .filter((name) => !name.includes('\0'))
        .map((name, n) => ({ name, bytes: line(2000 + n, `in tar ${n}`) })),
      { name: 'link', type: '2', link: '/etc/passwd' },
      { name: 'hard', type: '1', link: '../../case.sqlite' },
      { name: 'device', type: '3' },
      { name: 'pipe', type: '6' },
    ]),
    'Z-03 nested.zip': inZip,
    'Z-03 nested.gz': inGzip,
    'Z-03 overlapping.zip': overlappingZip(400, Buffer.alloc(1_000_000)),
    'Z-03 zeros.zip': zip([{ name: 'zeros', bytes: Buffer.alloc(20_000_000) }]),
    'Z-03 empty members.zip': zip(
      Array.from({ length: 3000 }, (_, n) => ({ name: `e${n}`, bytes: '', stored: true })),
    ),
    'Z-05 wrong sum.zip': zip([{ ...honest[0]!, crc: 1 }, honest[1]!]),
    'Z-05 lying size.zip': zip([{ ...honest[0]!, size: 4_000_000_000 }, honest[1]!]),
    'Z-05 twins.zip': zip([honest[0]!, { ...honest[1]!, name: 'one.jsonl' }]),
    'Z-05 two names.zip': zip([{ ...honest[0]!, localName: 'uno.jsonl' }, honest[1]!]),
    'Z-05 unlisted.zip': zip([honest[0]!, { ...honest[1]!, unlisted: true }]),
    'Z-05 cut.zip': zip([
      ...honest,
      { name: 'three.jsonl', bytes: Buffer.alloc(9000, 7), stored: true },
    ]).subarray(0, 2000),
    'Z-05 trailing.zip': Buffer.concat([zip(honest), Buffer.alloc(500, 0x41)]),
    'Z-05 bad data.zip': zip([
      { name: 'a', bytes: deflateRawSync('x'.repeat(100)).subarray(0, 3), stored: true, method: 8 },
    ]),
    'Z-06 encrypted.zip': zip([{ ...honest[0]!, flags: 1 }, honest[1]!]),
    'Z-06 packed.7z': Buffer.from('377abcaf271c0004', 'hex'),
    'Z-07 pdf.zip': Buffer.concat([Buffer.from('%PDF-1.7\n'), zip(honest)]),
    'Z-07 script.gif': 'GIF89a/*<svg onload=alert(1)>*/=1;alert(1)',
    'Z-07 page.jpg': Buffer.concat([
      Buffer.from('ffd8ffe1', 'hex'),
      Buffer.from('Exif\0\0<html><script>alert(1)</script>'),
    ]),
    'Z-07 film.mp4': Buffer.concat([
      Buffer.from('\0\0\0\u0018ftypisom'),
      Buffer.from('<script>alert(1)</script>'),
    ]),
    'Z-07 picture.svg':
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
  }
}

function xmlFiles(): Record<string, Uint8Array | string> {
  const outward = outwardForms('http://127.0.0.1:9/x').map(
    ({ before, inside }, n) => [`X-01 outward ${n}.xml`, smsBackupWith(before, inside)] as const,
  )
  const plain = smsBackupWith('', '').replace('after', 'Привет')
  return {
    ...Object.fromEntries(outward),
    ...Object.fromEntries(Object.entries(swelling).map(([name, text]) => [`X-02 ${name}.xml`, text])),
    ...Object.fromEntries(Object.entries(overwhelming).map(([name, text]) => [`X-03 ${name}.xml`, text])),
    'X-04 no mark.xml': Buffer.from(plain, 'utf16le'),
    'X-04 wrong charset.xml': plain.replace('UTF-8', 'windows-1251'),
    'X-04 control.xml': smsBackupWith('', '&#0;\u0001\u000b&#x1f;').replace('before', 'a\u0000b'),
  }
}

/** A message store whose `message` is not the table it seems to be. */
export const hostileSchemas: Readonly<Record<string, string>> = {
  view: `${whatsappSql}; alter table message rename to hidden; create view message as with recursive n(x) as (select 1 union all select x + 1 from n) select x as _id, 1 as chat_row_id, 0 as from_me, 'k' as key_id, 1 as sender_jid_row_id, 0 as status, x as timestamp, 0 as message_type, 'x' as text_data from n;`,
  trigger: `${whatsappSql}; create trigger t after insert on message begin delete from message; end; create trigger u after update on message begin select load_extension('/tmp/x'); end;`,
  generated: `${whatsappSql}; alter table message add column loud text generated always as (upper(text_data)) virtual; create index i on message (lower(text_data), abs(timestamp));`,
  virtual: `${whatsappSql}; alter table message rename to hidden; create virtual table message using fts5(text_data, timestamp);`,
  confused: `${whatsappSql}; update message set timestamp = x'00ff' where _id = 1; update message set timestamp = 'yesterday' where _id = 2; update message set timestamp = 9223372036854775807 where _id = 3; update message set timestamp = -5, text_data = 17 where _id = 4; update message set text_data = x'c328', key_id = x'ff' where _id = 5; insert into message values (6, 1, 'x', 7, 'y', null, 1700000000, 0, 'seconds'), (7, 1, 0, 'k', 1, 0, 1700000000123456, 0, 'micros'), (8, 1, 0, 'k2', 1, 0, 1.5e308, 0, 'far');`,
}

function databases(): Record<string, Uint8Array | string> {
  const good = madeDatabase((database) => database.exec(whatsappSql)).bytes
  const flipped = good.slice()
  for (let at = 105; at < flipped.length; at += 997) flipped[at] = (flipped[at] ?? 0) ^ 0x40
  const logged = madeDatabase((database) => {
    database.exec('pragma journal_mode = wal')
    database.exec(whatsappSql)
  })
  const made = Object.entries(hostileSchemas).map(
    ([name, sql]) =>
      [`D-03 ${name}/msgstore.db`, madeDatabase((database) => database.exec(sql)).bytes] as const,
  )
  return {
    ...Object.fromEntries(made),
    'D-02 log/msgstore.db': logged.bytes,
    'D-02 log/msgstore.db-wal': logged.log,
    'D-02 journal/msgstore.db': good,
    'D-02 journal/msgstore.db-journal': Buffer.alloc(512, 1),
    'D-04 flipped.db': flipped,
    'D-04 cut.db': good.subarray(0, good.length - 5000),
    'D-06 encrypted.db': Uint8Array.from({ length: 8192 }, (_, at) => (at * 131 + (at >> 3) * 17 + 5) % 256),
    'D-06 empty.db': '',
  }
}

/** A member nested so deep that a recursive reader would not come back. */
const deepJson = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

function texts(): Record<string, Uint8Array | string> {
  const good = line(100, 'a good line')
  const odd = line(101, 'caf\u00e9').replace('\u00e9', '\u00ff')
  const record = JSON.stringify({ ts: '2020-04-01T00:00:00Z', from: 'a', to: 'b', body: 'deep' })
  return {
    'T-01 bytes.jsonl': Buffer.concat([
      Buffer.from(good),
      Buffer.from(odd, 'latin1'),
      Buffer.from(line(102, 'and another')),
    ]),
    'T-01 words.jsonl': [
      '\ud800',
      'a\u0000b',
      '\u0085\u009b',
      '\ufffe',
      `e${'\u0301'.repeat(50_000)}`,
      '👩\u200d'.repeat(8000),
    ]
      .map((body, n) => line(110 + n, body))
      .join(''),
    'T-02 direction.jsonl': ['\u202eabc', '\u2066abc', '\u{e0068}\u{e0069}', 'a\u200bb']
      .map((body, n) => line(120 + n, body))
      .join(''),
    'T-03 alike.jsonl': ['besttops', 'b\u0435sttops', 'besttops\u200b']
      .map((from, n) => line(130 + n, 'same words', from))
      .join(''),
    'T-04 invoice\u202egpj.exe': Buffer.from('MZ\u0090\u0000not a program'),
    'K-01 clocks.csv': `from,to,time,body\nanna,boris,2020-03-29 01:30:00,lost hour\nanna,boris,2020-10-25 01:30:00,twice\nanna,boris,2020-02-30 10:00:00,no day\n`,
    'J-01 deep.json': `[${deepJson(1_000_000)},${record}]`,
    'J-01 deep.jsonl': `${good}{"ts":"2020-04-01T00:00:00Z","from":"a","to":"b","body":${deepJson(100_000)}}\n${line(141, 'after the deep one')}`,
    'J-01 keys.jsonl': `${good}{${Array.from({ length: 300_000 }, (_, n) => `"k${n}":1`).join(',')}}\n${line(142, 'after the wide one')}`,
    'J-01 proto.jsonl': `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"ts":"2020-04-01T00:03:00Z","from":"a","to":"b","body":"proto"}\n${good}`,
    'J-01 numbers.jsonl': `{"ts":1e400,"from":"a","to":"b","body":"x"}\n{"ts":NaN,"from":"a","to":"b","body":"x"}\n{"ts":"2020-04-01T00:04:00Z","ts":"2021-04-01T00:04:00Z","from":9007199254740993,"to":"b","body":"twice"}\n${good}`,
    'J-01 mark and junk.jsonl': `\ufeff${good}${line(143, 'before junk')}}}]]junk\u0000`,
    'J-01 long line.jsonl': `${good}${line(144, 'x'.repeat(20_000_000))}${line(145, 'after the long one')}`,
    'J-02 cut.jsonl': Buffer.from(line(146, 'whole') + line(147, 'привет')).subarray(0, -9),
    'J-03 damaged.csv': `from;to;time;body\n4.47E+11;boris;2020-04-01 10:00:00;"quoted ""words""\nover lines"\nanna;boris;2020-04-01 10:01:00;=HYPERLINK("http://a.invalid")\nanna;boris;2020-04-01 10:02:00;${'y'.repeat(32_767)}\n`,
    'J-04 unsure.txt': '03/04/2020, 10:00 - Anna: which month?\n04/05/2020, 10:00 - Anna: and this?\n',
    'F-05 noise.bin': Uint8Array.from({ length: 60_000 }, (_, at) => (at * 73 + (at >> 5) * 29) % 256),
    'F-05 nothing.txt': '',
  }
}

/** Good files that must be read whatever stands around them. */
const good: Readonly<Record<string, Uint8Array | string>> = {
  'a good.jsonl': line(1, 'first of all') + line(2, 'second of all'),
  'K good.json': sample('rocketchat/samples/2024-03-01-general.json'),
  'U good.json': sample('telegram/samples/result.json'),
  'V good.xml': sample('sms-backup/samples/sms-20240501.xml'),
  'Y good.xlsx': workbook,
  'z good.jsonl': line(3, 'last of all'),
}

/** Every file of the folder, by its path in it. */
export function hostileFolder(): ReadonlyMap<string, Uint8Array> {
  const files = { ...good, ...archives(), ...xmlFiles(), ...databases(), ...texts() }
  return new Map(
    Object.entries(files).map(([name, bytes]) => [
      name,
      typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    ]),
  )
}

/** The files of the folder that are as they should be. */
export const goodNames: readonly string[] = Object.keys(good)
