import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BaileyError } from '../core/errors.ts'
import type { Asker } from '../store/store.ts'
import { cookieName, type Sessions } from './sign-in.ts'

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** What the guards need to know. */
export interface GuardOptions {
  /** `Host` values that are this server; any other means that another site's name was pointed here. */
  readonly hosts: () => readonly string[]
  readonly sessions: Sessions
  readonly asker: Asker
}

/** Puts the safe headers on every reply, and turns away what another site sent, who is not signed in, and who may not. */
export function guardEveryRequest(app: FastifyInstance, { hosts, sessions, asker }: GuardOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    if (isApi(request)) reply.header('cache-control', 'no-store')
    checkHost(request, hosts())
    checkOrigin(request)
    const { permission } = request.routeOptions.config
    if (permission === 'public' || (permission === undefined && !isApi(request))) return
    if (!sessions.isOpen(request.cookies[cookieName])) throw new BaileyError('not-signed-in', '')
    if (permission !== undefined && !asker.may.includes(permission))
      throw new BaileyError('not-permitted', `use this: it needs ${permission}`)
  })
}

/** True for a request to the API, and not to the pages. */
export function isApi({ url, routeOptions }: FastifyRequest): boolean {
  return /^\/api(?:[/?#]|$)/.test(url) || (routeOptions.url ?? '').startsWith('/api/')
}

function checkHost({ headers: { host } }: FastifyRequest, hosts: readonly string[]): void {
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    throw new BaileyError('not-permitted', 'reach the server by this host name')
}

function checkOrigin(request: FastifyRequest): void {
  const { host, origin, 'sec-fetch-site': site, 'x-bailey': mark } = request.headers
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  // Pages on other ports of this machine are the same site to the cookie, so reads are checked too.
  const fromElsewhere = site !== undefined && site !== 'same-origin' && !(isSafe && site === 'none')
  if (
    (fromElsewhere && (isApi(request) || !isSafe)) ||
    (!isSafe && origin !== undefined && origin !== `http://${host}`)
  )
    throw new BaileyError('not-permitted', 'send this from another site')
  if (!isSafe && ((site === undefined && origin === undefined) || mark !== '1'))
    throw new BaileyError('not-permitted', 'change anything without the headers x-bailey: 1 and Origin')
}
