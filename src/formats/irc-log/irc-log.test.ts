import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { renderInstant } from '../../core/time.ts'
import type { MessageRow } from '../format.ts'
import { evidence, formatLaws, nothingStated, readRows, saidBy } from '../laws.ts'
import { ircLog } from './irc-log.ts'

const here = join(import.meta.dirname, 'samples')
const samples = new Map(
  readdirSync(here).map((name) => [name, new Uint8Array(readFileSync(join(here, name)))]),
)
formatLaws(ircLog, samples)

const utf8 = new TextEncoder()
const rowsOf = (name: string, text?: string) =>
  readRows(
    ircLog,
    evidence(name, text === undefined ? (samples.get(name) ?? new Uint8Array(0)) : utf8.encode(text)),
    nothingStated,
  )
const briefs = async (name: string, text?: string) =>
  (await rowsOf(name, text)).map((row) =>
    row.kind === 'message'
      ? `${renderInstant(row.message.sent.at).slice(0, 19)} ${row.message.from} ${row.message.kind}: ${row.message.body}`
      : saidBy(row),
  )
const conversation = async (name: string, text?: string) =>
  (await rowsOf(name, text)).find((row): row is MessageRow => row.kind === 'message')?.message.conversation

test('reads irssi: ranks, actions, notices, and the day each line was written on', async () => {
  assert.deepEqual(await briefs('#otters.log'), [
    '2021-03-02T23:57:01 (service) system: --- Log opened Tue Mar 02 23:57:01 2021',
    '2021-03-02T23:57:00 heron system: heron [~h@host.example] has joined #otters',
    '2021-03-02T23:57:00 (service) system: Irssi: #otters: Total of 2 nicks [1 ops, 0 halfops, 0 voices, 1 normal]',
    '2021-03-02T23:58:00 heron text: is it ready?',
    '2021-03-02T23:59:00 plover text: nearly',
    '2021-03-02T23:59:00 plover text: * plover waves',
    '2021-03-03T00:00:00 (service) system: --- Day changed Wed Mar 03 2021',
    '2021-03-03T00:01:00 heron text: -heron:#otters- meeting at six',
    '2021-03-03T00:02:00 heron system: mode/#otters [+o plover] by heron',
    '2021-03-03T00:03:00 plover system: plover [~p@host.example] has quit [Quit: bye]',
    '2021-03-03T00:05:00 (service) system: --- Log closed Wed Mar 03 00:05:00 2021',
  ])
  assert.deepEqual(await conversation('#otters.log'), {
    kind: 'group',
    key: '#otters',
    title: '#otters',
    participants: ['(service)'],
  })
})

test('reads WeeChat', async () => {
  const name = 'irc.libera.#otters.weechatlog'
  assert.deepEqual(await briefs(name), [
    '2021-03-02T23:57:01 heron system: heron (~h@host.example) has joined #otters',
    '2021-03-02T23:58:10 heron text: is it ready?',
    '2021-03-02T23:58:12 plover text: nearly, 12:00 <nobody> pasted',
    '2021-03-02T23:59:00 plover text: * plover waves',
    '2021-03-03T00:02:00 heron system: Mode #otters [+o plover] by heron',
    '2021-03-03T00:03:00 plover system: plover (~p@host.example) has quit (Quit: bye)',
  ])
  assert.equal((await conversation(name))?.key, '#otters')
})

test('reads HexChat, whose lines name no year, over the new year', async () => {
  assert.deepEqual(await briefs('NET-#otters.log'), [
    '2020-12-31T23:57:01 (service) system: **** BEGIN LOGGING AT Thu Dec 31 23:57:01 2020',
    '2020-12-31T23:57:01 (service) system: Now talking on #otters',
    '2020-12-31T23:58:10 heron text: is it ready?',
    '2020-12-31T23:59:00 heron text: * heron waves',
    '2021-01-01T00:01:00 plover text: happy new year',
    '2021-01-01T00:05:00 (service) system: **** ENDING LOGGING AT Fri Jan  1 00:05:00 2021',
  ])
})

test('takes the day of a ZNC log from the name of its file', async () => {
  assert.deepEqual(await briefs('#otters_20210302.log'), [
    '2021-03-02T23:57:01 heron system: Joins: heron (~h@host.example)',
    '2021-03-02T23:58:10 heron text: is it ready?',
    '2021-03-02T23:59:00 plover text: * plover waves',
    '2021-03-02T23:59:30 plover text: -plover- mind the gap',
  ])
  assert.equal((await conversation('libera/#Otters/2021-03-02.log', '[10:00:00] <a> x\n'))?.key, '#otters')
})

test('reads a query of mIRC as between its two nicks', async () => {
  assert.deepEqual(
    (await briefs('plover.txt'))[0],
    '2021-03-02T23:57:01 (service) system: Session Start: Tue Mar 02 23:57:01 2021\nSession Ident: plover',
  )
  assert.deepEqual((await conversation('plover.txt'))?.key, '["heron","plover"]')
})

const zones = async (name: string, text: string) =>
  (await rowsOf(name, text)).map((row) =>
    row.kind === 'message' ? [row.message.body, row.message.sent.zone, row.message.sent.text] : saidBy(row),
  )
test('keeps lines whose day nothing states in their place, without a time, and those past a midnight that nothing states', async () => {
  assert.deepEqual(await zones('#otters.log', '12:34 <heron> x\n99:99 <heron> y\n'), [
    ['x', 'none', '12:34'],
    'bad-timestamp',
  ])
  assert.deepEqual(await zones('2021-03-02.log', '[23:50:00] <heron> x\n[00:10:00] <heron> y\n'), [
    ['x', 'unknown', '23:50:00'],
    ['y', 'none', '00:10:00'],
  ])
})

test('keeps a line that is none of a log as a problem of its own', async () => {
  const text = '--- Log opened Tue Mar 02 12:00:00 2021\n12:34 <a> x\nstray words\n12:35 <a> y\n'
  assert.deepEqual((await rowsOf('#o.log', text)).map(saidBy).slice(1), ['x', 'not-a-record', 'y'])
  assert.deepEqual(await briefs('#o.log', ''), ['empty-file'])
})

test('reads a day in folders, two blanks behind a time, and hosts in angle brackets', async () => {
  const text = '2021-03-02T12:34:56  *** plover <~p@host.example> has joined #otters\n[12:35] <heron> x\n'
  assert.deepEqual(await briefs('2021/03/02/#otters.txt', text), [
    '2021-03-02T12:34:56 plover system: plover <~p@host.example> has joined #otters',
    '2021-03-02T12:35:00 heron text: x',
  ])
})

test('reads German day lines and days in ISO', async () => {
  const german = '--- Log opened Di Mär 02 12:00:00 2021\n12:34 <a> x\n'
  assert.equal((await briefs('#o.log', german))[1], '2021-03-02T12:34:00 a text: x')
  const whole = '[2021-03-02T12:34:56+0000] <a> x\n2021-03-02 12:35:00 <b> y\n'
  assert.deepEqual(await briefs('#o.log', whole), [
    '2021-03-02T12:34:56 a text: x',
    '2021-03-02T12:35:00 b text: y',
  ])
})

const sure = (text: string, name = 'a.log') => ircLog.sniff(name, utf8.encode(text))
test('leaves other logs and tables to others', () => {
  assert.equal(sure('2021-03-04T05:06:07 anna -> boris\nis it ready?\n\n'), 0)
  assert.equal(sure('2021-03-04 05:06:07 INFO started\n2021-03-04 05:06:08 INFO stopped\n'), 0)
  assert.equal(sure('time\tfrom\tbody\n2021-03-04 05:06:07\tanna\tready?\n'), 0)
  assert.equal(sure('[04.03.21 05:06:07] anna:\t\tready?\n'), 0)
  assert.equal(sure('[12:00] anna: hello\n'), 0)
})
