import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { suite, type TestContext, test } from 'node:test'
import { answering, writing } from './transaction.ts'

/** Two connections to one database, as two processes have them. */
function twoConnections(t: TestContext): [DatabaseSync, DatabaseSync] {
  const dir = mkdtempSync(join(tmpdir(), 'bailey-transaction-'))
  const open = () => new DatabaseSync(join(dir, 'case.sqlite'), { timeout: 0 })
  const [asked, other] = [open(), open()]
  t.after(() => {
    asked.close()
    other.close()
    rmSync(dir, { recursive: true })
  })
  asked.exec('pragma journal_mode = wal; create table message (n); create table log (messages)')
  return [asked, other]
}

const countMessages = (raw: DatabaseSync): number =>
  Number(raw.prepare('select count(*) as n from message').get()?.['n'])

const addMessage = (raw: DatabaseSync) => raw.exec('insert into message values (1)')

const recordIn = (raw: DatabaseSync) => async (messages: number) => {
  raw.prepare('insert into log values (?)').run(messages)
}

const recorded = (raw: DatabaseSync): unknown[] =>
  raw
    .prepare('select messages from log order by rowid')
    .all()
    .map((row) => row['messages'])

const refuses = async () => {
  throw new Error('no record')
}

suite('an answer and its record', () => {
  test('stand in one transaction when nobody else writes', async (t) => {
    const [asked, other] = twoConnections(t)
    const read = async () => {
      const n = countMessages(asked)
      assert.equal(asked.isTransaction, true)
      return n
    }
    assert.equal(await answering(asked, read, recordIn(asked)), 0)
    assert.deepEqual(recorded(other), [0])
  })

  test('a question others write during is asked once, holds nobody up, and answers one state', async (t) => {
    const [asked, other] = twoConnections(t)
    let times = 0
    const read = async () => {
      times++
      const before = countMessages(asked)
      // Throws where the question holds the lock.
      await writing(other, () => addMessage(other))
      assert.equal(countMessages(asked), before)
      return before
    }
    assert.equal(await answering(asked, read, recordIn(asked)), 0)
    assert.equal(times, 1)
    assert.deepEqual(recorded(other), [0])
    assert.equal(countMessages(asked), 1)
  })

  test('nothing is answered that cannot be put on record, and its transaction is over', async (t) => {
    const [asked, other] = twoConnections(t)
    const read = async () => {
      addMessage(other)
      return countMessages(asked)
    }
    await assert.rejects(answering(asked, read, refuses), /no record/)
    assert.equal(asked.isTransaction, false)
    assert.deepEqual(recorded(other), [])
  })
})
