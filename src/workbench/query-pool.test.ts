import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { BaileyError } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import { initCase } from './case-folder.ts'
import { openQueryPool } from './query-pool.ts'

const asker: Asker = { actor: 'tester', via: 'api', may: ['read-messages'] }

async function emptyCase(t: TestContext): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'bailey-pool-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  await initCase(join(root, 'case'), { name: 'Pool', timezone: null, actor: 'tester' })
  return join(root, 'case')
}

/** Process ids of the query processes of a case; empty where there is no /proc. */
function queryProcesses(caseDir: string): number[] {
  try {
    return readdirSync('/proc')
      .filter(
        (name) =>
          /^\d+$/.test(name) &&
          commandOf(name).includes('query-process.ts') &&
          commandOf(name).includes(caseDir),
      )
      .map(Number)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}

test('answers many questions at once, and passes refusals on as they are', async (t) => {
  const pool = openQueryPool(await emptyCase(t), { processes: 2, limitMs: 20_000 })
  t.after(() => pool.close())
  const answers = await Promise.all(Array.from({ length: 20 }, () => pool.ask(asker, 'overview', {})))
  assert.ok(answers.every(({ counts }) => counts.messages === 0))
  await assert.rejects(
    pool.ask(asker, 'handle', { handle: 'xmpp:nobody' }),
    (error) =>
      error instanceof BaileyError &&
      error.code === 'no-such-handle' &&
      error.message.includes('xmpp:nobody'),
  )
})

test('kills a query process that does not answer in time, and goes on with another', async (t) => {
  const caseDir = await emptyCase(t)
  const pool = openQueryPool(caseDir, { processes: 1, limitMs: 2_000 })
  t.after(() => pool.close())
  await pool.ask(asker, 'overview', {})
  const [pid] = queryProcesses(caseDir)
  if (pid === undefined) return t.skip('needs /proc to find the process that is to be stopped')
  process.kill(pid, 'SIGSTOP')
  await assert.rejects(
    pool.ask(asker, 'overview', {}),
    (error) => error instanceof BaileyError && error.code === 'query-too-slow',
  )
  assert.equal((await pool.ask(asker, 'overview', {})).counts.messages, 0)
  assert.ok(!queryProcesses(caseDir).includes(pid))
})
