/**
 * Hand-overs that show one conversation more than once: the handsets of both ends with clocks that differ, a set of
 * translations, a second hand-over with changes, and a chat with files. All of it is invented.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { askerForCli } from '../src/cli/asker.ts'
import { parseAddress } from '../src/core/handle.ts'
import { importEvidence } from '../src/workbench/import-evidence.ts'

/** A hand-over of the witnesses, and what is stated of it on receipt. */
export interface WitnessDrop {
  readonly ref: string
  /** Name of its file or folder. */
  readonly name: string
  readonly owner: string | null
  readonly translationOf: string | null
}

/** In the order they are received. */
export const witnessDrops: readonly WitnessDrop[] = [
  { ref: 'PLV/2', name: 'osprey-handset.json', owner: 'osprey@plover.example', translationOf: null },
  { ref: 'PLV/3', name: 'osprey-in-english.json', owner: null, translationOf: 'ru' },
  { ref: 'PLV/4', name: 'turnstone-handset.json', owner: 'turnstone@plover.example', translationOf: null },
  { ref: 'PLV/5', name: 'osprey-handset-again.json', owner: 'osprey@plover.example', translationOf: null },
  { ref: 'PLV/6', name: 'ferry-chat', owner: null, translationOf: null },
]

/** A line in Russian and in English, by the minutes since noon of 6 April 2020. */
interface Line {
  readonly minute: number
  readonly from: string
  readonly to: string
  readonly ru: string
  readonly en: string
}

const day = 24 * 60

const lines: readonly Line[] = [
  said(0, 'osprey', 'ты на месте?', 'are you there?'),
  said(1, 'turnstone', 'да, стою у старой молочной', 'yes, standing by the old dairy'),
  said(3, 'osprey', 'машина белая или синяя', 'is the car white or blue'),
  said(4, 'turnstone', 'белая, номер грязный, не прочитать', 'white, the plate is dirty, cannot be read'),
  said(9, 'osprey', 'жди до четырёх', 'wait until four'),
  said(11, 'turnstone', 'холодно', 'it is cold'),
  said(12, 'osprey', 'потерпишь)', 'you will survive)'),
  said(240, 'turnstone', 'приехали двое, один хромает', 'two have come, one has a limp'),
  said(242, 'osprey', 'это они', 'that is them'),
  said(
    247,
    'turnstone',
    'отдал всё, пересчитали при мне',
    'handed it all over, they counted it in front of me',
  ),
  said(250, 'osprey', 'сколько вышло', 'how much did it come to'),
  said(252, 'turnstone', 'тридцать восемь с половиной', 'thirty-eight and a half'),
  said(253, 'osprey', 'хорошо', 'good'),
  said(day + 30, 'osprey', 'завтра то же место', 'same place tomorrow'),
  said(day + 33, 'turnstone', 'не могу, лодка на ремонте', 'I cannot, the boat is being repaired'),
  said(day + 35, 'osprey', 'возьми лодку у брата', "take your brother's boat"),
  said(day + 41, 'turnstone', 'спрошу', 'I will ask'),
  said(2 * day + 5, 'turnstone', 'брат согласен, но без мотора', 'my brother agrees, but without the engine'),
  said(2 * day + 7, 'osprey', 'мотор найдём', 'we will find an engine'),
  said(9 * day + 60, 'turnstone', 'ты где пропал?', 'where did you disappear to?'),
  said(9 * day + 64, 'osprey', 'телефон лежал в воде', 'the phone was lying in water'),
  said(9 * day + 66, 'turnstone', 'все в порядке?', 'is everything all right?'),
  said(9 * day + 70, 'osprey', 'теперь да. в пятницу у маяка', 'now it is. Friday at the lighthouse'),
  said(9 * day + 71, 'turnstone', 'буду', 'I will be there'),
]

const meanwhile: readonly Line[] = [3, 4, 5, 6, 7].flatMap((at) => [
  said(at * day, 'osprey', `прилив в ${at + 5} утра`, `high tide at ${at + 5} in the morning`, 'wagtail'),
  said(at * day + 2, 'wagtail', 'понял', 'understood', 'osprey'),
])

// oxlint-disable-next-line eslint/max-params -- a line of the table above
function said(minute: number, from: string, ru: string, en: string, to = otherOf(from)): Line {
  return { minute, from, to, ru, en }
}

function otherOf(name: string): string {
  return name === 'osprey' ? 'turnstone' : 'osprey'
}

/** Writes the hand-overs into a folder, in place of what is there. */
export function writeWitnesses(folder: string): void {
  const osprey = [...lines, ...meanwhile]
  const translated = osprey.filter(({ minute }) => !otherWords.has(minute))
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    ['osprey-handset.json', render(osprey.filter((_, i) => i !== 11))],
    [
      'turnstone-handset.json',
      render(
        lines.filter((_, i) => i !== 6 && i !== 18),
        { ahead: 37 },
      ),
    ],
    ['osprey-in-english.json', render(translated, { english: true })],
    ['osprey-handset-again.json', render(changed(osprey))],
    ['ferry-chat/result.json', JSON.stringify(ferryChat, null, 1)],
    ['ferry-chat/photos/photo_1@06-04-2020_13-02-00.png', lighthouse()],
  ]
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), bytes)
  }
}

/** What the second hand-over says instead, by the minute. */
const otherWords = new Map([
  [4, 'белая, номер чистый, 41 регион'],
  [day + 35, 'возьми лодку у соседа'],
])

/** Imports the hand-overs of a folder into a case, each as an exhibit. */
export async function importWitnesses(caseDir: string, folder: string): Promise<void> {
  for (const { ref, name, owner, translationOf } of witnessDrops) {
    const options = {
      format: null,
      exhibitRef: ref,
      receivedFrom: 'Bundled sample (invented)',
      authority: 'None: every word of it is made up',
      captureMode: 'export',
      timezone: 'Europe/London',
      owner: owner === null ? null : parseAddress(owner),
      translationOf,
      mapping: null,
    } as const
    // oxlint-disable-next-line eslint/no-await-in-loop -- each is joined to what came before it
    await importEvidence({ caseDir, paths: [join(folder, name)], options, asker: askerForCli() })
  }
}

/** The second hand-over: a few words are others, a few messages are gone, one is new. */
function changed(all: readonly Line[]): readonly Line[] {
  const gone = new Set([9, 242])
  const kept = all.filter(({ minute }) => !gone.has(minute))
  return [
    ...kept.map((line) => ({ ...line, ru: otherWords.get(line.minute) ?? line.ru })),
    said(9 * day + 75, 'osprey', 'и захвати фонарь', 'and bring a torch'),
  ]
}

const noon = Date.UTC(2020, 3, 6, 11)

function render(all: readonly Line[], { ahead = 0, english = false } = {}): string {
  return all
    .toSorted((a, b) => a.minute - b.minute)
    .map(({ minute, from, to, ru, en }) => {
      const ts = new Date(noon + minute * 60_000 + ahead * 1000 + 3_600_000).toISOString().slice(0, 19)
      const body = english ? en : ru
      return `${JSON.stringify({ ts, from: `${from}@plover.example`, to: `${to}@plover.example`, body }, null, 2)}\n`
    })
    .join('')
}

const heron = { from: 'Heron', from_id: 'user700000001' }
const otter = { from: 'Otter', from_id: 'user700000002' }

/** A chat as Telegram Desktop exports it, with everything a copy may state beside the words. */
const ferryChat = {
  name: 'Heron',
  type: 'personal_chat',
  id: 700_000_001,
  messages: [
    told(1, 0, { ...otter, text: 'is the ferry running' }),
    told(2, 1, {
      ...heron,
      text: 'yes, the late one too',
      edited: '2020-04-06T13:03:00',
      edited_unixtime: '1586174580',
    }),
    told(3, 2, {
      ...heron,
      text: 'from the deck',
      photo: 'photos/photo_1@06-04-2020_13-02-00.png',
      width: 96,
      height: 64,
      reactions: [
        { type: 'emoji', count: 1, emoji: '😂', recent: [{ ...otter, date: '2020-04-06T13:04:00' }] },
      ],
    }),
    told(4, 4, {
      ...heron,
      text: 'the timetable',
      file: '(File not included. Change data exporting settings to download.)',
      file_name: 'timetable spring.pdf',
      mime_type: 'application/pdf',
    }),
    told(5, 5, { ...otter, text: 'which pier', reply_to_message_id: 2 }),
    told(6, 6, { ...heron, text: '', location_information: { latitude: 51.5, longitude: -0.12 } }),
    told(7, 8, { ...otter, text: 'they say the bridge is shut', forwarded_from: 'River News' }),
  ],
}

function told(id: number, minute: number, fields: Readonly<Record<string, unknown>>) {
  const at = noon + 3_600_000 + minute * 60_000
  return {
    id,
    type: 'message',
    date: new Date(at + 3_600_000).toISOString().slice(0, 19),
    date_unixtime: String(at / 1000),
    ...fields,
    text_entities: [],
  }
}

/** A small PNG: dark sea, pale sky, a tower with its light. */
function lighthouse(): Uint8Array {
  const [width, height] = [96, 64]
  const rows = Array.from({ length: height }, (_, y) => [0, ...pixels(width, (x) => colourAt(x, y))])
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function pixels(width: number, at: (x: number) => readonly number[]): readonly number[] {
  return Array.from({ length: width }, (_, x) => at(x)).flat()
}

function colourAt(x: number, y: number): readonly number[] {
  if ((x - 66) ** 2 + (y - 16) ** 2 < 12) return [255, 214, 90]
  if (Math.abs(x - 66) < 4 && y > 14 && y < 52) return y % 16 < 8 ? [236, 236, 230] : [178, 58, 46]
  return y > 44 ? [28, 66, 84] : [176 - y, 198 - y, 214]
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
