/** Searches meant to keep a server busy, over HTTP: each is answered or refused soon, and others are answered meanwhile. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { startServing } from '../../scripts/open-browser.ts'
import { askerForCli } from '../../src/cli/asker.ts'
import { writeSearchCorpus } from '../../src/workbench/bench/search-corpus.ts'
import { initCase } from '../../src/workbench/case-folder.ts'
import { importEvidence } from '../../src/workbench/import-evidence.ts'
import { nothingOnReceipt } from '../../src/workbench/import-report.ts'

const messages = 30_000
const longestMs = 2000

/** Some are more than fits into an address: then the server says so. */
const hostile: Readonly<Record<string, string>> = {
  'nested repetitions': '/(a{1000}){1000}/',
  'repetitions that are too many together': `/${'(a?b?c?w?[0-9]?){1000}'.repeat(20)}/`,
  'alternatives repeated': `/(?:${Array.from({ length: 300 }, (_, i) => `w?a*${i}`).join('|')}){500}/`,
  'what backtracking engines hang on': '/(x+x+)+y/',
  'stars upon stars': `/${'.*'.repeat(2000)}q/`,
  'many optional letters': `/${'a?'.repeat(2400)}${'a'.repeat(2400)}/`,
  'an expression that every word fits': '/.*/',
  'an expression of 9,000 characters': `/${'ab|'.repeat(3000)}z/`,
  'an expression of 100,000 characters': `/${'ab|'.repeat(33_000)}z/`,
  'fuzzy words in their hundreds': Array.from({ length: 300 }, (_, i) => `dacu${i}bafe~2`).join(' OR '),
  'wildcards at both ends': Array.from({ length: 400 }, (_, i) => `*${'abcdefghij'[i % 10]}?${i % 7}*`).join(
    ' OR ',
  ),
  'a thousand terms': Array.from({ length: 1000 }, (_, i) => `w${i}`).join(' OR '),
  'ten thousand terms': Array.from({ length: 10_000 }, (_, i) => `w${i}`).join(' OR '),
  'a megabyte': 'word '.repeat(200_000),
  'a megabyte in one word': 'w'.repeat(1_000_000),
  'opening parentheses': '('.repeat(5000),
  'closing parentheses': ')'.repeat(5000),
  'quotation marks': '"'.repeat(4999),
  'a hundred levels': `${'('.repeat(100)}a${')'.repeat(100)}`,
  negations: `${'NOT '.repeat(2000)}a`,
  'every message, best first': '',
  'every message by a thousand negations': Array.from({ length: 999 }, (_, i) => `-q${i}`).join(' '),
  'every prefix': Array.from('abcdefghijklmnoprstuvwxyz', (letter) => `${letter}*`).join(' OR '),
  'prefixes near each other': '"a b c d e f g h i j k l m n o p"~100',
}

suite('hostile searches', () => {
  let served: Awaited<ReturnType<typeof startServing>> | null = null
  let root = ''
  let cookie = ''
  const ask = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
    const reply = await fetch(`${served?.origin}/api${path}`, { headers: { cookie, 'x-bailey': '1' } })
    return { status: reply.status, text: await reply.text() }
  }
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'bailey-hostile-search-'))
    const { paths } = await writeSearchCorpus(root, messages)
    const caseDir = join(root, 'case')
    await initCase(caseDir, { name: 'Hostile', timezone: 'UTC', actor: 'tester' })
    await importEvidence({ caseDir, paths, options: nothingOnReceipt, asker: askerForCli() })
    served = await startServing(caseDir)
    const signedIn = await fetch(served.loginLink, { redirect: 'manual' })
    cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? ''
    for (let i = 0; i < 4; i++) assert.equal((await ask('/overview')).status, 200)
  })
  after(async () => {
    await served?.[Symbol.asyncDispose]()
    await rm(root, { recursive: true, force: true })
  })
  for (const [name, query] of Object.entries(hostile))
    test(`${name}: answered or refused within two seconds, others meanwhile`, async () => {
      const q = encodeURIComponent(query)
      for (const path of [`/search?sort=rank&q=${q}`, `/facets?q=${q}`]) {
        const asked = timed(() => ask(path))
        const others = [timed(() => ask('/overview')), timed(() => ask('/search?q=dacu'))]
        const { took, answer } = await asked
        assert.ok(took < longestMs, `${path.slice(0, 30)} took ${Math.round(took)} ms`)
        assert.ok(
          [200, 400, 414, 431].includes(answer.status),
          `${answer.status} ${answer.text.slice(0, 200)}`,
        )
        if (answer.status === 400) assert.match(answer.text, /"code":"(?:bad-query|bad-request|bad-value)"/)
        for (const other of await Promise.all(others)) {
          assert.equal(other.answer.status, 200)
          assert.ok(other.took < longestMs, `another waited ${Math.round(other.took)} ms`)
        }
      }
    })
})

async function timed<T>(act: () => Promise<T>): Promise<{ readonly took: number; readonly answer: T }> {
  const begun = performance.now()
  const answer = await act()
  return { took: performance.now() - begun, answer }
}
