/** A server whose event loop is watched; see `views-bench.ts`. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { serve } from '../../server/serve.ts'

const served = await serve({ caseDir: process.argv[2] ?? '', port: 0, host: '127.0.0.1', actor: 'bench' })
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', (message) => {
  if (message === 'reset') delay.reset()
  else
    process.send?.({
      p50Ms: delay.percentile(50) / 1e6,
      p99Ms: delay.percentile(99) / 1e6,
      maxMs: delay.max / 1e6,
    })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ loginLink: served.loginLink })
