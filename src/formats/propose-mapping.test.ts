import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { delimited } from './delimited/delimited.ts'
import { evidence } from './laws.ts'
import { parseMappingProfile } from './mapping-profile.ts'
import { proposeMapping } from './propose-mapping.ts'
import type { TableHead } from './table-head.ts'

const wishes = { name: 'mine', network: 'encrochat' }
const table = (name: string, text: string): TableHead => ({
  name,
  rows: text.split('\n').map((line) => line.split('|')),
  dates: [],
})
const partsOf = (...tables: readonly TableHead[]) =>
  proposeMapping(tables, wishes).tables.map(({ columns }) =>
    Object.fromEntries(columns.map(({ part, heading }) => [part, heading])),
  )

test('proposes a profile from headings, with a reason for each and what to know of the dates', () => {
  const { tables, profile } = proposeMapping(
    [table('chats', 'Date|Sender|Recipient|Message\n13/04/2021 05:06|anna|boris;clara|is it ready, then?')],
    wishes,
  )
  assert.deepEqual(profile, {
    name: 'mine',
    version: 1,
    network: 'encrochat',
    columns: { time: ['Date'], from: ['Sender'], to: ['Recipient'], body: ['Message'] },
    dateOrder: 'dmy',
    recipientSeparator: ';',
  })
  assert.deepEqual(parseMappingProfile(JSON.stringify(profile)), profile)
  const [proposal] = tables
  assert.deepEqual(proposal?.columns[0], {
    part: 'time',
    column: 0,
    heading: 'Date',
    confidence: 0.99,
    reason: 'Its heading means when it was sent, or when it began, and its values fit.',
  })
  assert.deepEqual(proposal?.notes, [
    'The first rows prove that dates are written day first.',
    'The times name no zone: state the time zone when you import.',
  ])
  assert.deepEqual(proposal?.trial, { rows: 1, read: 1, says: null })
})

const expected = (heading: string) => {
  const [time, from, to, body] = heading.split('|')
  return { time, from, to, body }
}

test('reads headings in six languages', () => {
  const row = '2021-04-13 05:06|anna|boris|is it ready, then?'
  for (const heading of [
    'Date/Time|From|To|Text',
    'Tijdstip|Afzender|Ontvanger|Bericht',
    'Zeitpunkt|Absender|Empfänger|Nachricht',
    'Date et heure|Expéditeur|Destinataire|Contenu',
    'Fecha y hora|Remitente|Destinatario|Mensaje',
    'Дата и время|Отправитель|Получатель|Сообщение',
  ])
    assert.deepEqual(partsOf(table('x', `${heading}\n${row}`)), [expected(heading)])
})

test('takes a peer and a direction for the parties, and the owner from the file', () => {
  const rows = 'Zeit|Kontakt|Richtung|Text\n2021-04-13 05:06|anna|ausgehend|is it ready?'
  const { profile, tables } = proposeMapping([table('x', rows)], wishes)
  assert.deepEqual(profile?.sheets, [
    {
      names: ['*'],
      kind: 'messages',
      columns: { time: ['Zeit'], body: ['Text'], direction: ['Richtung'], peer: ['Kontakt'] },
    },
  ])
  assert.deepEqual(tables[0]?.trial, { rows: 1, read: 1, says: null })
})

test('looks at the values where headings say nothing', () => {
  const rows = Array.from(
    { length: 4 },
    (_, at) =>
      `${at % 2 ? 'anna' : 'boris'}|2021-04-13 05:0${at}|${at % 2 ? 'boris' : 'anna'}|some words number ${at}`,
  )
  const [proposal] = proposeMapping([table('x', ['A|B|C|D', ...rows].join('\n'))], wishes).tables
  assert.deepEqual(
    proposal?.columns.map(({ part, heading, confidence }) => [part, heading, confidence]),
    [
      ['time', 'B', 0.3],
      ['body', 'D', 0.3],
      ['from', 'A', 0.3],
      ['to', 'C', 0.3],
    ],
  )
  assert.equal(proposal?.trial?.read, 4)
})

test('does not believe a heading its values contradict', () => {
  assert.deepEqual(partsOf(table('x', 'Date|Zeit|Von|An|Text\nfriend|2021-04-13 05:06|a1|b1|some words')), [
    { time: 'Zeit', from: 'Von', to: 'An', body: 'Text' },
  ])
})

test('tells the sheets of a hand-over apart and maps each', () => {
  const { profile, tables } = proposeMapping(
    [
      table('Kontakte', 'Nummer|Name\n4477009001|Anna'),
      table('Anrufe', 'Zeit|Von|An|Dauer\n2021-04-13 05:06|a1|b1|12'),
      table('WLAN', 'Start|SSID|BSSID\n2021-04-13 05:06|Burrow|02:00:00:00:00:01'),
      table('Funkzellen', 'Zeit|MCC|MNC|LAC|Cell ID\n2021-04-13 05:06|234|15|1203|40211'),
      table('Bilder', 'Datei|Größe\na.jpg|3'),
    ],
    wishes,
  )
  assert.deepEqual(
    tables.map(({ kind, missing, trial }) => [kind, missing.length, trial?.read ?? 0]),
    [
      ['contacts', 0, 1],
      ['calls', 0, 1],
      ['wifi', 0, 1],
      ['cells', 0, 1],
      ['messages', 3, 0],
    ],
  )
  assert.deepEqual(
    profile?.sheets?.map(({ names }) => names),
    [['Kontakte'], ['Anrufe'], ['WLAN'], ['Funkzellen']],
  )
  assert.deepEqual(parseMappingProfile(JSON.stringify(profile)), profile)
})

const chat =
  'Handle|Contact|Dir|When|Txt\nkite|finch|OUT|2020-03-27 10:00:00|alpha\nkite|finch|IN|2020-03-27 10:00:10|beta'

test('never takes a table with times, a direction or words for contacts, whatever its name', () => {
  for (const name of ['export', 'contacts']) {
    const { tables, profile } = proposeMapping([table(name, chat)], wishes)
    assert.deepEqual([tables[0]?.kind, tables[0]?.trial?.read, tables[0]?.unused], ['messages', 2, []])
    assert.deepEqual(profile?.columns, {
      from: [],
      to: [],
      time: ['When'],
      body: ['Txt'],
      direction: ['Dir'],
      owner: ['Handle'],
      peer: ['Contact'],
    })
  }
  for (const [heading, cell] of [
    ['X', '27 March 2020 10:00'],
    ['X', 'Eingehend'],
    ['X', 'we meet at the wharf at nine, then'],
    ['Created', ''],
  ] as const) {
    const [proposal] = proposeMapping(
      [table('Kontakte', `Nummer|Name|${heading}\n44770|Anna|${cell}`)],
      wishes,
    ).tables
    assert.notEqual(proposal?.kind, 'contacts', cell)
    assert.match(proposal?.notes[0] ?? '', /^The name says contacts, but the column /)
  }
  const saved = table('Kontakte', 'Nummer|Name|Typ|Adresse\n44770|Anna|mobil|12 High Street, Upper Wharf')
  const [contacts] = proposeMapping([saved], wishes).tables
  assert.deepEqual([contacts?.kind, contacts?.unused], ['contacts', ['Typ', 'Adresse']])
})

test('names the columns that nothing is taken from', () => {
  const text = 'Time|From|To|Text|Mood||Text\n2021-04-13 05:06|a1|b1|some words|glad|7|more\n'
  const [proposal] = proposeMapping([table('x', text)], wishes).tables
  assert.deepEqual(proposal?.unused, ['Mood', 'column 6', 'Text'])
})

test('joins a day and a time of day that stand apart, and proves the order of day and month', () => {
  const text =
    'Date|Time|From|To|Message\n02/01/2024|10:00:00|a1|b1|hello there\n13/01/2024|9:30 PM|b1|a1|yes'
  const { profile, tables } = proposeMapping([table('x', text)], wishes)
  assert.deepEqual([profile?.columns?.date, profile?.columns?.time], [['Date'], ['Time']])
  assert.deepEqual([profile?.dateOrder, tables[0]?.trial], ['dmy', { rows: 2, read: 2, says: null }])
  const whole = 'Date|Time|Timestamp|From|To|Text\n02/01/2024|10:00|2024-01-02 10:00:00|a1|b1|hello there'
  assert.deepEqual(proposeMapping([table('x', whole)], wishes).tables[0]?.unused, ['Date', 'Time'])
})

test('finds headings under a title, and says when there are none', () => {
  const titled = table('x', 'Extraction report\n|\nTime|From|To|Body\n03/04/2021 05:06|a1|b1|words')
  const [proposal] = proposeMapping([titled], wishes).tables
  assert.deepEqual(proposal?.headings, ['Time', 'From', 'To', 'Body'])
  assert.match(proposal?.notes[0] ?? '', /do not show whether the day/)
  const bare = proposeMapping([table('x', '2021-04-13 05:06|a1|b1|words')], wishes)
  assert.deepEqual([bare.profile, bare.tables[0]?.missing], [null, ['a row of headings']])
})

test('takes the head of a delimited file, its delimiter found under a title', async () => {
  const text = 'A report, made today\nTime;From;To;Body\n2021-04-13 05:06;a1;b1;"one; two, three"\n'
  const file = evidence('x/chats.csv', new TextEncoder().encode(text))
  assert.deepEqual(await delimited.heads?.(file), [
    {
      name: 'chats',
      rows: [
        ['A report, made today'],
        ['Time', 'From', 'To', 'Body'],
        ['2021-04-13 05:06', 'a1', 'b1', 'one; two, three'],
      ],
      dates: [],
    },
  ])
})

test('whatever the table, a proposal is a profile that can be read or none', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('Time', 'From', 'To', 'Text', 'Name', '2021-04-13 05:06', 'in'),
  )
  const heads = fc.array(
    fc.record({ name: fc.string({ minLength: 1 }), rows: fc.array(fc.array(cell)), dates: fc.constant([]) }),
    { maxLength: 3 },
  )
  fc.assert(
    fc.property(heads, (tables) => {
      const { profile } = proposeMapping(tables, wishes)
      if (profile) assert.deepEqual(parseMappingProfile(JSON.stringify(profile)), profile)
    }),
  )
})
