import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openServedCase } from '../workbench/case-folder.ts'
import { openImportJobs } from '../workbench/import-jobs.ts'
import { readRecordBytes, readSource } from '../workbench/read-source.ts'
import { buildApp } from './app.ts'

/** A server that listens. */
export interface Served {
  /** Signs in whoever opens it first; works once. */
  readonly loginLink: string
  readonly port: number
  /** Answers what was asked, then stops. */
  close(): Promise<void>
}

/**
 * Serves a case until it is closed, or the process is asked to end.
 *
 * @param port - 0 takes any that is free.
 * @throws {BaileyError} `not-a-case`, `case-newer`.
 */
export async function serve({
  caseDir,
  port,
  host,
  actor,
}: {
  readonly caseDir: string
  readonly port: number
  readonly host: string
  readonly actor: string
}): Promise<Served> {
  const open = await openServedCase(caseDir)
  const { store, summary } = open
  const imports = openImportJobs(caseDir)
  const loginToken = randomBytes(32).toString('base64url')
  const webRoot = join(import.meta.dirname, '..', '..', 'dist', 'web')
  let hosts: readonly string[] = []
  const app = await buildApp({
    store,
    caseDir,
    summary,
    imports,
    readSource: (asker, uid) => readSource(store, caseDir, asker, uid),
    readBytes: (asker, uid) => readRecordBytes(store, caseDir, asker, uid),
    loginToken,
    webRoot: existsSync(join(webRoot, 'index.html')) ? webRoot : null,
    actor,
    hosts: () => hosts,
    log: process.stderr,
  })
  app.addHook('onClose', async () => {
    imports.close()
    await open.close()
  })
  try {
    await app.listen({ port, host })
  } catch (error) {
    await app.close()
    throw error
  }
  const address = app.server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port
  hosts = hostsOf(host, taken)
  const stop = (): void => void app.close()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const close = async (): Promise<void> => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await app.close()
  }
  return { loginLink: `http://${hosts[0]}/login?token=${loginToken}`, port: taken, close }
}

/** The names this server goes by; a wildcard address is none. */
function hostsOf(host: string, port: number): readonly string[] {
  const named = host.includes(':') ? `[${host}]` : host
  const names = new Set([
    ...(host === '0.0.0.0' || host === '::' ? [] : [named.toLowerCase()]),
    '127.0.0.1',
    'localhost',
    '[::1]',
  ])
  return [...names].flatMap((name) => (port === 80 ? [name] : [`${name}:${port}`]))
}
