import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { BaileyError } from '../core/errors.ts'
import { parseAddress } from '../core/handle.ts'
import { type Relevance, relevances } from '../core/review.ts'
import { parseSearch } from '../core/search/parse-search.ts'
import { databaseName } from '../store/sqlite/connection.ts'
import type { Asker } from '../store/store.ts'
import { initCase, type OpenCase, openCase } from './case-folder.ts'
import { decideCopies } from './decide-copies.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { openLocalCase } from './open-case.ts'
import { ProblemList, verifyCase } from './verify-case.ts'
import { verifyReview } from './verify-review.ts'

const zone = 'Europe/London'
const asker: Asker = {
  actor: 'Reed',
  via: 'cli',
  may: ['read-messages', 'read-exhibits', 'review-messages', 'import-evidence', 'verify-case'],
}
const root = mkdtempSync(join(tmpdir(), 'bailey-review-'))
after(() => rmSync(root, { recursive: true, force: true }))

/** Two handsets whose clocks differ, so that every message was joined of two copies. */
const template = join(root, 'template')
await initCase(template, { name: 'Review', timezone: zone, actor: 'Reed' })
const start = Date.UTC(2020, 3, 1, 8)
const linesOf = (aheadMs: number): string =>
  Array.from(
    { length: 30 },
    (_, i) =>
      `${JSON.stringify({
        time: new Date(start + i * 173_000 + aheadMs).toISOString(),
        from: i % 3 === 0 ? 'wren' : 'kestrel',
        to: i % 3 === 0 ? 'kestrel' : 'wren',
        body: `words number ${i}`,
      })}\n`,
  ).join('')
for (const [owner, ahead] of [
  ['wren', 37_000],
  ['kestrel', 0],
] as const) {
  const path = join(root, `${owner}.jsonl`)
  writeFileSync(path, linesOf(ahead))
  const options = { ...nothingOnReceipt, owner: parseAddress(owner) }
  await importEvidence({ caseDir: template, paths: [path], options, asker })
}

interface Pair {
  readonly kept: string
  readonly copy: string
}

/** Messages with the uid of the copy that was joined to each. */
function pairsOf(caseDir: string): readonly Pair[] {
  const db = new DatabaseSync(join(caseDir, databaseName))
  const rows = db
    .prepare(
      'select lower(hex(m.uid)) as kept, lower(hex(f.uid)) as copy from former_uid f join message m on m.id = f.message_id order by m.id',
    )
    .all()
  db.close()
  return rows.map((row) => ({ kept: String(row['kept']), copy: String(row['copy']) }))
}

const pairs = pairsOf(template)
assert.equal(pairs.length, 30)
const some = pairs.slice(0, 4)

let copies = 0
function copyOfCase(): string {
  const dir = join(root, `case${copies++}`)
  cpSync(template, dir, { recursive: true })
  return dir
}

/** A mark as the plain model keeps it. */
interface Mark {
  readonly decision: number
  readonly kind: 'tag' | 'relevance' | 'read'
  readonly by: string
  readonly uid: string
  readonly says: string
  ended: number | null
}

/** What is known of decisions by a list of marks and nothing else. */
class Model {
  readonly marks: Mark[] = []
  readonly taken: { readonly seq: number; readonly by: string; undone: boolean }[] = []
  /** Copies that are messages of their own. */
  readonly parted = new Set<Pair>()

  /** A number for the message that a uid leads to. */
  messageOf(uid: string): string {
    const pair = some.find(({ kept, copy }) => kept === uid || copy === uid)
    return pair === undefined || this.parted.has(pair) ? uid : pair.kept
  }

  standing(kind: Mark['kind']): Mark[] {
    return this.marks.filter((mark) => mark.kind === kind && mark.ended === null)
  }

  /** One uid for each message, that given first. */
  chosen(uids: readonly string[]): string[] {
    const seen = new Set<string>()
    return uids.filter((uid) => !seen.has(this.messageOf(uid)) && seen.add(this.messageOf(uid)))
  }

  review(message: string) {
    const of = (kind: Mark['kind']) =>
      this.standing(kind).filter((mark) => this.messageOf(mark.uid) === message)
    const said = of('relevance').toSorted((a, b) => a.decision - b.decision)
    const last = new Map(said.map((mark) => [mark.by, mark.says]))
    return {
      tags: [...new Set(of('tag').map(({ says }) => says))].toSorted(),
      relevance: said.at(-1)?.says ?? 'undecided',
      disputed: new Set(last.values()).size > 1,
      readBy: [...new Set(of('read').map(({ by }) => by))].toSorted(),
    }
  }

  decide(seq: number, by: string, { kind, uids, says, on }: Decision): void {
    this.taken.push({ seq, by, undone: false })
    for (const uid of this.chosen(uids)) {
      const same = this.standing(kind).filter(
        (mark) =>
          this.messageOf(mark.uid) === this.messageOf(uid) &&
          (kind === 'tag' ? mark.says === says : mark.by === by),
      )
      if (kind === 'relevance') {
        const holds = this.review(this.messageOf(uid)).relevance === says
        if (holds && same.some((mark) => mark.says === says)) continue
        for (const mark of same) mark.ended = seq
      } else if (!on) for (const mark of same) mark.ended = seq
      if (kind === 'relevance' || (on && same.length === 0))
        this.marks.push({ decision: seq, kind, by, uid, says, ended: null })
    }
  }

  undo(seq: number, by: string, undone: number): void {
    this.taken.push({ seq, by, undone: true })
    for (const mark of this.marks) {
      if (mark.ended === undone) mark.ended = null
      if (mark.decision === undone) mark.ended = seq
    }
  }

  mayUndo(by: string, seq: number): boolean {
    const found = this.taken.find((one) => one.seq === seq)
    return (
      found?.by === by &&
      !found.undone &&
      this.marks.every((mark) => mark.decision !== seq || mark.ended === null)
    )
  }
}

interface Decision {
  readonly kind: Mark['kind']
  readonly uids: readonly string[]
  /** The tag, the relevance, or nothing. */
  readonly says: string
  readonly on: boolean
}

const by = fc.constantFrom('Reed', 'Sedge')
const uids = fc.array(fc.constantFrom(...some.flatMap(({ kept, copy }) => [kept, copy])), {
  minLength: 1,
  maxLength: 4,
})
const decision: fc.Arbitrary<Decision> = fc.oneof(
  fc.record({
    kind: fc.constant('tag' as const),
    uids,
    says: fc.constantFrom('meeting', 'issue/boat'),
    on: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('relevance' as const),
    uids,
    says: fc.constantFrom<string>(...relevances),
    on: fc.constant(true),
  }),
  fc.record({ kind: fc.constant('read' as const), uids, says: fc.constant(''), on: fc.boolean() }),
)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('decide' as const), by, decision }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('undo' as const), by, back: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('part' as const), pair: fc.nat(some.length - 1) }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

async function decideIn(open: OpenCase, actor: string, { kind, uids: of, says, on }: Decision) {
  const who = { ...asker, actor }
  if (kind === 'tag') return await open.store.decide(who, 'tag', { uids: of, tag: says, on })
  if (kind === 'read') return await open.store.decide(who, 'read', { uids: of, read: on, how: 'by-hand' })
  const relevance = relevances.find((name) => name === says) ?? 'undecided'
  return await open.store.decide(who, 'relevance', { uids: of, relevance })
}

async function take(open: OpenCase, model: Model, one: Step): Promise<void> {
  if (one.does === 'decide') {
    const off = one.decision.kind === 'tag' && !one.decision.on
    try {
      const { decision: seq } = await decideIn(open, one.by, one.decision)
      model.decide(seq, one.by, one.decision)
    } catch (error) {
      assert.ok(off && error instanceof BaileyError && error.code === 'no-such-tag', String(error))
    }
  } else if (one.does === 'undo') {
    const undone = model.taken.at(-1 - one.back)?.seq ?? -1
    const may = model.mayUndo(one.by, undone)
    try {
      const { decision: seq } = await open.store.decide({ ...asker, actor: one.by }, 'undo', {
        decision: undone,
      })
      assert.ok(may)
      const found = model.taken.find(({ seq: of }) => of === undone)
      if (found) found.undone = true
      model.undo(seq, one.by, undone)
    } catch (error) {
      if (!(error instanceof BaileyError)) throw error
      assert.equal(error.code, 'cannot-undo')
      assert.ok(!may)
    }
  } else {
    const pair = some[one.pair]
    if (pair === undefined) return
    if (model.parted.has(pair)) {
      await decideCopies(open.dir, asker, { kind: 'join', uids: [pair.kept, pair.copy] })
      model.parted.delete(pair)
    } else {
      await decideCopies(open.dir, asker, { kind: 'split', uid: pair.copy })
      model.parted.add(pair)
    }
  }
}

async function compare(open: OpenCase, model: Model): Promise<void> {
  const messages = some.flatMap((pair) => (model.parted.has(pair) ? [pair.kept, pair.copy] : [pair.kept]))
  const reviews = new Map(messages.map((uid) => [uid, model.review(uid)]))
  let conversation = ''
  for (const [uid, review] of reviews) {
    const { message } = await open.store.ask(asker, 'message', { uid, context: 0 })
    assert.deepEqual(message.review, review)
    ;({ conversation } = message)
  }
  const all = [...reviews.values()]
  const count = (is: (review: ReturnType<Model['review']>) => boolean) => all.filter(is).length
  const hits = async (text: string) => {
    const question = { text, query: parseSearch(text, zone), sort: 'time', limit: 0, offset: 0 } as const
    return (await open.store.ask(asker, 'search', question)).total
  }
  const total = 30 + model.parted.size
  assert.equal(
    await hits('tag:issue/*'),
    count(({ tags }) => tags.includes('issue/boat')),
  )
  assert.equal(
    await hits('tag:MEETING'),
    count(({ tags }) => tags.includes('meeting')),
  )
  assert.equal(await hits('words tag:none'), total - count(({ tags }) => tags.length > 0))
  for (const state of relevances.slice(1))
    assert.equal(
      await hits(`is:${state}`),
      count(({ relevance }) => relevance === state),
    )
  assert.equal(await hits('is:undecided'), total - count(({ relevance }) => relevance !== 'undecided'))
  assert.equal(
    await hits('is:disputed'),
    count(({ disputed }) => disputed),
  )
  assert.equal(await hits('is:unread'), total - count(({ readBy }) => readBy.length > 0))
  const tags = new Map((await open.store.ask(asker, 'tags', {})).map(({ tag, messages: n }) => [tag, n]))
  for (const tag of ['meeting', 'issue/boat'])
    assert.equal(
      tags.get(tag) ?? 0,
      count(({ tags: of }) => of.includes(tag)),
    )
  const readers = ['Reed', 'Sedge'].map((reader) => count(({ readBy }) => readBy.includes(reader)))
  for (const question of [
    { conversation: null, found: null },
    { conversation, found: null },
    { conversation: null, found: { text: 'words', query: parseSearch('words', zone) } },
  ]) {
    const reading = await open.store.ask(asker, 'reading', question)
    assert.equal(reading.messages, total)
    assert.equal(
      reading.read,
      count(({ readBy }) => readBy.length > 0),
    )
    const byName = new Map(reading.readers.map(({ reader, messages: n }) => [reader, n]))
    assert.deepEqual([byName.get('Reed') ?? 0, byName.get('Sedge') ?? 0], readers)
  }
}

test('decisions, undone or not, while copies are joined and parted, come to what a list of marks comes to', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const dir = copyOfCase()
      const open = await openCase(dir)
      const model = new Model()
      for (const one of steps) await take(open, model, one)
      await compare(open, model)
      await open.close()
      assert.deepEqual((await verifyCase(dir, asker)).problems, [])
      rmSync(dir, { recursive: true })
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

test('every hit of a search is tagged at once where it finds what was shown, and untagged again by undo', async () => {
  const dir = copyOfCase()
  const open = await openCase(dir)
  const text = 'from:wren'
  const hitsOf = { text, query: parseSearch(text, zone), expected: 10 }
  await assert.rejects(
    open.store.decide(asker, 'tag', { hitsOf: { ...hitsOf, expected: 11 }, tag: 'boat', on: true }),
    (error) => error instanceof BaileyError && error.code === 'hits-changed',
  )
  const tagged = await open.store.decide(asker, 'tag', { hitsOf, tag: 'Boat', on: true })
  assert.equal(tagged.changed, 10)
  assert.deepEqual(await open.store.ask(asker, 'tags', {}), [{ tag: 'Boat', family: null, messages: 10 }])
  const { changed } = await open.store.decide(asker, 'undo', { decision: tagged.decision })
  assert.equal(changed, 10)
  assert.deepEqual(await open.store.ask(asker, 'tags', {}), [])
  await open.close()
  assert.deepEqual((await verifyCase(dir, asker)).problems, [])
})

test('what two people said of a message is kept, the last word holding', async () => {
  const open = await openCase(copyOfCase())
  const [{ kept } = { kept: '' }] = pairs
  const say = (actor: string, relevance: Relevance) =>
    open.store.decide({ ...asker, actor }, 'relevance', { uids: [kept], relevance })
  await say('Reed', 'relevant')
  await say('Sedge', 'irrelevant')
  const { message, decided } = await open.store.ask(asker, 'message', { uid: kept, context: 0 })
  await open.close()
  assert.deepEqual([message.review.relevance, message.review.disputed], ['irrelevant', true])
  assert.deepEqual(
    decided.relevance.map(({ by: who, relevance, stands }) => [who, relevance, stands]),
    [
      ['Reed', 'relevant', true],
      ['Sedge', 'irrelevant', true],
    ],
  )
})

test('tags are names in any script that can be seen, compared without case', async () => {
  const open = await openCase(copyOfCase())
  const of = pairs.slice(0, 2).map(({ kept }) => kept)
  const tag = (name: string) => open.store.decide(asker, 'tag', { uids: of, tag: name, on: true })
  for (const name of ['встреча', 'اجتماع', '会議', ' a   b ', 'ÉTÉ'])
    assert.equal((await tag(name)).changed, 2)
  for (const name of ['ВСТРЕЧА', 'a b', 'été', 'e\u0301te\u0301'])
    assert.equal((await tag(name)).changed, 0, name)
  for (const name of ['', ' ', 'a\u202eb', 'a\0b', 'a\nb\u200b', 'none', 'ANY', 'a*', '"a"', 'x'.repeat(65)])
    await assert.rejects(
      tag(name),
      (error) => error instanceof BaileyError && error.code === 'bad-value',
      name,
    )
  await open.close()
})

/** Changes a case behind Bailey's back, and says what a check of it finds. */
async function problemsAfter(dir: string, statement: string): Promise<string[]> {
  const tampered = copyOfCase()
  cpSync(dir, tampered, { recursive: true })
  const db = new DatabaseSync(join(tampered, databaseName))
  db.exec(statement)
  db.close()
  const local = await openLocalCase(tampered)
  const problems = new ProblemList()
  await verifyReview(local, problems)
  local.connection.close()
  rmSync(tampered, { recursive: true })
  return problems.kept.map(({ code }) => code)
}

test('verify finds every decision that was changed behind its back', async () => {
  const dir = copyOfCase()
  const open = await openCase(dir)
  const of = pairs.slice(0, 5).map(({ kept }) => kept)
  await open.store.decide(asker, 'tag', { uids: of, tag: 'boat', on: true })
  const off = await open.store.decide(asker, 'tag', { uids: of.slice(0, 1), tag: 'boat', on: false })
  const undone = await open.store.decide(asker, 'tag', { uids: of, tag: 'van', on: true })
  await open.store.decide(asker, 'undo', { decision: undone.decision })
  await open.store.decide(asker, 'relevance', { uids: of, relevance: 'relevant' })
  await open.store.decide({ ...asker, actor: 'Sedge' }, 'relevance', { uids: of, relevance: 'irrelevant' })
  await open.store.decide(asker, 'read', { uids: of, read: true, how: 'in-sight' })
  await open.close()
  assert.deepEqual((await verifyCase(dir, asker)).problems, [])
  const first = '(select min(rowid) from X)'
  for (const statement of [
    'delete from tag_mark where rowid = (select min(rowid) from tag_mark)',
    `update tag_mark set ended = null where ended = ${off.decision}`,
    `update tag_mark set ended = ${off.decision} where rowid = (select max(rowid) from tag_mark where ended is null)`,
    `update tag_mark set ended = null where decision = ${undone.decision}`,
    `update tag set name = 'van2', folded = 'van2' where name = 'boat'`,
    `update tag set name = 'Other' where name = 'boat'`,
    'update tag_mark set message_id = (select max(id) from message) where rowid = (select min(rowid) from tag_mark)',
    'insert into tag_mark (decision, uid, message_id, tag_id) select 1, uid, id, 1 from message limit 1',
    `update relevance_mark set state = 2 where rowid = ${first.replace('X', 'relevance_mark')}`,
    `update relevance_mark set reviewer_id = 2 where rowid = ${first.replace('X', 'relevance_mark')}`,
    `update reviewer set name = 'Nobody' where name = 'Sedge'`,
    `update decision set decided_at = '2020-01-01T00:00:00.000Z' where kind = 'read'`,
    `update decision set undone = null`,
    `insert into decision select 1, kind, reviewer_id, decided_at, null, null from decision limit 1`,
    'delete from message_read where rowid = (select max(rowid) from message_read)',
    `delete from decision where kind = 'read'`,
    'update relevance_now set state = 1',
    'update relevance_now set disputed = 0',
    'delete from message_seen where rowid = (select max(rowid) from message_seen)',
    'update reading_count set messages = messages + 1',
  ])
    assert.ok(
      (await problemsAfter(dir, statement)).some(
        (code) => code === 'decision-altered' || code === 'totals-differ',
      ),
      statement,
    )
})
