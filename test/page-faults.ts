import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const axe = await readFile(join(import.meta.dirname, '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

/** Serious and critical faults of the page as it stands, in both themes. */
export async function faultsOf(shown: Page): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await shown.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await shown.evaluate(axe)
    // What is about to be replaced is pale for a moment, and is not what the page looks like.
    await shown.locator('.stale').first().waitFor({ state: 'detached' })
    const found: string[] = await shown.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ target, any }) => target.join(' ') + ' ' + (any[0]?.message ?? '')).join(' | ')))`,
    )
    faults.push(...found.map((fault) => `${colorScheme} ${fault}`))
  }
  return faults
}
