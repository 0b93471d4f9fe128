import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { AuditLog } from '../audit-log.ts'
import type {
  FreshMark,
  LanguageMark,
  LanguageMarker,
  LanguageMarks,
  TellableMessage,
} from '../language-marker.ts'
import type { Asker } from '../store.ts'
import { languagesMarkedBy, readSoFar } from './language-state.ts'
import { writing } from './transaction.ts'

const rowsAtOnce = 5000
const rowsAWrite = 100
const rowsATransaction = 50_000

interface Marking {
  readonly raw: DatabaseSync
  readonly log: AuditLog
}

/** Keeps languages in a SQLite case; the importer's connection. */
export function openLanguageMarker({ raw, log }: Marking): LanguageMarker {
  const counts = raw.prepare(
    'select language, messages from language_habit where conversation_id = ? and sender_id = ?',
  )
  const inConversation = raw.prepare('select messages from conversation where id = ?')
  return {
    markedBy: async () => languagesMarkedBy(raw),
    forget: () =>
      writing(raw, () => {
        raw.exec('delete from message_language; delete from language_habit; delete from language_state')
      }),
    unmarked: () =>
      pagesOf(
        raw.prepare(`select m.id, m.conversation_id, m.sender_id, m.body from message m
          left join message_language l on l.message_id = m.id where l.message_id is null order by m.id`),
      ),
    unsure: (conversation) => unsureIn(raw, conversation),
    messagesIn: (conversation) => Number(inConversation.get(conversation)?.['messages'] ?? 0),
    countsOf: (conversation, sender) =>
      new Map(
        counts.all(conversation, sender).map((row) => [Number(row['language']), Number(row['messages'])]),
      ),
    pairOf: (uid) => pairOf(raw, Buffer.from(uid, 'hex')),
    record: (asker, marks) => record({ raw, log }, asker, marks),
  }
}

/** By places, so that nothing is being read while marks are written between two lists. */
async function* unsureIn(
  raw: DatabaseSync,
  conversation: number,
): ReturnType<LanguageMarker['unsure']> & AsyncGenerator {
  const some = raw.prepare(
    `select m.id, m.conversation_id, m.sender_id, m.body, l.language, l.ground from message m
     join message_language l on l.message_id = m.id
     where m.conversation_id = ? and m.id > ? and l.ground in (0, 3) order by m.id limit ${rowsAtOnce}`,
  )
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = some.all(conversation, after)
    yield rows.map((row) => ({
      ...tellable(row),
      language: Number(row['language']),
      ground: Number(row['ground']),
    }))
    if (rows.length < rowsAtOnce) return
    after = Number(rows.at(-1)?.['id'])
  }
}

async function* pagesOf(statement: StatementSync): AsyncGenerator<readonly TellableMessage[]> {
  let page: TellableMessage[] = []
  for (const row of statement.iterate()) {
    page.push(tellable(row))
    if (page.length < rowsAtOnce) continue
    yield page
    page = []
  }
  yield page
}

function tellable(row: Record<string, SQLOutputValue>): TellableMessage {
  return {
    id: Number(row['id']),
    conversation: Number(row['conversation_id']),
    sender: Number(row['sender_id']),
    body: String(row['body']),
  }
}

function pairOf(raw: DatabaseSync, uid: Uint8Array): readonly [number, number] | null {
  const row = raw
    .prepare(
      `select conversation_id, sender_id from message
       where id = coalesce((select id from message where uid = ?1), (select message_id from former_uid where uid = ?1))`,
    )
    .get(uid)
  return row ? [Number(row['conversation_id']), Number(row['sender_id'])] : null
}

/** Some tens of thousands of marks at a time, so that whoever reads the case meanwhile gets the lock in between. */
async function record({ raw, log }: Marking, asker: Asker, marks: LanguageMarks): Promise<void> {
  const isFirst = raw.prepare('select 1 from message_language limit 1').get() === undefined
  await writing(raw, () => {
    // A run that is cut short leaves the case unmarked, so that the next begins anew.
    raw.exec('delete from language_state')
    // One sort instead of a random write a message.
    if (isFirst) raw.exec('drop index if exists message_language_language')
  })
  let messages = 0
  for (const some of inLists(marks.fresh, rowsATransaction)) {
    messages += some.length
    await writing(raw, () => {
      insertMarks(raw, some)
      addCounts(raw, some)
    })
  }
  const update = raw.prepare('update message_language set language = ?, ground = ? where message_id = ?')
  for await (const some of inAsyncLists(marks.changed, rowsATransaction)) {
    messages += some.length
    await writing(raw, () => {
      for (const { id, language, ground } of some) update.run(language, ground, id)
    })
  }
  await writing(raw, async () => {
    if (isFirst)
      raw.exec('create index if not exists message_language_language on message_language(language)')
    raw
      .prepare(
        `insert into language_state (id, version, records) values (1, ?1, ?2)
         on conflict (id) do update set version = ?1, records = ?2`,
      )
      .run(marks.version, readSoFar(raw))
    const detail = { messages, version: marks.version }
    await log.append(asker, { action: 'language.mark', object: null, detail })
  })
}

function insertMarks(raw: DatabaseSync, marks: readonly LanguageMark[]): void {
  const insert = (rows: number): StatementSync =>
    raw.prepare(
      `insert into message_language (message_id, language, ground) values ${Array.from({ length: rows }, () => '(?, ?, ?)').join(', ')}`,
    )
  const many = insert(rowsAWrite)
  const one = insert(1)
  const values: number[] = []
  for (const { id, language, ground } of marks) {
    values.push(id, language, ground)
    if (values.length < rowsAWrite * 3) continue
    many.run(...values)
    values.length = 0
  }
  for (let i = 0; i < values.length; i += 3) one.run(...values.slice(i, i + 3))
}

function addCounts(raw: DatabaseSync, marks: readonly FreshMark[]): void {
  const add = raw.prepare(
    `insert into language_habit (conversation_id, sender_id, language, messages) values (?, ?, ?, ?)
     on conflict (conversation_id, sender_id, language) do update set messages = messages + excluded.messages`,
  )
  const counts = new Map<number, Map<number, Map<number, number>>>()
  for (const { conversation, sender, own } of marks) {
    if (own === 0) continue
    const senders = counts.get(conversation) ?? new Map<number, Map<number, number>>()
    if (senders.size === 0) counts.set(conversation, senders)
    const languages = senders.get(sender) ?? new Map<number, number>()
    if (languages.size === 0) senders.set(sender, languages)
    languages.set(own, (languages.get(own) ?? 0) + 1)
  }
  for (const [conversation, senders] of counts)
    for (const [sender, languages] of senders)
      for (const [language, messages] of languages) add.run(conversation, sender, language, messages)
}

function* inLists<T>(items: Iterable<T>, length: number): Generator<readonly T[]> {
  let list: T[] = []
  for (const item of items) {
    list.push(item)
    if (list.length < length) continue
    yield list
    list = []
  }
  if (list.length > 0) yield list
}

async function* inAsyncLists<T>(items: AsyncIterable<T>, length: number): AsyncGenerator<readonly T[]> {
  let list: T[] = []
  for await (const item of items) {
    list.push(item)
    if (list.length < length) continue
    yield list
    list = []
  }
  if (list.length > 0) yield list
}
