import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const sources = ['web/**/*', 'src/wire/**/*', 'src/core/**/*', 'package-lock.json']

/** Builds the web application into dist/web when anything it is made of is newer; false when the build failed. */
export function buildWeb(): boolean {
  if (isFresh()) return true
  process.stderr.write('Building the web application …\n')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const built = spawnSync(process.execPath, [vite, 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  return built.status === 0
}

function isFresh(): boolean {
  const built = statSync(join(root, 'dist', 'web', 'index.html'), { throwIfNoEntry: false })
  if (!built) return false
  return globSync(sources, { cwd: root }).every((file) => statSync(join(root, file)).mtimeMs < built.mtimeMs)
}
