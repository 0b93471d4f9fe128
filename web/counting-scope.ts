import { type CountingScope, countingScopes } from '../src/core/counting-scope.ts'

/** By which scope messages are counted: stated in the address, and kept for the pages whose address states none. */

const key = 'bailey-count'

/** The scope a text names, or null. */
function scopeNamed(text: string | null): CountingScope | null {
  return countingScopes.find((scope) => scope === text) ?? null
}

/** The scope an address states, or null. */
export function scopeIn(params: URLSearchParams): CountingScope | null {
  return scopeNamed(params.get('count'))
}

/** The scope chosen last in this tab: another tab begins with each message once. */
export function keptScope(): CountingScope {
  return scopeNamed(sessionStorage.getItem(key)) ?? 'global'
}

/** Keeps the scope for the pages that follow. */
export function keepScope(scope: CountingScope): void {
  if (scope === 'global') sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, scope)
}

/** The part of a question that states the scope: nothing where each message counts once. */
export function countingBy(scope: CountingScope): { readonly count: CountingScope | null } {
  return { count: scope === 'global' ? null : scope }
}

/** How a count by the scope is called: `412 messages by owner`. */
export const scopeWords = {
  global: { short: 'each once', after: '' },
  custodian: { short: 'by owner', after: ' by owner' },
  device: { short: 'by file', after: ' by file' },
} as const satisfies Record<CountingScope, { readonly short: string; readonly after: string }>
