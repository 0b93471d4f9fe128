import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Row } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { readReportTime } from './report-time.ts'
import { ufdr } from './ufdr.ts'

const sample = new Uint8Array(readFileSync(new URL('samples/report.xml', import.meta.url)))
const report = new TextDecoder().decode(sample)
const others = new Map([['files/Image/a.jpg', new Uint8Array([1, 2, 3])]])
const picture = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81'
formatLaws(ufdr, new Map([['report.xml', sample]]), { others })

const rowsOf = (source: string | Uint8Array, zone: string | null = null): Promise<Row[]> =>
  readRows(
    ufdr,
    evidence('report.xml', typeof source === 'string' ? new TextEncoder().encode(source) : source, {
      others,
    }),
    { ...nothingStated, zone },
  )
const messagesOf = async (source: string) =>
  (await rowsOf(source)).flatMap((row) => (row.kind === 'message' ? [row.message] : []))
const saidIn = async (source: string) => (await rowsOf(source)).map(saidBy)

const field = (name: string, value: string) =>
  `<field name="${name}"><value><![CDATA[${value}]]></value></field>`
const party = (id: string, more = '') => `<model type="Party">${field('Identifier', id)}${more}</model>`
const im = (body: string, from = 'heron') =>
  `<model type="InstantMessage">${field('Body', body)}${field('TimeStamp', '2024-11-03T19:46:47Z')}<modelField name="From">${party(from)}</modelField></model>`
const messages = (...all: string[]) => `<multiModelField name="Messages">${all.join('')}</multiModelField>`
const participants = (...ids: string[]) =>
  `<multiModelField name="Participants">${ids.map((id) => party(id)).join('')}</multiModelField>`
const chat = (id: string, ...inside: string[]) =>
  `<model type="Chat" id="model-${id}">${field('Id', id)}${inside.join('')}</model>`
const project = (...inside: string[]) =>
  `<project extractionType="Logical"><decodedData><modelType type="Chat">${inside.join('')}</modelType></decodedData></project>`
const at = (text: string, zone: string | null = null) => {
  const time = readReportTime(text, zone)
  return time && [new Date(time.sent.at / 1000).toISOString(), time.sent.zone, time.sent.text === text]
}
const placed = async (source: string) =>
  (await messagesOf(source)).map(({ body, conversation }) => `${body} in ${conversation.key}`)

test('tells what every part of a report became', async () => {
  assert.deepEqual(
    (await rowsOf(sample)).map((row) => `${row.kind}: ${saidBy(row)}`),
    [
      'message: is it <ready>? &',
      'message: ',
      'message: Otter joined',
      'problem: not-read',
      'message: ring me',
      'message: Voice call: Outgoing, Established',
      'contact: Heron (work)',
      'contact: Heron (work)',
      'trace: point',
      'problem: not-read',
      'trace: cell',
    ],
  )
  const unread = (await rowsOf(sample)).flatMap((row) => (row.kind === 'problem' ? [row.problem.says] : []))
  assert.match(unread[0] ?? '', /It holds 2 InstalledApplication\.$/)
  assert.match(unread[1] ?? '', /It holds 1 Location without a time\.$/)
})

test('reads a message of a chat with what the report says of it', async () => {
  const [first, second, notice] = await messagesOf(report)
  assert.deepEqual(first, {
    network: 'whatsapp',
    conversation: {
      kind: 'direct',
      key: '["447700900111@s.whatsapp.net","447700900123@s.whatsapp.net"]',
      title: null,
      participants: ['447700900111@s.whatsapp.net', '447700900123@s.whatsapp.net'],
    },
    from: '447700900123@s.whatsapp.net',
    fromName: 'Heron',
    sent: {
      at: Date.UTC(2024, 10, 3, 19, 46, 47) * 1000,
      text: '2024-11-03T19:46:47.000+00:00',
      zone: 'stated',
    },
    kind: 'text',
    body: 'is it <ready>? &',
    mediaHashes: [],
    details: { sourceId: '3EB0', owner: '447700900111@s.whatsapp.net', delivery: 'read', confidence: 'High' },
  })
  assert.deepEqual(
    [second?.kind, second?.mediaHashes, second?.details],
    [
      'media',
      [picture],
      {
        sourceId: 'm-2',
        owner: '447700900111@s.whatsapp.net',
        answers: { sourceId: '3EB0', words: 'is it <ready>? &' },
        attachments: [
          { name: 'IMG-1.jpg', claims: 'image/jpeg', sha256: picture },
          { name: 'b.opus', claims: null, sha256: null },
        ],
        delivery: 'sent',
        deleted: true,
        confidence: 'Low',
      },
    ],
  )
  assert.deepEqual(
    [notice?.kind, notice?.from, notice?.conversation],
    ['system', '(service)', { kind: 'group', key: '-100123', title: 'Pond', participants: ['5550'] }],
  )
})

test('keeps text messages and calls under the number of the device', async () => {
  const [, , , text, call] = await messagesOf(report)
  assert.deepEqual(
    [text?.network, text?.from, text?.conversation.participants],
    ['sms', '+447700900123', ['+447700900111', '+447700900123']],
  )
  assert.deepEqual(
    [call?.network, call?.from, call?.details?.call],
    ['phone', '+447700900111', { durationSeconds: 65, answered: true, video: false }],
  )
})

test('reads contacts by their entries and places with the device', async () => {
  const rows = await rowsOf(sample)
  assert.deepEqual(
    rows
      .flatMap((row) => (row.kind === 'contact' ? [row.contact] : []))
      .map(({ network, address }) => `${network}:${address}`),
    ['phone:+447700900123', 'email:heron@example.net'],
  )
  assert.deepEqual(
    rows.flatMap((row) => (row.kind === 'trace' ? [[row.trace.device, row.trace.place]] : [])),
    [
      ['990000862471854', { kind: 'point', latitude: 51.5, longitude: -0.12, radiusMetres: null }],
      ['990000862471854', { kind: 'cell', cell: '234-15-1203-40211' }],
    ],
  )
})

test('finds the fields of a chat and the list of files wherever they stand', async () => {
  const late = `<model type="Chat" id="x">${messages(im('a'), im('b'))}${field('Id', 'pond')}${participants('heron', 'otter', 'owl')}</model>`
  assert.deepEqual(await placed(project(late, chat('river', messages(im('c'))))), [
    'a in pond',
    'b in pond',
    'c in river',
  ])
  const after = report
    .replace(/<taggedFiles>[\s\S]*<\/taggedFiles>/, '')
    .replace('</project>', `${/<taggedFiles>[\s\S]*<\/taggedFiles>/.exec(report)?.[0]}</project>`)
  assert.deepEqual((await messagesOf(after))[1]?.mediaHashes, [picture])
})

test('reads messages that stand alone, by whom they name or by the chat they name', async () => {
  const alone = im('a').replace(
    '</model></modelField>',
    `</model></modelField><multiModelField name="To">${party('otter')}</multiModelField>`,
  )
  const named = im('b').replace('<modelField', `${field('ChatId', 'deal')}<modelField`)
  assert.deepEqual(await placed(project(alone, named, im('c'))), ['a in ["heron","otter"]', 'b in deal'])
  assert.deepEqual((await saidIn(project(im('c')))).at(-1), 'no-recipient')
})

test('keeps the words of a message that states no time, in its place in its chat', async () => {
  const untimed = (body: string) => im(body).replace(/<field name="TimeStamp">.*?<\/field>/, '')
  const rows = await rowsOf(
    project(
      chat('pond', messages(untimed('a'), im('b'), untimed('c'))),
      chat('lake', messages(untimed('d'))),
    ),
  )
  const before = Date.UTC(2024, 10, 3, 19, 46, 47) * 1000
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && [row.message.body, row.message.sent, row.repairs]),
    [
      ['a', { at: 1, text: '', zone: 'none' }, ['no-time']],
      ['b', { at: before, text: '2024-11-03T19:46:47Z', zone: 'stated' }, []],
      ['c', { at: before + 1, text: '', zone: 'none' }, ['no-time']],
      ['d', { at: 1, text: '', zone: 'none' }, ['no-time']],
    ],
  )
})

test('never gives a message to another chat when an element is gone, doubled or moved', async () => {
  const source = project(
    chat('pond', participants('heron', 'otter', 'owl'), messages(im('pond 1'), im('pond 2'))),
    chat('lake', participants('heron', 'owl', 'swan'), messages(im('lake 1'), im('lake 2'))),
  )
  const elements = [...source.matchAll(/<(\w+)(?:\s[^>]*)?>/g)].map(({ index, 0: tag, 1: name }) => {
    let depth = 0
    const ends = new RegExp(`</?${name}(?:\\s[^>]*)?>`, 'g')
    ends.lastIndex = index
    for (let found = ends.exec(source); found; found = ends.exec(source)) {
      depth += found[0].startsWith('</') ? -1 : 1
      if (depth === 0)
        return { start: index, inner: index + tag.length, end: ends.lastIndex, close: found[0].length }
    }
    return assert.fail()
  })
  const mutants = elements.flatMap(({ start, inner, end, close }) => [
    source.slice(0, start) + source.slice(end),
    source.slice(0, end) + source.slice(start),
    source.slice(0, start) + source.slice(inner),
    source.slice(0, end - close) + source.slice(end),
    source.slice(0, start) + source.slice(inner, end - close) + source.slice(end),
    source.slice(0, inner) + source.slice(end - close),
  ])
  for (const mutant of mutants) {
    for (const placing of await placed(mutant)) {
      const [body = '', key = ''] = placing.split(' in ')
      if (key === 'pond' || key === 'lake' || key.startsWith('model-'))
        assert.ok(key.endsWith(body.slice(0, 4)), `${placing}\n${mutant}`)
    }
  }
})

test('says that a chat is not known after damage, and knows the next', async () => {
  const source = project(
    chat('pond', messages(im('a'), im('b').replace('</value>', ''), im('c'))),
    chat('lake', messages(im('d'))),
  )
  const keys = await placed(source)
  assert.deepEqual([keys[0], keys[2]], ['a in pond', 'd in lake'])
  assert.match(keys[1] ?? '', /^c in \(chat unknown after byte \d+ of [0-9a-f]{8}\)$/)
})

test('counts chats without messages, apart from the messages that follow', async () => {
  const rows = await rowsOf(
    project(chat('a', messages(im('a'))), chat('b'), chat('c', messages()), chat('d', messages(im('d')))),
  )
  assert.deepEqual(rows.map(saidBy), ['a', 'not-read', 'd'])
  const [, empty, last] = rows
  assert.match(empty?.kind === 'problem' ? empty.problem.says : '', /It holds 2 Chat without messages\.$/)
  assert.equal(last?.kind === 'message' && last.record.start, last?.span.start)
})

test('refuses a protected export and reports empty ones', async () => {
  assert.deepEqual((await rowsOf(new Uint8Array([0x2d, 6, 0x52, 0x6d, 1]))).map(saidBy), ['unread-part'])
  assert.ok(ufdr.sniff('x.ufdr', new Uint8Array([0x2d, 6, 0x52, 0x6d, 1])) > 0.3)
  assert.deepEqual(await saidIn(''), ['empty-file'])
  assert.deepEqual(await saidIn(project()), ['no-records'])
})

test('reads the times of every version', () => {
  const known = ['2024-11-03T19:46:47.000Z', 'stated', true]
  for (const text of [
    '2024-11-03T19:46:47.000+00:00',
    '2024-11-03T20:46:47+01:00',
    '03-Nov-24 20:46:47 +01:00',
    '03/11/2024 19:46:47 +00:00',
    '03/11/2024 19:46:47(UTC+0)',
    '03/11/2024 20:46:47 (UTC+01:00)',
    '03/11/2024 19:46:47 UTC',
    '2024-11-03 19:46:47 UTC',
  ])
    assert.deepEqual(at(text), known, text)
  assert.deepEqual(at('2024-11-03T20:46:47.000', 'Europe/Paris'), [
    '2024-11-03T19:46:47.000Z',
    'assumed',
    true,
  ])
  assert.deepEqual(at('2024-11-03T19:46:47'), ['2024-11-03T19:46:47.000Z', 'unknown', true])
  assert.deepEqual(at('11/23/2024 7:46:47 PM(UTC+0)'), ['2024-11-23T19:46:47.000Z', 'stated', true])
  for (const text of [
    '11/3/2024 7:46:47 PM(UTC+0)',
    '31/02/2024 10:00:00',
    'yesterday',
    '03/11/2024 19:46:47 (UTC+x)',
  ])
    assert.equal(at(text), null, text)
})

const owned = (name: string, ...identifiers: string[]) =>
  `<multiModelField name="Participants">${identifiers.map((id) => party(id)).join('')}${party(name).replace('</model>', `${field('IsPhoneOwner', 'True')}</model>`)}</multiModelField>`
const sentFrom = (body: string, source: string) =>
  im(body)
    .replace(/<modelField.*<\/modelField>/, field('Direction', 'Outgoing'))
    .replace('<field', `${field('Source', source)}<field`)

test('keeps what the owner wrote under the address of each application', async () => {
  const account = (source: string, name: string) =>
    `<model type="UserAccount">${field('Source', source)}${field('Name', 'Plover')}${field('Username', name)}</model>`
  const sources = ['WhatsApp', 'Telegram', 'Signal', 'Threema', 'Wickr'] as const
  const to = `<multiModelField name="To">${party('otter')}</multiModelField>`
  const source = project(
    ...sources.map((name) => sentFrom(name, name).replace('</model>', `${to}</model>`)),
    chat(
      'pond',
      field('Source', 'WhatsApp'),
      owned('447700900111@s.whatsapp.net', 'otter', 'owl'),
      messages(im('a')),
    ),
    chat('lake', field('Source', 'Signal'), field('Account', 'plover-uuid'), messages(im('b'))),
    chat('one', field('Source', 'Threema'), owned('ID1', 'otter'), messages(im('c'))),
    chat('two', field('Source', 'Threema'), owned('ID2', 'otter'), messages(im('d'))),
    account('Telegram', '5550111'),
    account('WhatsApp', 'not the one in the chats'),
  ).replace(
    '<decodedData>',
    '<metadata section="Device Info"><item name="MSISDN">+447700900111</item></metadata><decodedData>',
  )
  const written = (await messagesOf(source)).filter(({ body }) => sources.some((name) => name === body))
  assert.deepEqual(
    written.map(({ body, from, conversation }) => [body, from, conversation.participants.includes(from)]),
    [
      ['WhatsApp', '447700900111@s.whatsapp.net', true],
      ['Telegram', '5550111', true],
      ['Signal', 'plover-uuid', true],
      ['Threema', '+447700900111', true],
      ['Wickr', '+447700900111', true],
    ],
  )
})

test('takes an owner whom a party only names for the address stated elsewhere', async () => {
  const me = `<model type="Party">${field('Name', 'Plover (owner)')}${field('IsPhoneOwner', 'True')}</model>`
  const mine = im('mine').replace(/<modelField.*<\/modelField>/, `<modelField name="From">${me}</modelField>`)
  const both = `<multiModelField name="Participants">${party('otter')}${me}</multiModelField>`
  const source = project(
    chat('pond', field('Source', 'WhatsApp'), both, messages(mine)),
    chat(
      'lake',
      field('Source', 'WhatsApp'),
      owned('447700900111@s.whatsapp.net', 'otter'),
      messages(im('b')),
    ),
  )
  const [message] = await messagesOf(source)
  assert.deepEqual(
    [message?.from, message?.fromName, message?.conversation.key],
    ['447700900111@s.whatsapp.net', 'Plover (owner)', '["447700900111@s.whatsapp.net","otter"]'],
  )
})
