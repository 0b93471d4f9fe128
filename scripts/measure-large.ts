/**
 * Imports files of about a gigabyte into an empty case and prints time and peak memory, child processes included:
 * `node scripts/measure-large.ts [GB]`. The files are made here, with invented words: a UFDR report whose one chat holds
 * every message, and a Telegram account export. Both are removed afterwards.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const words = ['boxes', 'yard', 'paper', 'tonight', 'driver', 'six', 'ready', 'landed', 'count', 'again']
const start = Date.UTC(2020, 2, 16)

function bodyOf(i: number): string {
  return Array.from({ length: 12 }, (_, k) => words[(i * 7 + k * (1 + (i % 5))) % words.length]).join(' ')
}

/** Writes pieces until the file has `bytes`, then the end. */
async function write(
  path: string,
  bytes: number,
  parts: { readonly head: string; readonly piece: (i: number) => string; readonly tail: string },
): Promise<void> {
  const stream = createWriteStream(path)
  const put = async (text: string): Promise<number> => {
    if (!stream.write(text)) await once(stream, 'drain')
    return text.length
  }
  let written = await put(parts.head)
  for (let i = 0; written < bytes; i++) written += await put(parts.piece(i))
  await put(parts.tail)
  await new Promise<void>((resolve) => stream.end(resolve))
}

const text = (value: string): string => `<value type="String"><![CDATA[${value}]]></value>`
const field = (name: string, value: string): string =>
  `<field name="${name}" type="String">${text(value)}</field>`

const ufdr = {
  head: `<?xml version="1.0" encoding="utf-8"?>
<project id="1" name="Plover" xmlns="http://pa.cellebrite.com/report/2.0"><decodedData><modelType type="Chat"><model type="Chat" id="c">
${field('Source', 'WhatsApp')}${field('Id', '447700900123@s.whatsapp.net')}
<multiModelField name="Participants" type="Party"><model type="Party" id="a">${field('Identifier', '447700900123@s.whatsapp.net')}</model>
<model type="Party" id="b">${field('Identifier', '447700900111@s.whatsapp.net')}${field('IsPhoneOwner', 'True')}</model></multiModelField>
<multiModelField name="Messages" type="InstantMessage">\n`,
  piece: (i: number): string => {
    const at = new Date(start + i * 1000).toISOString().replace('Z', '+00:00')
    const from = i % 2 === 0 ? '447700900123@s.whatsapp.net' : '447700900111@s.whatsapp.net'
    return `<model type="InstantMessage" id="m${i}" deleted_state="Intact" decoding_confidence="High">${field('Body', bodyOf(i))}<field name="TimeStamp" type="TimeStamp"><value type="TimeStamp" format="TimeStampKnown" formattedTimestamp="${at}">${at}</value></field><modelField name="From" type="Party"><model type="Party" id="p${i}">${field('Identifier', from)}</model></modelField><multiModelField name="To" type="Party" /></model>\n`
  },
  tail: '</multiModelField></model></modelType></decodedData></project>\n',
}

const telegram = {
  head: '{"about":"made up","chats":{"list":[{"name":"Heron","type":"personal_chat","id":111,"messages":[\n',
  piece: (i: number): string => {
    const at = Math.floor(start / 1000) + i
    const message = {
      id: i,
      type: 'message',
      date: new Date(at * 1000).toISOString().slice(0, 19),
      date_unixtime: String(at),
      from: i % 2 === 0 ? 'Heron' : 'Wren',
      from_id: i % 2 === 0 ? 'user111' : 'user222',
      text: bodyOf(i),
      text_entities: [{ type: 'plain', text: bodyOf(i) }],
    }
    return `${i === 0 ? '' : ',\n'}${JSON.stringify(message)}`
  },
  tail: '\n]}]}}\n',
}

const gigabytes = Number(process.argv[2] ?? 1)
const folder = await mkdtemp(join(tmpdir(), 'bailey-large-'))
const measured = join(import.meta.dirname, '..', 'src', 'workbench', 'bench', 'measured-import-process.ts')
try {
  for (const [name, file, parts] of [
    ['UFDR report', 'report.xml', ufdr],
    ['Telegram export', 'result.json', telegram],
  ] as const) {
    const path = join(folder, file)
    await write(path, gigabytes * 1e9, parts)
    const caseDir = join(folder, `case-${file}`)
    const { stdout } = await promisify(execFile)(process.execPath, [measured, path, caseDir])
    process.stdout.write(`${name}: ${stdout}\n`)
    await rm(path)
    await rm(caseDir, { recursive: true })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
