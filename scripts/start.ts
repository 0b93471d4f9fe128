import { join } from 'node:path'
import { runBailey } from '../src/cli/program.ts'
import { buildWeb } from './build-web.ts'
import { makeDemoCase } from './demo-case.ts'

const args = process.argv.slice(2)
const ownCase = args.some((arg) => arg === '--case' || arg.startsWith('--case='))
if (args.some((arg) => arg === '--help' || arg === '-h')) {
  process.exitCode = await runBailey(['serve', '--help'])
} else if (buildWeb()) {
  const demo = join(import.meta.dirname, '..', 'demo-case')
  if (!ownCase) await makeDemoCase(demo)
  process.exitCode = await runBailey(['serve', ...(ownCase ? [] : ['--case', demo]), ...args])
} else {
  process.stderr.write('bailey: The web application could not be built: see above.\n')
  process.exitCode = 1
}
