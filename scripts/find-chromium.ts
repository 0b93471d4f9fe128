import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, globSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

const playwright = join(import.meta.dirname, '..', 'node_modules', 'playwright-core', 'cli.js')
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** Path of a Chromium on this machine, or null: named by CHROMIUM, on PATH, or where Playwright puts its own. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM']
  const onPath = names.flatMap((name) =>
    (process.env['PATH'] ?? '').split(delimiter).map((dir) => join(dir, name)),
  )
  return [...(named === undefined ? [] : [named]), ...onPath, ...playwrightPlaces()].find(isProgram) ?? null
}

/** Installs a Chromium and returns its path, or null when that cannot be done here; says what it does on stderr. */
export function installChromium(): string | null {
  const root = process.getuid?.() === 0
  if (root && isDebian()) {
    process.stderr.write('Installing the Debian package chromium …\n')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
    const installed = findChromium()
    if (installed !== null) return installed
  }
  process.stderr.write("Downloading Playwright's Chromium …\n")
  const withLibraries = root && process.platform === 'linux' ? ['--with-deps'] : []
  run(process.execPath, [playwright, 'install', ...withLibraries, 'chromium'])
  return findChromium()
}

function playwrightPlaces(): string[] {
  const caches = [
    process.env['PLAYWRIGHT_BROWSERS_PATH'],
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    join(homedir(), 'AppData', 'Local', 'ms-playwright'),
  ]
  const programs = [
    'chromium-*/chrome-linux*/chrome',
    'chromium_headless_shell-*/*/*headless*shell*',
    'chromium-*/chrome-mac*/*.app/Contents/MacOS/*',
    'chromium-*/chrome-win*/chrome.exe',
  ]
  return caches
    .filter((cache) => cache !== undefined)
    .flatMap((cache) => globSync(programs, { cwd: cache }).map((file) => join(cache, file)))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Ubuntu's package of that name only fetches a snap, so Debian itself is meant. */
function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function run(program: string, args: readonly string[]): void {
  spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
