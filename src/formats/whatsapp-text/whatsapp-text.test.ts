import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { renderInstant } from '../../core/time.ts'
import type { MessageRow, ReadContext } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import type { MappingProfile } from '../mapping-profile.ts'
import { titleOf } from './chat-parties.ts'
import { whatsappText } from './whatsapp-text.ts'

const here = new URL('samples/', import.meta.url)
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(new URL(name, here)))]),
)
formatLaws(whatsappText, samples)

const utf8 = new TextEncoder()

interface Setting extends Partial<ReadContext> {
  readonly name?: string
  readonly others?: ReadonlyMap<string, Uint8Array>
}

const rowsOf = (text: string, { name = 'chat.txt', others = new Map(), ...context }: Setting = {}) =>
  readRows(whatsappText, evidence(name, utf8.encode(text), { others }), { ...nothingStated, ...context })
const messagesOf = async (text: string, setting?: Setting) =>
  (await rowsOf(text, setting))
    .filter((row): row is MessageRow => row.kind === 'message')
    .map(({ message }) => message)
const times = async (text: string, setting?: Setting) =>
  (await rowsOf(text, setting)).map((row) =>
    row.kind === 'message' ? renderInstant(row.message.sent.at) : saidBy(row),
  )
const briefs = async (text: string, setting?: Setting) =>
  (await rowsOf(text, setting)).map((row) =>
    row.kind === 'message' ? `${row.message.from} ${row.message.kind}: ${row.message.body}` : saidBy(row),
  )
const ordered = (dateOrder: MappingProfile['dateOrder']): MappingProfile => ({
  name: 'phone',
  version: 1,
  network: 'whatsapp',
  columns: { from: ['from'], to: ['to'], time: ['time'], body: ['body'] },
  dateOrder,
  recipientSeparator: null,
})

const dialects = {
  'Android, 24 hours': '31/12/2020, 23:59 - Anna: x',
  'Android, United States': '12/31/20, 11:59\u202FPM - Anna: x',
  'Android, Germany': '31.12.20, 23:59 - Anna: x',
  'Android, Netherlands': '31-12-2020 23:59 - Anna: x',
  'Android, Spain': '31/12/20 11:59 p.\u00A0m. - Anna: x',
  'Android, Bulgaria': '31.12.2020 г., 23:59 ч. - Anna: x',
  'Android, Denmark': '31.12.20 kl. 23.59 - Anna: x',
  'Android, French Canada': '2020-12-31 23 h 59 - Anna: x',
  'Android, China': '2020/12/31 下午11:59 - Anna: x',
  'Android, Korea': '2020년 12월 31일 오후 11:59, Anna : x',
  'Android, Egypt': '\u200F٣١\u200F/١٢\u200F/٢٠٢٠، ١١:٥٩ م - Anna: x',
  'Android, Iran': '۲۰۲۰/۱۲/۳۱،\u200F ۲۳:۵۹ - Anna: x',
  'Android, India': '३१/१२/२०, ११:५९ अपराह्न - Anna: x',
  'Android, month as a word': '31 de dic. de 2020 a las 23:59 - Anna: x',
  'iOS, Germany': '[31.12.20, 23:59:00] Anna: x',
  'iOS, United States': '\u200E[12/31/20, 11:59:00\u202FPM] Anna: x',
  'iOS, Finland': '[31.12.2020 klo 23.59.00] Anna: x',
  'iOS, Sweden': '[2020-12-31 23:59:00] Anna: x',
  'iOS, Korea': '[2020. 12. 31. 오후 11:59:00] Anna: x',
  'iOS, time first': '[23:59:00, 31/12/2020] Anna: x',
  'iOS, Thailand, with the era': '[31/12/2563 BE, 23:59:00] Anna: x',
  'iOS, Japan, with the era': '[R2/12/31 23:59:00] Anna: x',
  'Android, Korea, hours as words': '2020년 12월 31일 오후 11시 59분, Anna : x',
  'Android, Japan, hours as words': '2020年12月31日 23時59分 - Anna: x',
  'Android, Morocco': '31/12/2020، 11:59 مساءً - Anna: x',
  'Android, Albania': '31.12.20, 11:59 e pasdites - Anna: x',
  'Android, Thailand, without the era': '31/12/2563 23:59 - Anna: x',
  'Android, Iran, Persian calendar': '۱۳۹۹/۱۰/۱۱،\u200F ۲۳:۵۹ - Anna: x',
  'iOS, before 2014': '31/12/2020 23:59:00: Anna: x',
  'iOS, before 2014, 12 hours': '12/31/20, 11:59:00 PM: Anna: x',
  'a tool, ISO 8601': '[2020-12-31T23:59:00] Anna: x',
} as const
for (const [name, line] of Object.entries(dialects)) {
  test(`reads the date of ${name}`, async () => {
    const [message] = await messagesOf(`${line}\n`, { name: 'WhatsApp Chat with Anna.txt' })
    assert.deepEqual(
      message && [renderInstant(message.sent.at), message.from, message.body, message.sent.zone],
      ['2020-12-31T23:59:00Z', 'Anna', 'x', 'unknown'],
    )
    assert.ok(message && line.includes(message.sent.text), 'the time is not as it stands')
  })
}

test('takes the order of day and month from a date that allows only one', async () => {
  assert.deepEqual(await times('03/04/21, 10:00 - A: x\n25/04/21, 10:00 - A: y\n'), [
    '2021-04-03T10:00:00Z',
    '2021-04-25T10:00:00Z',
  ])
})

test('takes the order in which no date goes back', async () => {
  assert.deepEqual(await times('02/01/21, 10:00 - A: x\n01/02/21, 10:00 - A: y\n'), [
    '2021-01-02T10:00:00Z',
    '2021-02-01T10:00:00Z',
  ])
})

test('refuses every date that could be two, and says what to do', async () => {
  const rows = await rowsOf('01/02/21, 10:00 - A: x\n01/03/21, 10:00 - A: y\n03/03/21, 10:00 - A: z\n')
  assert.deepEqual(rows.map(saidBy), ['bad-timestamp', 'bad-timestamp', 'z'])
  assert.ok(rows[0]?.kind === 'problem')
  assert.match(rows[0].problem.says, /"01\/02\/21, 10:00" cannot be told apart.+mapping profile.+dateOrder/)
})

test('reads them in the order a mapping profile states', async () => {
  const text = '01/02/21, 10:00 - A: x\n'
  assert.deepEqual(await times(text, { profile: ordered('mdy') }), ['2021-01-02T10:00:00Z'])
  assert.deepEqual(await times(text, { profile: ordered('dmy') }), ['2021-02-01T10:00:00Z'])
  assert.deepEqual(await times(text, { profile: ordered('ymd') }), ['bad-timestamp'])
})

test('never swaps day and month', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.constantFrom(2, 4),
      async (days, dayFirst, yearDigits) => {
        const truth = days.toSorted((a, b) => a - b).map((day) => new Date(Date.UTC(2012, 0, 1 + day, 10)))
        const lines = truth.map((date) => {
          const [day, month] = [date.getUTCDate(), date.getUTCMonth() + 1]
          const year = String(date.getUTCFullYear()).slice(-yearDigits)
          return `${dayFirst ? day : month}/${dayFirst ? month : day}/${year}, 10:00 - Anna: x\n`
        })
        const rows = await rowsOf(lines.join(''))
        assert.equal(rows.length, truth.length)
        rows.forEach((row, at) => {
          if (row.kind === 'message') assert.equal(row.message.sent.at / 1000, truth[at]?.getTime())
          else assert.equal(saidBy(row), 'bad-timestamp')
        })
      },
    ),
  ))

test('converts a year that only the Buddhist or the Persian calendar has, and says so', async () => {
  const text =
    '[18/3/2565, 14:56:01] Anna: x\n[18/3/2020, 14:56:01] Anna: y\n[18/3/2565 BE, 14:56:01] Anna: z\n'
  const rows = await rowsOf(`${text}[1/1/1400, 14:56:01] Anna: x\n`)
  assert.deepEqual(
    rows.map((row) => row.kind === 'message' && [renderInstant(row.message.sent.at), row.repairs]),
    [
      ['2022-03-18T14:56:01Z', ['other-calendar']],
      ['2020-03-18T14:56:01Z', []],
      ['2022-03-18T14:56:01Z', []],
      ['2021-03-21T14:56:01Z', ['other-calendar']],
    ],
  )
})

test('refuses a year of another calendar where nothing proves which', async () => {
  const [row] = await rowsOf('[18/3/1444, 14:56:01] Anna: x\n')
  assert.ok(row?.kind === 'problem')
  assert.match(row.problem.says, /Islamic/)
  assert.deepEqual(
    await times('18/3/65, 14:56 - Anna: x\n31/12/2020, 25:00 - Anna: x\n1400/12/30, 10:00 - A: x\n'),
    ['bad-timestamp', 'bad-timestamp', 'bad-timestamp'],
  )
})

test('keeps the words of a line without a year in their place, without a time', async () => {
  const rows = await rowsOf('31 Dec 2013 23:59 - Anna: x\n2 Jan 08:05 - Boris: y\nJan 2, 8:06 AM - Anna: z\n')
  assert.deepEqual(
    rows.map(
      (row) =>
        row.kind === 'message' && [
          row.message.body,
          row.message.sent.text,
          row.message.sent.zone,
          row.repairs,
        ],
    ),
    [
      ['x', '31 Dec 2013 23:59', 'unknown', []],
      ['y', '2 Jan 08:05', 'none', ['no-time']],
      ['z', 'Jan 2, 8:06 AM', 'none', ['no-time']],
    ],
  )
})

test('takes the order of day and month from the names of files sent', async () => {
  const android = '01/05/21, 10:00 - A: x\n01/05/21, 10:01 - A: IMG-20210501-WA0001.jpg (file attached)\n'
  assert.deepEqual(await times(android), ['2021-05-01T10:00:00Z', '2021-05-01T10:01:00Z'])
  const iOS = '[01/05/21, 10:00:00] A: \u200E<attached: 00000001-PHOTO-2021-01-05-10-00-00.jpg>\n'
  assert.deepEqual(await times(iOS), ['2021-01-05T10:00:00Z'])
  const both =
    '01/05/21, 10:00 - A: IMG-20210501-WA0001.jpg (file attached)\n02/05/21, 10:01 - A: IMG-20210205-WA0001.jpg (file attached)\n'
  assert.deepEqual(await times(both), ['bad-timestamp', 'bad-timestamp'])
})

test('reads a time in the zone stated for the exhibit', async () => {
  assert.deepEqual(await times('31/07/2020, 12:00 - A: x\n', { zone: 'Europe/London' }), [
    '2020-07-31T11:00:00Z',
  ])
})

test('tells words, files, notices and what was taken back apart', async () => {
  const text = new TextDecoder().decode(samples.get('WhatsApp Chat with Otters.txt'))
  assert.deepEqual(
    (await briefs(text, { name: 'WhatsApp Chat with Otters.txt' })).slice(1),
    [
      '(service) system: Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.',
      'Heron system: Heron created group "Otters"',
      'Heron system: Heron added \u202A+44 7700 900123\u202C',
      'Heron text: the new boat',
      '+44 7700 900123 media: ',
      'Plover text: two lines\n\nand a blank one',
      'Plover text: meet at six',
      'Plover text: This message was deleted',
      'Heron text: location: https://maps.google.com/?q=51.5021,-0.1273',
      'Heron text: pasted: [12/03/2021, 09:00:00] Somebody: not a record',
      'Plover system: Plover left',
    ].slice(1),
  )
})

test('states what an iPhone marks: captions, files left out, missed calls, edits', async () => {
  const text = new TextDecoder().decode(samples.get('_chat.txt'))
  const messages = await messagesOf(text, { name: '_chat.txt' })
  assert.deepEqual(messages.map(({ kind, body, details }) => [kind, body, details]).slice(3), [
    [
      'text',
      'Plan',
      { attachments: [{ name: '00000004-PHOTO-2021-01-01-00-01-00.jpg', claims: null, sha256: null }] },
    ],
    ['media', '', { attachments: [{ name: null, claims: 'image', sha256: null }] }],
    [
      'call',
      'Verpasster Sprachanruf, \u200Ezum Zurückrufen tippen',
      { call: { durationSeconds: null, answered: false, video: false } },
    ],
    ['text', 'geht klar', { earlier: [] }],
    ['text', 'Du hast diese Nachricht gelöscht.', { deleted: true }],
  ])
  assert.equal(messages[0]?.kind, 'system')
})

test('finds an exported file beside the chat and counts it into the message', async () => {
  const photo = utf8.encode('a photo')
  const others = new Map([['Anna/holiday (2).jpg', photo]])
  const text = '31/12/2020, 23:59 - Anna: holiday (2).jpg (bijlage)\n'
  const [message] = await messagesOf(text, { name: 'Anna/chat.txt', others })
  const { sha256 } = evidence('x', photo)
  assert.deepEqual(message?.mediaHashes, [sha256])
  assert.deepEqual(message.details?.attachments, [{ name: 'holiday (2).jpg', claims: null, sha256 }])
  assert.deepEqual(await briefs(text), ['Anna text: holiday (2).jpg (bijlage)'])
})

test('reads calls, view-once messages and documents that were left out', async () => {
  const text = [
    '[31/12/2020, 10:00:00] Anna: \u200EVoice call, \u200E3 min',
    '[31/12/2020, 10:01:00] Anna: \u200EVideo call, \u200ENo answer',
    '[31/12/2020, 10:02:00] Anna: Plan B.pdf • \u200E2 pages \u200Edocument omitted',
    '[31/12/2020, 10:03:00] Anna: \u200EYou received a view once photo. For added privacy, you can only open it on your phone.',
    '[31/12/2020, 10:03:30] Anna: <View once voice message omitted>',
    '[31/12/2020, 10:04:00] Anna: \u200EPOLL:',
    'Where?',
    '\u200EOPTION: here (\u200E2 votes)',
  ].join('\r\n')
  assert.deepEqual(
    (await messagesOf(text, { name: '_chat.txt' })).map(({ kind, details }) => [kind, details]),
    [
      ['call', { call: { durationSeconds: 180, answered: true, video: false } }],
      ['call', { call: { durationSeconds: null, answered: false, video: true } }],
      ['media', { attachments: [{ name: 'Plan B.pdf', claims: 'document', sha256: null }] }],
      ['media', { attachments: [{ name: null, claims: null, sha256: null }], viewOnce: true }],
      ['media', { attachments: [{ name: null, claims: null, sha256: null }], viewOnce: true }],
      ['text', null],
    ],
  )
})

test('keeps an unknown wording as words', async () => {
  assert.deepEqual(await briefs('31/12/2020, 23:59 - Anna: <Ekki til>\n'), ['Anna text: <Ekki til>'])
})

const keyOf = async (text: string, setting: Setting) => {
  const [message] = await messagesOf(text, setting)
  return message && [message.conversation.kind, message.conversation.key]
}
const anna = '31/12/2020, 23:59 - Anna: x\n'
const boris = '31/12/2020, 23:59 - Boris: y\n'

test('gives two exports of one chat the same conversation, whoever has written and whoever exported', async () => {
  const expected = ['direct', '["Anna","Boris"]']
  assert.deepEqual(await keyOf(anna + boris, { name: 'WhatsApp Chat with Anna.txt' }), expected)
  assert.deepEqual(await keyOf(boris + anna, { name: 'WhatsApp-Chat mit Boris.txt' }), expected)
  assert.deepEqual(await keyOf(boris, { name: 'WhatsApp Chat - Anna/_chat.txt' }), expected)
  assert.deepEqual(await keyOf(anna + boris, { name: 'renamed.txt' }), expected)
})

test('takes a chat for a group by its notices, its senders or a name that is no sender’s', async () => {
  const group = ['group', 'Otters']
  const name = 'WhatsApp Chat with Otters.txt'
  const third = '31/12/2020, 23:59 - Clara: z\n'
  assert.deepEqual(await keyOf(anna + boris + third, { name }), group)
  assert.deepEqual(await keyOf(anna + boris, { name }), group)
  assert.deepEqual(await keyOf(`31/12/2020, 23:59 - Anna created group "Otters"\n${anna}`, { name }), group)
  const iOS = '[31/12/2020, 23:59:00] Otters: \u200EAnna created this group\n[31/12/2020, 23:59:59] Anna: x\n'
  assert.deepEqual(await keyOf(iOS, { name: '_chat.txt' }), group)
  assert.deepEqual(await briefs(iOS, { name: '_chat.txt' }), [
    'Anna system: Anna created this group',
    'Anna text: x',
  ])
})

test('tells the notices of an iPhone where the export lost its marks, and takes a copy’s name for the chat’s', async () => {
  const text =
    '[3/18/22 14:56:01] Anna: ข้อความและการโทรได้รับการเข้ารหัสจากต้นทางถึงปลายทาง แม้แต่ WhatsApp เอง\n[3/27/22 21:41:55] Boris: ไม่มีรูปภาพ\n'
  const name = 'WhatsApp Chat - Anna (Thai).txt'
  assert.deepEqual(
    (await messagesOf(text, { name })).map(({ from, kind, conversation }) => [from, kind, conversation.key]),
    [
      ['(service)', 'system', '["Anna (Thai)","Boris"]'],
      ['Boris', 'media', '["Anna (Thai)","Boris"]'],
    ],
  )
  const both = await messagesOf(`${text}[3/28/22 10:00:00] Anna: x\n`, { name })
  assert.equal(both[0]?.conversation.key, '["Anna","Boris"]')
  assert.ok(whatsappText.sniff('a.txt', utf8.encode(text)) > 0.9)
})

test('names an unnamed group after its file, so that two groups are never taken for one', async () => {
  const [kind, key] =
    (await keyOf(`31/12/2020, 23:59 - You left the group\n${anna}`, { name: 'a.txt' })) ?? []
  assert.equal(kind, 'group')
  assert.match(key ?? '', /^\(unnamed chat of [0-9a-f]{8}\)$/)
})

test('keeps a name with a colon together where the chat is called so', async () => {
  const text = '31/12/2020, 23:59 - Dr: Otter: Q: x\n31/12/2020, 23:59 - Dr: Otter: y\n'
  assert.deepEqual(await briefs(text, { name: 'WhatsApp Chat with Dr Otter.txt' }), [
    'Dr: Otter text: Q: x',
    'Dr: Otter text: y',
  ])
})

test('takes the chat’s name from the file in many languages', () => {
  for (const name of [
    'WhatsApp Chat with Anna.txt',
    'WhatsApp-Chat mit Anna.txt',
    'Chat de WhatsApp con Anna (2).txt',
    'Conversa do WhatsApp com Anna.txt',
    'Discussion WhatsApp avec Anna.txt',
    'Chat WhatsApp con Anna.txt',
    'WhatsApp-chat met Anna.txt',
    'Чат WhatsApp с контактом Anna.txt',
    'Chat WhatsApp s uživatelem Anna.txt',
    'Anna ile WhatsApp Sohbeti.txt',
    'x/WhatsApp Chat - Anna.zip/_chat.txt',
  ])
    assert.equal(titleOf(name), 'Anna', name)
  assert.equal(titleOf('anna.txt'), null)
})

test('reports an empty file, a file without messages, lines before the first and bytes that are not text', async () => {
  assert.deepEqual(await briefs(''), ['empty-file'])
  assert.deepEqual(await briefs('hello\n'), ['no-records'])
  assert.deepEqual(await briefs(`hello\n${anna}`), ['not-a-record', 'Anna text: x'])
  const damaged = utf8.encode(`${anna}${boris}`)
  damaged[anna.length - 2] = 0xff
  const rows = await readRows(whatsappText, evidence('chat.txt', damaged), nothingStated)
  assert.deepEqual(rows.map(saidBy), ['not-utf8', 'y'])
})

const sure = (text: string) => whatsappText.sniff('log.txt', utf8.encode(text))
test('leaves the logs of other programs to others', () => {
  assert.ok(sure('[04.03.21 05:06:07] anna:\t\tready?\n') < 0.9)
  assert.ok(sure('2021-03-04 05:06:07 - worker: started\n') <= 0.3)
  assert.ok(sure('2021-03-04 05:06:07: worker: started\n') <= 0.3)
  assert.ok(sure('Mar 04 05:06:07 host: worker: started\n') <= 0.3)
  assert.ok(sure('Mar 04 05:06 - worker started\n') <= 0.3)
  assert.equal(sure('2021-03-04T05:06:07 anna -> boris\nis it - ready?\n\n'), 0)
  assert.equal(sure('2021-03-04 05:06:07\tanna\tready?\n'), 0)
  assert.equal(sure('Dear Sir, thank you for your letter of 31/12/2020, 10:00.\n'), 0)
})
