/**
 * The least anyone could do with a corpus: read lines, `JSON.parse`, insert, index in FTS5, in one process with plain
 * `node:sqlite`. No custody, no identity, no roll-ups, no repair. Prints its figures as JSON.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'

const [, , corpus = '', database = ''] = process.argv
const started = performance.now()
const db = new DatabaseSync(database)
db.exec(`pragma journal_mode = wal; pragma synchronous = normal;
  create table message (id integer primary key, ts text, sender text, recipient text, body text);
  create virtual table message_fts using fts5(body, content = 'message', content_rowid = 'id');`)
const insert = db.prepare('insert into message (ts, sender, recipient, body) values (?, ?, ?, ?)')
const index = db.prepare('insert into message_fts (rowid, body) values (?, ?)')
let messages = 0
db.exec('begin')
for await (const line of createInterface({ input: createReadStream(corpus) })) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the benchmark wrote the file itself
  const { ts, from, to, body } = JSON.parse(line) as Record<'ts' | 'from' | 'to' | 'body', string>
  insert.run(ts, from, to, body)
  index.run(++messages, body)
  if (messages % 50_000 === 0) db.exec('commit; begin')
}
db.exec('commit')
db.close()
const seconds = (performance.now() - started) / 1000
process.stdout.write(
  JSON.stringify({ messages, seconds, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) }),
)
