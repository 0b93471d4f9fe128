import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { BaileyError } from '../../core/errors.ts'
import { type CaseSummary, Session } from '../../wire/overview.ts'
import { cookieName, type Sessions } from '../sign-in.ts'

/** What signing in needs. */
export interface SignInRoutes {
  readonly sessions: Sessions
  readonly actor: string
  readonly summary: CaseSummary
}

/** Signing in by the printed link, and who is signed in. */
export const signInRoutes: FastifyPluginAsyncTypebox<SignInRoutes> = async (
  app,
  { sessions, actor, summary },
) => {
  app.get(
    '/login',
    // Programs that look at a link before a person does send HEAD: it must not use the token up.
    {
      exposeHeadRoute: false,
      schema: { hide: true, querystring: Type.Object({ token: Type.String({ default: '' }) }) },
      config: { permission: 'public' },
    },
    async ({ query: { token } }, reply) => {
      const session = sessions.open(token)
      if (session === null)
        throw new BaileyError(
          'not-permitted',
          'sign in with this link: it is not the one printed last, or was used before',
        )
      return reply
        .setCookie(cookieName, session, { httpOnly: true, sameSite: 'strict', path: '/' })
        .header('cache-control', 'no-store')
        .redirect('/', 303)
    },
  )
  app.get(
    '/api/session',
    { schema: { summary: 'Who is signed in', response: { 200: Session } }, config: { permission: 'public' } },
    async ({ cookies }) => {
      const signedIn = sessions.isOpen(cookies[cookieName])
      return { signedIn, actor: signedIn ? actor : null, case: signedIn ? summary : null }
    },
  )
}
