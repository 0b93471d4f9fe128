import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { askerForCli } from '../src/cli/asker.ts'
import { initCase, openCase } from '../src/workbench/case-folder.ts'
import { importEvidence } from '../src/workbench/import-evidence.ts'
import { nothingOnReceipt } from '../src/workbench/import-report.ts'

const sample = join(import.meta.dirname, '..', 'samples', 'operation-plover')

/** Makes the demo case in `dir` from the bundled sample, or completes one whose making was cut short. */
export async function makeDemoCase(dir: string): Promise<void> {
  const asker = askerForCli()
  if (!existsSync(dir)) {
    await initCase(dir, { name: 'Operation Plover', timezone: 'Europe/London', actor: asker.actor })
  } else if (await isComplete(dir)) return
  process.stderr.write('Making the demo case …\n')
  const options = {
    ...nothingOnReceipt,
    exhibitRef: 'PLV/1',
    receivedFrom: 'Bundled sample (invented)',
    authority: 'None: every word of it is made up',
    captureMode: 'export',
    timezone: 'Europe/London',
  } as const
  await importEvidence({ caseDir: dir, paths: [sample], options, asker })
}

async function isComplete(dir: string): Promise<boolean> {
  const open = await openCase(dir)
  try {
    const exhibits = await open.store.ask(askerForCli(), 'exhibits', {})
    return exhibits.some(({ state }) => state === 'complete')
  } finally {
    await open.close()
  }
}
