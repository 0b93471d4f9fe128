import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discord } from './discord/discord.ts'
import { matrix } from './matrix/matrix.ts'
import { meta } from './meta/meta.ts'
import { formatById, formats, recogniseFormat } from './registry.ts'
import { slack } from './slack/slack.ts'
import { slackDirectory } from './slack/slack-directory.ts'
import { telegram } from './telegram/telegram.ts'

const utf8 = new TextEncoder()
const samples = [
  [
    'case-uco',
    'a.json',
    '{"@context":{"a":"https://ontology.unifiedcyberontology.org/uco/core/"},"@graph":[]}',
  ],
  [
    'rocketchat',
    'messages.json',
    '{"_id":"m","rid":"G","ts":{"$date":"2024-03-01T09:00:00Z"},"u":{"_id":"u","username":"a"},"msg":"ready?"}\n',
  ],
  [
    'negotiation',
    'a.json',
    '{"chat_id":"1","messages":[{"party":"Victim","content":"hello","timestamp":""}]}',
  ],
  ['text-log', 'a.txt', '2021-03-04T05:06:07 anna -> boris\nis it ready?\n\n'],
  ['text-log', 'anna_boris.txt', '[04.03.21 05:06:07] anna:\t\tready?\n'],
  ['whatsapp-text', 'WhatsApp Chat with Anna.txt', '31/12/2020, 23:59 - Anna: ready?\n'],
  ['signal-export', 'Otter/chat.md', '[2020-12-31 23:59:59] Me: ready?  \n'],
  ['irc-log', 'otters.log', '--- Log opened Tue Mar 02 12:00:00 2021\n12:34 <@heron> ready?\n'],
  ['pidgin-log', 'a.txt', 'Conversation with a at b on c (aim)\n(12:00:00) a: ready?\n'],
  ['adium-log', 'a.xml', '<chat account="a" service="AIM"></chat>'],
  ['json-lines', 'a.jsonl', '{"ts":"2021-03-04T05:06:07Z","from":"anna","to":"boris","body":"ready?"}\n'],
  ['delimited', 'a.csv', 'from,to,time,body\nanna,boris,2021-03-04 05:06:07,ready?\n'],
  [
    'sms-backup',
    'sms.xml',
    '<smses count="1"><sms address="1" date="1714554000250" type="1" body="hello"/></smses>',
  ],
  [
    'ufdr',
    'report.xml',
    '<project id="1" extractionType="Logical"><decodedData><modelType type="Chat"></modelType></decodedData></project>',
  ],
  ...[telegram, discord, slack, slackDirectory, matrix, meta].map(
    ({ id, example }) => [id, id === 'slack-directory' ? 'users.json' : 'a.json', example] as const,
  ),
  [
    'mbox',
    'x.mbox',
    'From a Sun Nov  3 19:46:47 2024\nFrom: a@x\nTo: b@x\nDate: Sun, 3 Nov 2024 19:46:47 +0000\n\nready?\n',
  ],
  ['rsmf', 'x.rsmf', 'X-RSMF-Version: 2.0.0\nFrom: a@x\nTo: b@x\nMIME-Version: 1.0\n\nx\n'],
] as const

test('every format has an id of its own', () => {
  assert.equal(new Set(formats.map(({ id }) => id)).size, formats.length)
  for (const format of formats) assert.equal(formatById(format.id), format)
})

test('each sample is recognised as its own format', () => {
  for (const [id, name, text] of samples) assert.equal(recogniseFormat(name, utf8.encode(text))?.id, id)
})

test('prose, nothing and binary are no format', () => {
  for (const text of ['', 'Dear Sir, thank you for your letter.\n', '\0\u0001\u0002\0\0'])
    assert.equal(recogniseFormat('letter.txt', utf8.encode(text)), null)
})
