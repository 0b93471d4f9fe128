/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-return -- plain JavaScript, outside the type check */
/**
 * Brings what package-lock.json names into node_modules, Node 26 among it, then runs `scripts/NAME.ts` under that Node.
 * Plain JavaScript, because the Node that starts it may be as old as 18. The script is started from here and not by
 * the shell after this one, because a shell remembers where it found the older `node`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.bailey-installed')
const runtime = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
if (!existsSync(runtime) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) install()

const [script, ...rest] = process.argv.slice(2)
if (script !== undefined) run(script, rest)

function install() {
  process.stderr.write('Installing what Bailey needs …\n')
  // Not `npm ci`: it refuses a lock that lacks the optional binaries of other platforms. This installs what is locked
  // and, with --no-save, writes nothing but node_modules.
  const done = spawnSync(
    'npm',
    ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      env: { ...process.env, PATH: outsidePath() },
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  )
  if (done.status !== 0)
    fail('`npm install` failed: see above. Check that the npm registry can be reached, then try again.')
  if (!existsSync(runtime))
    fail(
      'the package `node` was not set up. Allow install scripts (npm config set ignore-scripts false), then try again.',
    )
  writeFileSync(stamp, lock)
}

/** PATH without this folder's own programs, which may be about to be replaced. */
function outsidePath() {
  const own = join(root, 'node_modules') + sep
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !`${folder}${sep}`.startsWith(own))
    .join(delimiter)
}

function run(name, args) {
  const path = [join(root, 'node_modules', '.bin'), outsidePath()].join(delimiter)
  const child = spawn(runtime, [join(root, 'scripts', `${name}.ts`), ...args], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  // Ctrl-C reaches the child from the terminal; this process waits for it to end in its own way.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

function fail(reason) {
  process.stderr.write(`bailey: ${reason}\n`)
  process.exit(1)
}
