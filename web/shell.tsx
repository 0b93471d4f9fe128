import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { NavigationType, useLocation, useNavigate, useNavigationType } from 'react-router'
import type { CaseSummary, Overview } from '../src/wire/overview.ts'
import { CountingStrip } from './counting.tsx'
import { KeySheet } from './key-sheet.tsx'
import { useKeys } from './keys.ts'
import { auditLink, handlesLink, importLink, journalLink, overviewLink, searchLink } from './links.ts'
import { Rail } from './rail.tsx'
import { keepScroll, scrollOf } from './remembered.ts'
import { TopBar } from './top-bar.tsx'
import { useScopeInAddress } from './use-counting-scope.ts'

const destinations: Readonly<Record<string, string>> = {
  'g o': overviewLink,
  'g s': '/search',
  'g c': handlesLink,
  'g h': handlesLink,
  'g i': importLink,
  'g j': journalLink(),
  'g a': auditLink(),
}

/** Keys of every page: to the views, to the search box, back and forth, and the sheet of all of them. */
function useShellKeys(search: RefObject<HTMLInputElement | null>, onSheet: () => void): void {
  const navigate = useNavigate()
  useKeys((key, event) => {
    const destination = destinations[key]
    if (destination !== undefined) void navigate(destination)
    else if (key === '/') {
      event.preventDefault()
      search.current?.focus()
      search.current?.select()
    } else if (key === '?') onSheet()
    else if (key === '[' && canGoBack()) void navigate(-1)
    else if (key === ']') void navigate(1)
  })
}

/** False where the page before is not one of these. */
function canGoBack(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'idx' in state && Number(state.idx) > 0
}

interface ShellProps {
  readonly summary: CaseSummary
  /** Undefined while it is on its way. */
  readonly verified: Overview['verified'] | undefined
  /** Alerts of watches that nobody has acknowledged. */
  readonly alerts: number
  readonly children: ReactNode
}

/** The frame of every page: rail, search box, integrity light, keys. */
export function Shell({ summary, verified, alerts, children }: ShellProps) {
  const navigate = useNavigate()
  const { pathname, hash, key: place } = useLocation()
  const came = useNavigationType()
  const search = useRef<HTMLInputElement>(null)
  const [sheet, setSheet] = useState(false)
  const chooseScope = useScopeInAddress()

  useShellKeys(search, () => setSheet(true))

  const content = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (content.current === null) return
    const part = hash === '' ? null : document.getElementById(hash.slice(1))
    // A choice within the page replaces its address; only another page begins at its top.
    if (came === NavigationType.Replace) keepScroll(place, content.current.scrollTop)
    else if (part) part.scrollIntoView()
    else content.current.scrollTop = scrollOf(place)
  }, [place, hash, came])

  useEffect(() => {
    document.title = `${document.querySelector('h1')?.textContent ?? 'Bailey'} · ${summary.name}`
  })

  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Rail alerts={alerts} />
      <TopBar
        summary={summary}
        verified={verified}
        searchBox={search}
        onSearch={(q) => void navigate(searchLink(q))}
        onSheet={() => setSheet(true)}
        onScope={chooseScope}
      />
      <CountingStrip onChoose={chooseScope} />
      <main
        ref={content}
        id="content"
        className="content"
        tabIndex={-1}
        key={pathname.split('/')[1]}
        onScroll={(event) => keepScroll(place, event.currentTarget.scrollTop)}
      >
        {children}
      </main>
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  )
}
