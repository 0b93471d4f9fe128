/**
 * What a page begins with: asks for what its address is sure to need (who is signed in, and in the reader the messages
 * in sight) and then loads the application, which is long to read, while the server answers. Whatever fails here is
 * asked for again, and told, by the view that needs it.
 */
import type { Position } from '../src/wire/conversations.ts'
import { askAhead } from './api.ts'
import { countingBy, keptScope, scopeIn } from './counting-scope.ts'
import { originAround, pageAt } from './views/reader/thread-pages.ts'

const [, id] = /^\/conversations\/([0-9a-f]{16})$/.exec(location.pathname) ?? []
const params = new URLSearchParams(location.search)
// What was left open is opened where it was left.
const uid = params.get('top') ?? params.get('uid')
const isAtMessage =
  uid !== null &&
  (params.has('top') || !(params.has('day') || params.has('at'))) &&
  !(params.has('plain') || params.has('f'))

void Promise.allSettled([
  askAhead('/session'),
  ...(location.pathname === '/' ? [askAhead('/overview', countingBy(scopeIn(params) ?? keptScope()))] : []),
  ...(id !== undefined && isAtMessage ? [askAroundMessage(id, uid)] : []),
])

void import('./main.tsx')

async function askAroundMessage(conversation: string, message: string): Promise<void> {
  const reply = await askAhead(`/conversations/${conversation}/position`, { uid: message })
  if (!reply.ok) return
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server serialises replies with this very schema (src/wire)
  const { offset } = (await reply.clone().json()) as Position
  await askAhead(`/conversations/${conversation}/messages`, { ...pageAt(offset, originAround(offset)) })
}
