import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Name of the cookie that carries a session. */
export const cookieName = 'bailey'

/** Who is signed in. Only hashes of what a browser holds are kept, and only in memory. */
export interface Sessions {
  /** A new session for the one who brings the login token, or null when it is not the token or was used before. */
  open(token: string): string | null
  isOpen(session: string | undefined): boolean
}

/** Sessions that begin with a token usable once. */
export function openSessions(loginToken: string): Sessions {
  const open = new Set<string>()
  const expected = sha256(loginToken)
  let used = false
  return {
    open(token) {
      if (!timingSafeEqual(sha256(token), expected) || used) return null
      used = true
      const session = randomBytes(32).toString('base64url')
      open.add(sha256(session).toString('hex'))
      return session
    },
    isOpen: (session) => session !== undefined && open.has(sha256(session).toString('hex')),
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
