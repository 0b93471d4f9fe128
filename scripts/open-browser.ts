import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type BrowserContext, chromium } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

const cli = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')

/** `bailey serve` on a case, running. */
export interface ServedCase extends AsyncDisposable {
  /** Signs in the browser that opens it, once. */
  readonly loginLink: string
  readonly origin: string
}

/** Starts `bailey serve` on a free port. */
export async function startServing(dir: string): Promise<ServedCase> {
  const child = spawn(process.execPath, [cli, 'serve', '--case', dir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  for await (const line of createInterface(child.stdout)) {
    const [loginLink] = /http:\/\/\S+/.exec(line) ?? []
    if (loginLink === undefined) continue
    return {
      loginLink,
      origin: new URL(loginLink).origin,
      async [Symbol.asyncDispose]() {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error('bailey serve ended without a link')
}

/** A browser window in a Chromium of this machine. */
export interface Window extends AsyncDisposable {
  readonly context: BrowserContext
}

/** Opens a headless Chromium. @throws {Error} when there is none: `npm test` installs one. */
export async function openWindow(viewport: {
  readonly width: number
  readonly height: number
}): Promise<Window> {
  const executablePath = process.env['BAILEY_CHROMIUM'] || findChromium()
  if (!executablePath)
    throw new Error('There is no Chromium on this machine: run `npm test`, which installs one')
  // Chromium refuses its sandbox to root; only Bailey's own pages are opened in it.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  const context = await browser.newContext({
    viewport,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/London',
  })
  return { context, [Symbol.asyncDispose]: () => browser.close() }
}
