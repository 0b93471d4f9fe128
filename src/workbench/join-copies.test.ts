import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parseAddress } from '../core/handle.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import type { Asker } from '../store/store.ts'
import { initCase, openCase } from './case-folder.ts'
import { decideCopies } from './decide-copies.ts'
import { importEvidence } from './import-evidence.ts'
import { type ImportOptions, nothingOnReceipt } from './import-report.ts'
import { verifyCase } from './verify-case.ts'

const asker: Asker = {
  actor: 'tester',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'import-evidence', 'verify-case'],
}

interface Said {
  readonly at: number
  readonly from: string
  readonly to: string
  readonly body: string
}

const wordless = ['ok', 'yes', 'where?']
const start = Date.UTC(2020, 3, 1, 8)

/** A thousand messages between kestrel and wren; a third of them say what others say too. */
const truth: readonly Said[] = Array.from({ length: 1000 }, (_, i) => ({
  at: start + i * 173_000 + (i % 7) * 911,
  from: i % 3 === 0 ? 'wren' : 'kestrel',
  to: i % 3 === 0 ? 'kestrel' : 'wren',
  body: i % 3 === 1 ? (wordless[i % wordless.length] ?? '') : `words number ${i}`,
}))

const linesOf = (said: readonly Said[], aheadMs = 0): string =>
  said
    .map(({ at, ...rest }) => `${JSON.stringify({ time: new Date(at + aheadMs).toISOString(), ...rest })}\n`)
    .join('')

async function emptyCase(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-copies-'))
  t.after(() => rm(dir, { recursive: true, force: true }))
  const caseDir = join(dir, 'case')
  await initCase(caseDir, { name: 'Copies', timezone: 'Europe/London', actor: 'tester' })
  const take = async (ref: string, text: string, options: Partial<ImportOptions> = {}) => {
    const path = join(dir, `${ref}.jsonl`)
    await writeFile(path, text)
    return await importEvidence({
      caseDir,
      paths: [path],
      asker,
      options: { ...nothingOnReceipt, exhibitRef: ref, ...options },
    })
  }
  return { caseDir, take }
}

async function asking<T>(caseDir: string, use: (open: Awaited<ReturnType<typeof openCase>>) => Promise<T>) {
  const open = await openCase(caseDir)
  try {
    return await use(open)
  } finally {
    await open.close()
  }
}

test('a planted corpus of copies comes to the truth: messages, sightings, clock and diff', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  await take('RECIPIENT', linesOf(truth, 37_000), { owner: parseAddress('wren') })
  await take('SENDER', linesOf(truth), { owner: parseAddress('kestrel') })
  await take('PART', linesOf(truth.slice(200, 500)))
  const second = truth.map((said, i) => (i % 100 === 50 ? { ...said, body: `${said.body}, changed` } : said))
  const again = await take('SECOND', linesOf(second))
  assert.equal(again.messages, 10)
  await asking(caseDir, async ({ store }) => {
    const { counts, conversations } = await store.ask(asker, 'overview', {})
    assert.equal(counts.messages, truth.length + 10)
    assert.equal(counts.sightings, 1000 + 1000 + 300 + 1000)
    assert.equal(counts.records, counts.sightings + counts.rejected)
    const coverage = await store.ask(asker, 'coverage', { id: conversations[0]?.id ?? '' })
    assert.deepEqual(coverage.seen, { senderOnly: 0, recipientOnly: 0, both: 1000, neither: 10 })
    assert.deepEqual(await store.ask(asker, 'scopes', { conversation: null, handle: null }), {
      global: 1010,
      // wren's and kestrel's handsets, and the two sources of nobody stated.
      custodian: 1000 + 1000 + 300 + 1000,
      device: 1000 + 1000 + 300 + 1000,
    })
    const [clock] = coverage.clocks
    assert.equal(clock?.first.exhibit, 'RECIPIENT')
    assert.ok(Math.abs(clock.offsetSeconds + 37) <= 1, `${clock.offsetSeconds}`)
    const diff = await store.ask(asker, 'diff', { before: 'SENDER', after: 'SECOND', limit: 50, offset: 0 })
    assert.deepEqual([diff.added, diff.removed, diff.changed, diff.same], [0, 0, 10, 990])
    assert.ok(diff.items.every(({ before, after }) => after?.body === `${before?.body}, changed`))
    const days = await store.ask(asker, 'handle', { handle: 'unknown:kestrel' })
    assert.equal(
      days.days.reduce((n, { messages }) => n + messages, 0),
      days.sent,
    )
  })
  const report = await verifyCase(caseDir, asker)
  assert.deepEqual(report.problems, [])
})

test('a message goes by the sender’s own copy, and the uid of every copy leads to it', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const some = truth.slice(0, 30)
  await take('RECIPIENT', linesOf(some, 37_000), { owner: parseAddress('wren') })
  const before = await asking(caseDir, ({ store }) => found(store, 'words number 8'))
  await take('SENDER', linesOf(some), { owner: parseAddress('kestrel') })
  await asking(caseDir, async ({ store }) => {
    const detail = await store.ask(asker, 'message', { uid: before.uid, context: 1 })
    assert.equal(detail.message.sentAt, new Date(some[8]?.at ?? 0).toISOString())
    assert.notEqual(detail.message.uid, before.uid)
    assert.deepEqual(
      detail.sightings.map(({ exhibit, side, copy, uid }) => [
        exhibit,
        side,
        copy && [copy.rule, Math.round(copy.offsetSeconds ?? 0)],
        uid === before.uid,
      ]),
      [
        ['RECIPIENT', 'recipient', ['clock', 37], true],
        ['SENDER', 'sender', null, false],
      ],
    )
  })
})

test('a further copy of what was joined adds no message, however few there are', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const some = truth.slice(0, 30)
  await take('RECIPIENT', linesOf(some, 37_000), { owner: parseAddress('wren') })
  await take('SENDER', linesOf(some), { owner: parseAddress('kestrel') })
  const again = await take('AGAIN', linesOf(some.slice(7, 9), 37_000))
  assert.deepEqual([again.messages, again.sightings], [0, 2])
  assert.equal(await count(caseDir), 30)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

test('a translation stands beside one original and never makes one of two', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const said = { at: start, from: 'kestrel', to: 'wren' }
  await take('ORIGINAL', linesOf([{ ...said, body: 'бумага готова' }]))
  await take('TRANSLATED', linesOf([{ ...said, body: 'the paper is ready' }]), { translationOf: 'ru' })
  await take('CHANGED', linesOf([{ ...said, body: 'бумага не готова' }]))
  assert.equal(await count(caseDir), 2)
  await asking(caseDir, async ({ store }) => {
    const hit = await found(store, 'paper')
    assert.equal(hit.body, 'бумага готова')
    const diff = await store.ask(asker, 'diff', { before: 'ORIGINAL', after: 'CHANGED', limit: 5, offset: 0 })
    assert.equal(diff.changed, 1)
  })
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

test('a translation joined to the recipient’s copy follows when the sender’s arrives', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const some = truth.slice(0, 30)
  await take('RECIPIENT', linesOf(some, 37_000), { owner: parseAddress('wren') })
  await take(
    'TRANSLATED',
    linesOf(
      some.map((said) => ({ ...said, body: `x ${said.body}` })),
      37_000,
    ),
    {
      translationOf: 'ru',
    },
  )
  await take('SENDER', linesOf(some), { owner: parseAddress('kestrel') })
  assert.equal(await count(caseDir), 30)
  await asking(caseDir, async ({ store }) => {
    const { uid } = await found(store, 'words number 8')
    const { sightings, translations } = await store.ask(asker, 'message', { uid, context: 0 })
    assert.deepEqual(
      sightings.map(({ exhibit, copy }) => [exhibit, copy?.rule ?? 'its own']),
      [
        ['RECIPIENT', 'clock'],
        ['TRANSLATED', 'translation'],
        ['SENDER', 'its own'],
      ],
    )
    assert.deepEqual(
      translations.map(({ body }) => body),
      ['x words number 8'],
    )
  })
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

test('a person parts a copy and joins it again, and the case stays sound each time', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const some = truth.slice(0, 30)
  await take('RECIPIENT', linesOf(some, 37_000), { owner: parseAddress('wren') })
  const copy = await asking(caseDir, ({ store }) => found(store, 'words number 8'))
  await take('SENDER', linesOf(some), { owner: parseAddress('kestrel') })
  const kept = await asking(caseDir, ({ store }) => found(store, 'words number 8'))
  await decideCopies(caseDir, asker, { kind: 'split', uid: copy.uid })
  assert.equal(await count(caseDir), 31)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
  await take('THIRD', linesOf(some.slice(20)))
  assert.equal(await count(caseDir), 31)
  await decideCopies(caseDir, asker, { kind: 'join', uids: [kept.uid, copy.uid] })
  assert.equal(await count(caseDir), 30)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

test('a translation stands beside its original, is found by its words, and whichever came first', async (t) => {
  for (const order of ['original first', 'translation first']) {
    const { caseDir, take } = await emptyCase(t)
    const originals = [
      { at: start, from: 'kestrel', to: 'wren', body: 'бумага готова' },
      { at: start + 1000, from: 'wren', to: 'kestrel', body: 'хорошо' },
    ]
    const translated = [
      { ...originals[0], body: 'the paper is ready' },
      { ...originals[1], body: 'fine' },
      { at: start + 5000, from: 'wren', to: 'kestrel', body: 'only in translation' },
    ].map((said) => ({ at: start, from: '', to: '', ...said }))
    const steps = [
      () => take('ORIGINAL', linesOf(originals)),
      () => take('TRANSLATED', linesOf(translated), { translationOf: 'ru' }),
    ]
    for (const step of order === 'original first' ? steps : steps.toReversed()) await step()
    await asking(caseDir, async ({ store }) => {
      const hit = await found(store, 'paper')
      assert.equal(hit.body, 'бумага готова', order)
      assert.deepEqual(
        hit.translations.map(({ of, body, exhibit }) => [of, body, exhibit]),
        [['ru', 'the paper is ready', 'TRANSLATED']],
      )
      assert.equal((await found(store, 'бумага')).uid, hit.uid)
      const alone = await found(store, 'translation')
      assert.deepEqual([alone.translationOf, alone.translations], ['ru', []])
      const { counts } = await store.ask(asker, 'overview', {})
      assert.deepEqual([counts.messages, counts.sightings], [3, 5])
    })
    assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
  }
})

async function found(store: Awaited<ReturnType<typeof openCase>>['store'], text: string) {
  const query = parseSearch(text.includes(' ') ? `"${text}"` : text, 'UTC')
  const answer = await store.ask(asker, 'search', { text, query, sort: 'time', limit: 5, offset: 0 })
  const [hit] = answer.hits
  assert.ok(hit, `${text} is not found`)
  assert.equal(answer.total, 1)
  return hit
}

const count = (caseDir: string): Promise<number> =>
  asking(caseDir, async ({ store }) => (await store.ask(asker, 'overview', {})).counts.messages)

/** Events of a Matrix room, which have one id in every export of it. */
const eventsOf = (words: readonly (string | null)[]): string =>
  words
    .map((body, i) => {
      const content = body === null ? {} : { msgtype: 'm.text', body }
      const event = { type: 'm.room.message', event_id: `$e${i}-7Yb3kq0Zr1vLw:marsh.example`, content }
      const rest = { room_id: '!reed:marsh.example', sender: '@wren:marsh.example' }
      return `${JSON.stringify({ ...event, ...rest, origin_server_ts: start + i * 60_000 })}\n`
    })
    .join('')

test('copies of one id are one message though one was edited and one taken back, and the diff shows both', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  await take('BEFORE', eventsOf(['at six', 'two boxes', 'never say this', 'ok']))
  const again = await take('AFTER', eventsOf(['at six', 'four boxes', null, 'ok']))
  assert.equal(again.messages, 0)
  await asking(caseDir, async ({ store }) => {
    const hits = async (text: string) => {
      const query = parseSearch(text, 'UTC')
      return (await store.ask(asker, 'search', { text, query, sort: 'time', limit: 9, offset: 0 })).hits
    }
    const [edited] = await hits('four')
    assert.equal(edited?.body, 'two boxes')
    assert.deepEqual(edited, { ...(await hits('two'))[0], highlights: [] })
    const [gone] = await hits('never')
    assert.equal(gone?.sightings, 2)
    const { sightings } = await store.ask(asker, 'message', { uid: edited?.uid ?? '', context: 0 })
    assert.deepEqual(
      sightings.map(({ copy }) => [copy?.rule, copy?.body, copy?.score]),
      [
        [undefined, undefined, undefined],
        ['original-id', 'four boxes', 0.5],
      ],
    )
    const diff = await store.ask(asker, 'diff', { before: 'BEFORE', after: 'AFTER', limit: 9, offset: 0 })
    assert.deepEqual([diff.added, diff.removed, diff.changed, diff.same], [0, 0, 2, 2])
    assert.deepEqual(
      diff.items.map(({ before, after }) => [before?.body, after?.body, after?.exhibit, after?.kind]),
      [
        ['two boxes', 'four boxes', 'AFTER', 'text'],
        ['never say this', '', 'AFTER', 'text'],
      ],
    )
    // The other way round nothing is lost either: the words stand beside what was taken back.
    const back = await store.ask(asker, 'diff', { before: 'AFTER', after: 'BEFORE', limit: 9, offset: 0 })
    assert.deepEqual(back.items[1]?.after?.body, 'never say this')
  })
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

test('what was taken back comes first and its words after: the words are the message’s', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  await take('AFTER', eventsOf(['at six', null]))
  await take('BEFORE', eventsOf(['at six', 'never say this']))
  await asking(caseDir, async ({ store }) => {
    const { conversations } = await store.ask(asker, 'overview', {})
    const { messages } = await store.ask(asker, 'thread', {
      id: conversations[0]?.id ?? '',
      offset: 0,
      limit: 9,
    })
    assert.deepEqual(
      messages.map(({ body, sightings }) => [body, sightings]),
      [
        ['at six', 2],
        ['never say this', 2],
      ],
    )
  })
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})

const differences = async (caseDir: string, before: string, after: string) =>
  await asking(caseDir, async ({ store }) => {
    const diff = await store.ask(asker, 'diff', { before, after, limit: 9, offset: 0 })
    return { ...diff, items: diff.items.map((item) => [item.change, item.before?.body, item.after?.body]) }
  })

test('hand-over after hand-over adds nothing, though joins left holes where messages stood', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const words: readonly (string | null)[] = ['at six', 'never say this', 'ok', 'two boxes', 'three boxes']
  await take('D0', eventsOf(words.with(1, null)))
  await take('D1', eventsOf(words))
  await take('D2', eventsOf(words.with(3, 'four boxes')))
  await take('D3', eventsOf([...words, 'new']))
  await take('D4', eventsOf([...words.with(1, null), 'new']))
  assert.equal(await count(caseDir), 6)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
  const { same, items } = await differences(caseDir, 'D0', 'D1')
  assert.deepEqual([same, items], [4, [['changed', '', 'never say this']]])
  assert.deepEqual((await differences(caseDir, 'D1', 'D3')).items, [['added', undefined, 'new']])
  assert.deepEqual((await differences(caseDir, 'D2', 'D4')).items, [
    ['changed', 'never say this', ''],
    ['changed', 'four boxes', 'two boxes'],
    ['added', undefined, 'new'],
  ])
})

test('messages of one second stay told apart when a third source has some of them', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  const said = Array.from({ length: 20 }, (_, i) => ({
    at: start + Math.floor(i / 2) * 60_000,
    from: i % 2 === 0 ? 'wren' : 'kestrel',
    to: i % 2 === 0 ? 'kestrel' : 'wren',
    body: `words ${i}`,
  }))
  await take('A', linesOf(said), { owner: parseAddress('kestrel') })
  await take('B', linesOf(said, 37_000), { owner: parseAddress('wren') })
  await take('C', linesOf(said.slice(1)), { owner: parseAddress('kestrel') })
  assert.equal(await count(caseDir), 20)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
  assert.deepEqual((await differences(caseDir, 'A', 'C')).items, [['removed', 'words 0', undefined]])
})

test('what a person parted stays parted whatever comes after, and an exhibit puts no words in place of those known', async (t) => {
  const { caseDir, take } = await emptyCase(t)
  await take('A', eventsOf(['at six', 'two boxes']))
  await take('B', eventsOf(['at six', 'four boxes']), { owner: parseAddress('@wren:marsh.example') })
  assert.equal((await asking(caseDir, ({ store }) => found(store, 'four'))).body, 'two boxes')
  const uid = await asking(caseDir, async ({ store }) => {
    const hit = await found(store, 'four')
    const { sightings } = await store.ask(asker, 'message', { uid: hit.uid, context: 0 })
    return sightings.find(({ copy }) => copy?.body === 'four boxes')?.uid ?? ''
  })
  await decideCopies(caseDir, asker, { kind: 'split', uid })
  assert.equal(await count(caseDir), 3)
  await take('C', eventsOf(['at six', 'six boxes']))
  assert.equal(await count(caseDir), 3)
  await take('D', eventsOf(['at six', 'four boxes']))
  assert.equal(await count(caseDir), 3)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})
