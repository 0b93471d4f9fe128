import { useEffect } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import type { CountingScope } from '../src/core/counting-scope.ts'
import { keepScope, keptScope, scopeIn } from './counting-scope.ts'

/** The scope that every count on the page obeys. */
export function useCountingScope(): CountingScope {
  const [params] = useSearchParams()
  return scopeIn(params) ?? keptScope()
}

/** Carries the scope from page to page: an address that states none is given the one chosen last. Used once, by the shell. */
export function useScopeInAddress(): (scope: CountingScope) => void {
  const navigate = useNavigate()
  const { pathname, search, hash } = useLocation()
  const choose = (scope: CountingScope): void => {
    keepScope(scope)
    const params = new URLSearchParams(search)
    if (scope === 'global') params.delete('count')
    else params.set('count', scope)
    void navigate({ pathname, search: params.toString(), hash }, { replace: true })
  }
  const stated = scopeIn(new URLSearchParams(search))
  useEffect(() => {
    if (stated !== null) keepScope(stated)
    else if (keptScope() !== 'global') {
      const params = new URLSearchParams(search)
      params.set('count', keptScope())
      void navigate({ pathname, search: params.toString(), hash }, { replace: true })
    }
  }, [stated, pathname, search, hash, navigate])
  return choose
}
