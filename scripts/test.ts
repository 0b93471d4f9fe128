/** `npm test`: checks types, style and layout, builds the web application, runs every test, ends with the totals. */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildWeb } from './build-web.ts'
import { findChromium, installChromium } from './find-chromium.ts'

const root = join(import.meta.dirname, '..')
const given = process.argv.slice(2)
const globs = given.length > 0 ? given : ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/**/*.test.ts']
const failures: string[] = []

const chromium = findChromium() ?? installChromium()
if (chromium === null)
  failures.push(
    'There is no Chromium here and none could be installed: put one on PATH, or name it in CHROMIUM.',
  )
if (
  spawnSync('npm', ['run', '--silent', 'check'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  }).status !== 0
)
  failures.push('`npm run check` found faults: see above.')
if (!buildWeb()) failures.push('The web application could not be built: see above.')
const totals = await runTests()
for (const failure of failures) process.stdout.write(`✖ ${failure}\n`)
process.stdout.write(totals)

/** Runs the tests, prints what they print, and returns the runner's totals: it would print the failures after them. */
async function runTests(): Promise<string> {
  const child = spawn(
    process.execPath,
    ['--test', '--test-reporter=spec', '--test-concurrency=2', ...globs],
    {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', BAILEY_CHROMIUM: chromium ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const held: string[] = []
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
  for await (const line of createInterface(child.stdout)) {
    if (/^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(line)) held.push(line)
    else process.stdout.write(`${line}\n`)
  }
  const code = await ended
  process.exitCode = code === 0 && failures.length === 0 ? 0 : 1
  return `${held.join('\n')}\n`
}
