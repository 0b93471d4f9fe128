import { type Address, type Network, parseAddress, parseNetwork } from '../core/handle.ts'
import { type ConversationRef, directConversation, type Message } from '../core/message.ts'
import type { MessageDetails } from '../core/message-details.ts'
import type { RepairCode } from '../core/problem.ts'
import { noTime, parseInstant, renderInstant } from '../core/time.ts'
import { conversationId, uidBytes } from '../core/uid.ts'

/** The zone of the case that the corpus belongs to: its clocks change on 29 March and on 25 October 2020. */
export const corpusZone = 'Europe/London'

/** A message of the corpus by the name that the queries call it. */
export interface CorpusMessage {
  readonly label: string
  readonly message: Message
  readonly repairs: readonly RepairCode[]
  /** References of the exhibits it stands in. */
  readonly exhibits: readonly string[]
}

const address = (text: string): Address => parseAddress(text)!
const wren = address('wren@x.example')
const kestrel = address('kestrel@x.example')
const heron = address('heron@x.example')
const finch = address('finch@y.example')
const wrenfield = address('wrenfield@x.example')
const otherWren = address('wren@z.example')
const pat = address('447700900123')
const quinn = address('447700900456')

const xmpp = parseNetwork('xmpp')!
const whatsapp = parseNetwork('whatsapp')!

const yard: ConversationRef = {
  kind: 'group',
  key: 'yard@rooms.example',
  title: 'The Yard (crew)',
  participants: [wren, kestrel, heron],
}
const boats: ConversationRef = { kind: 'group', key: 'boats-1', title: 'Boats', participants: [pat, quinn] }

/** Ids of the two rooms. */
export const corpusRooms = {
  yard: conversationId(xmpp, yard.kind, yard.key),
  boats: conversationId(whatsapp, boats.kind, boats.key),
} as const

type Line = readonly [
  label: string,
  from: Address,
  to: Address | ConversationRef,
  at: string,
  body: string,
  more?: More,
]

interface More {
  readonly kind?: Message['kind']
  readonly details?: MessageDetails
  readonly repairs?: readonly RepairCode[]
  readonly both?: true
}

const shop = 'Shop shut until further word'
const parcel = 'Collect the grey parcel at noon'

/** One word more than a term may stand for. */
const manyWords = Array.from({ length: 2001 }, (_, i) => `zq${i}`).join(' ')

const onXmpp: readonly Line[] = [
  ['redvan', wren, kestrel, '2020-05-04T09:00:00Z', 'The red van is by the boat', { both: true }],
  ['vanred', kestrel, wren, '2020-05-04T09:05:00Z', 'Boat first, then the van: red one'],
  ['redvans', wren, kestrel, '2020-05-04T09:10:00Z', 'Two red vans came'],
  ['dropbag', kestrel, wren, '2020-05-04T09:20:00Z', 'Drop the blue bag now'],
  ['fivebetween', wren, kestrel, '2020-05-05T10:00:00Z', 'bag one two three four five drop'],
  ['sixbetween', kestrel, wren, '2020-05-05T10:10:00Z', 'bag one two three four five six drop'],
  ['tulips', wren, heron, '2020-05-05T11:00:00Z', 'Tulips and tulle from Tula'],
  ['kilo', wren, heron, '2020-05-05T12:00:00Z', 'A kilo at berth 9'],
  ['kalo', heron, wren, '2020-05-05T12:05:00Z', 'kalo is a root'],
  ['kio', heron, wren, '2020-05-05T12:06:00Z', 'kio was here'],
  ['klio', heron, wren, '2020-05-05T12:07:00Z', 'klio sings'],
  ['kilos', wren, heron, '2020-05-05T12:08:00Z', 'kilos of flour'],
  ['k1lo', heron, wren, '2020-05-05T12:10:00Z', 'k1lo kiiiloo'],
  ['ki1os', heron, wren, '2020-05-05T12:11:00Z', 'Ki1os KILLED'],
  ['kalos', heron, wren, '2020-05-05T12:09:00Z', 'kalos means good'],
  ['houseberth', heron, wren, '2020-05-06T08:00:00Z', 'Houseberth 12 is free?'],
  ['parcel', wren, heron, '2020-05-06T09:00:00Z', parcel],
  ['parcelagain', wren, heron, '2020-05-06T10:00:00Z', parcel],
  ['shut1', wren, kestrel, '2020-05-07T09:00:00Z', shop],
  ['shut2', wren, heron, '2020-05-07T09:01:00Z', shop],
  ['shut3', wren, finch, '2020-05-07T09:02:00Z', shop],
  ['shut4', wren, wrenfield, '2020-05-07T09:03:00Z', shop],
  ['shut5', wren, yard, '2020-05-07T09:04:00Z', shop],
  ['otherwren', otherWren, kestrel, '2020-05-08T09:00:00Z', 'second speaker'],
  ['self', heron, heron, '2020-05-08T10:00:00Z', 'note to self'],
  ['field', wrenfield, wren, '2020-05-08T11:00:00Z', 'meadow speaking'],
  ['wordy', kestrel, wren, '2020-05-08T12:00:00Z', manyWords],
  ['cafe', kestrel, finch, '2020-06-01T08:00:00Z', 'Caf\u00e9 Z\u00fcrich, na\u00efve fa\u00e7ade'],
  ['cafenfd', finch, kestrel, '2020-06-01T08:05:00Z', 'CAFE\u0301 closed'],
  ['oclock', finch, kestrel, '2020-06-01T08:10:00Z', "See you at ten o'clock"],
  ['hyphen', kestrel, finch, '2020-06-01T08:15:00Z', 'It is a well-known hide-out'],
  ['ten', kestrel, finch, '2020-06-01T08:20:00Z', 'Be there 10:30 with 1.5 grams'],
  ['crates', finch, kestrel, '2020-06-01T08:25:00Z', '30 crates, 10 pallets'],
  ['salt', kestrel, finch, '2020-06-01T08:30:00Z', 'salt and vinegar'],
  ['never', finch, kestrel, '2020-06-01T08:31:00Z', 'now or never NOT later'],
  ['link', kestrel, finch, '2020-06-01T08:40:00Z', 'See http://x.example/path?q=1 today'],
  ['bracket', kestrel, finch, '2020-06-01T08:41:00Z', '(bracket) [square]'],
  ['emoji', finch, kestrel, '2020-06-01T08:42:00Z', '\u{1f600} !!'],
  ['ledger', finch, kestrel, 'none', 'undated ledger'],
  ['gate1', wren, yard, '2020-08-03T21:30:00Z', 'yard gate opens', { both: true }],
  ['gate2', kestrel, yard, '2020-08-03T23:30:00Z', 'yard gate shut'],
  ['gate3', heron, yard, '2020-08-04T04:59:59Z', 'yard quiet'],
  ['gate4', heron, yard, '2020-08-04T05:00:00Z', 'yard awake'],
  ['joined', kestrel, yard, '2020-08-05T09:00:00Z', 'Kestrel joined the room', { kind: 'system' }],
  ['oldgate', wren, yard, 'none', 'undated gate'],
  ['springbefore', kestrel, finch, '2020-03-29T00:59:59Z', 'before spring'],
  ['springafter', finch, kestrel, '2020-03-29T01:00:00Z', 'after spring'],
  ['autumnfirst', kestrel, finch, '2020-10-25T00:30:00Z', 'first autumn'],
  ['autumnsecond', finch, kestrel, '2020-10-25T01:30:00Z', 'second autumn'],
  ['mayend', wren, kestrel, '2020-05-31T22:59:59.999999Z', 'edge of May', { both: true }],
  ['junestart', kestrel, wren, '2020-05-31T23:00:00Z', 'edge of June'],
  ['yearend', wren, kestrel, '2020-12-31T23:59:59Z', 'edge of year'],
  ['newyear', kestrel, wren, '2021-01-01T00:00:00Z', 'edge of tomorrow'],
]

const at = '2020-07-01T12:00:00Z'
const onWhatsapp: readonly Line[] = [
  ['russian', pat, quinn, at, 'Привет, товар дома'],
  ['russianhome', quinn, pat, at, 'ДОМ МОЙ'],
  ['russianfir', quinn, pat, '2020-07-01T12:01:00Z', 'ёлка стоит'],
  ['greek', pat, quinn, '2020-07-01T12:02:00Z', 'Καλημέρα, ο δρόμος άδειος'],
  ['arabic', quinn, pat, '2020-07-01T12:03:00Z', 'السلام عليكم'],
  ['arabicmarks', quinn, pat, '2020-07-01T12:04:00Z', 'كِتَاب جديد'],
  ['turkish', pat, quinn, '2020-07-01T12:05:00Z', 'İstanbul ve Şişli'],
  ['japanese', quinn, pat, '2020-07-01T12:06:00Z', '明日 荷物'],
  ['arabicalef', quinn, pat, '2020-07-01T12:07:00Z', 'أحمد في مستشفى'],
  ['hebrew', quinn, pat, '2020-07-01T12:08:00Z', 'שָׁלוֹם'],
  ['hindi', quinn, pat, '2020-07-01T12:09:00Z', 'हिन्दी में'],
  ['chinese', quinn, pat, '2020-07-01T12:10:00Z', '我买了两部手机。'],
  ['chineselatin', quinn, pat, '2020-07-01T12:11:00Z', '新的iPhone手机在这里'],
  ['katakana', quinn, pat, '2020-07-01T12:12:00Z', 'ｶﾞﾑを買う'],
  ['thai', quinn, pat, '2020-07-01T12:13:00Z', 'ฉันกินข้าวแล้ว'],
  ['pills', quinn, pat, '2020-07-01T12:14:00Z', '\u{1f48a}\u{1f48a}'],
  ['pillsmixed', quinn, pat, '2020-07-01T12:15:00Z', 'bring \u{1f48a}tonight'],
  ['thumb', quinn, pat, '2020-07-01T12:16:00Z', '\u{1f44d}\u{1f3fd} \u2764\ufe0f'],
  [
    'flags',
    quinn,
    pat,
    '2020-07-01T12:17:00Z',
    '\u{1f1eb}\u{1f1f7}\u{1f1ec}\u{1f1e7} \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  ],
  ['fullwidth', quinn, pat, '2020-07-01T12:18:00Z', 'Ｄｅａｌｅｒ 5㎏'],
  ['mathletters', quinn, pat, '2020-07-01T12:19:00Z', '𝐛𝐨𝐦𝐛 \u{1f171}\u{1f17e}ss'],
  ['otherdigits', quinn, pat, '2020-07-01T12:20:00Z', '٣٤٥'],
  // The second, third and fifth letter of the first are Cyrillic; so is all of the second; of the third the two o are Latin.
  ['mixed', quinn, pat, '2020-07-01T12:21:00Z', 'c\u043e\u0441a\u0456ne'],
  ['wholescript', quinn, pat, '2020-07-01T12:22:00Z', 'сор'],
  ['mixedcyrillic', quinn, pat, '2020-07-01T12:23:00Z', 'дopoга'],
  ['invisible', quinn, pat, '2020-07-01T12:24:00Z', 'sta\u200bsh\u00aded'],
  ['money', quinn, pat, '2020-07-01T12:25:00Z', 'paid £500'],
  ['sailsup', pat, boats, '2020-08-08T12:00:00Z', 'sails up'],
  ['sailsdown', quinn, boats, '2020-08-08T23:00:00Z', 'sails down'],
  ['anchor', pat, boats, '2020-08-07T22:59:59Z', 'anchor'],
  [
    'picture',
    pat,
    quinn,
    '2020-09-01T10:00:00Z',
    '',
    { kind: 'media', details: { attachments: [{ name: 'quay.jpg', claims: 'image/jpeg', sha256: null }] } },
  ],
  [
    'call',
    quinn,
    pat,
    '2020-09-01T10:05:00Z',
    '',
    { kind: 'call', details: { call: { durationSeconds: 60, answered: true, video: false } } },
  ],
  [
    'reply',
    quinn,
    pat,
    '2020-09-01T10:10:00Z',
    'quoted answer',
    { both: true, details: { answers: { sourceId: null, words: 'whatever' } } },
  ],
  [
    'reaction',
    pat,
    quinn,
    '2020-09-01T10:15:00Z',
    'liked it',
    { details: { reactions: [{ emoji: '\u{1f44d}', from: quinn, timeText: null }] } },
  ],
  [
    'edited',
    quinn,
    pat,
    '2020-09-01T10:20:00Z',
    'price is eighty',
    { details: { earlier: [{ body: 'price was ninety', timeText: null }] } },
  ],
  ['deleted', pat, quinn, '2020-09-01T10:25:00Z', 'taken back', { details: { deleted: true } }],
  ['forward', quinn, pat, '2020-09-01T10:30:00Z', 'passed along', { details: { forwardedFrom: 'Heron' } }],
  [
    'position',
    pat,
    quinn,
    '2020-09-01T10:35:00Z',
    'pin placed',
    { details: { position: { latitude: 51.5, longitude: 0 } } },
  ],
  ['mended', quinn, pat, '2020-09-01T10:40:00Z', 'mended record', { repairs: ['missing-comma'] }],
]

/** Every message, in the order in which it stands in its file. */
export const corpus: readonly CorpusMessage[] = [
  ...asMessages(xmpp, onXmpp, ['NCA/1', 'NCA/2']),
  ...asMessages(whatsapp, onWhatsapp, ['NCA/2', 'NCA/1']),
]

function asMessages(
  network: Network,
  lines: readonly Line[],
  [own, other]: [string, string],
): CorpusMessage[] {
  let last: Message['sent'] | null = null
  return lines.map(([label, from, to, time, body, more = {}]): CorpusMessage => {
    const stated = parseInstant(time)
    const sent: Message['sent'] =
      stated === null
        ? noTime(last?.at ?? null, '')
        : { at: stated, text: renderInstant(stated), zone: 'stated' }
    last = sent
    return {
      label,
      repairs: more.repairs ?? [],
      exhibits: more.both ? [own, other] : [own],
      message: {
        network,
        conversation: typeof to === 'string' ? directConversation(from, to) : to,
        from,
        fromName: null,
        sent,
        kind: more.kind ?? 'text',
        body,
        mediaHashes: [],
        details: more.details ?? null,
      },
    }
  })
}

/** The uid of a message, as hex digits. */
export function corpusUid({ network, conversation, from, sent, kind, body, mediaHashes }: Message): string {
  const { kind: conversationKind, key: conversationKey } = conversation
  const where = { network, conversationKind, conversationKey, sender: from, at: sent.at }
  return uidBytes({ ...where, kind, body, mediaHashes }).toHex()
}
