import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { suite, test } from 'node:test'
import { BaileyError } from '../../core/errors.ts'
import { lockImports } from './import-lock.ts'
import { asStorageRefusal } from './refusal.ts'

const codeOf = (error: unknown): string | null => (error instanceof BaileyError ? error.code : null)

const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (error) {
    return error
  }
  return null
}

async function withFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-refusal-'))
  try {
    await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const ofDatabase = (errcode: number): string | null => {
  const error = Object.assign(new Error('says'), { code: 'ERR_SQLITE_ERROR', errcode })
  return codeOf(asStorageRefusal(new Error('wrapped', { cause: error }), 'a case'))
}

const ofDisk = (code: string): string | null =>
  codeOf(asStorageRefusal(Object.assign(new Error('x'), { code }), 'a case'))

suite('a fault of the database is a refusal the user can act on', () => {
  test('by the primary code, whatever SQLite adds to it, and through what it was wrapped in', () => {
    assert.deepEqual([3, 5, 8, 10, 11, 13, 14, 26, 267, 1032, 778, 1].map(ofDatabase), [
      'cannot-write',
      null,
      'cannot-write',
      'disk-failed',
      'case-damaged',
      'no-space',
      'cannot-write',
      'case-damaged',
      'case-damaged',
      'cannot-write',
      'disk-failed',
      null,
    ])
  })
  test('and so is one of the disk', () => {
    assert.deepEqual(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO', 'ENOENT'].map(ofDisk), [
      'no-space',
      'no-space',
      'cannot-write',
      'cannot-write',
      'disk-failed',
      null,
    ])
  })
  test('a refusal stays what it is', () => {
    const refusal = new BaileyError('no-such-message', 'x', { cause: { errcode: 11 } })
    assert.equal(asStorageRefusal(refusal, 'a case'), refusal)
  })
  test('as SQLite itself throws it', () =>
    withFolder(async (dir) => {
      const path = join(dir, 'x.sqlite')
      new DatabaseSync(path).exec('create table t (a)')
      using readOnly = new DatabaseSync(path, { readOnly: true })
      const written = thrownBy(() => readOnly.exec('insert into t values (1)'))
      assert.equal(codeOf(asStorageRefusal(written, dir)), 'cannot-write')
      await writeFile(path, 'no database at all, but long enough to be read as the head of one')
      using garbage = new DatabaseSync(path)
      const read = thrownBy(() => garbage.exec('select * from t'))
      assert.equal(codeOf(asStorageRefusal(read, dir)), 'case-damaged')
    }))
})

suite('the lock of imports', () => {
  test('says that an import is running only when one is', () =>
    withFolder(async (dir) => {
      using held = lockImports(dir)
      assert.equal(codeOf(thrownBy(() => lockImports(dir))), 'import-running')
      void held
    }))
  test('says what is wrong when it cannot be taken', () =>
    withFolder(async (dir) => {
      assert.equal(codeOf(thrownBy(() => lockImports(join(dir, 'missing')))), 'cannot-write')
      await writeFile(join(dir, 'import.lock'), 'no database at all, but long enough to be the head of one')
      assert.equal(codeOf(thrownBy(() => lockImports(dir))), 'case-damaged')
    }))
})
