import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Overview } from '../src/wire/overview.ts'
import { KeySheet } from './key-sheet.tsx'
import { useKeys } from './keys.ts'
import { handlesLink, importLink, overviewLink, searchLink } from './links.ts'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

const destinations: Readonly<Record<string, string>> = {
  'g o': overviewLink,
  'g s': '/search',
  'g c': handlesLink,
  'g h': handlesLink,
  'g i': importLink,
}

/** The frame of every page: rail, search box, integrity light, keys. */
export function Shell({ overview, children }: { readonly overview: Overview; readonly children: ReactNode }) {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const search = useRef<HTMLInputElement>(null)
  const [sheet, setSheet] = useState(false)

  useKeys((key, event) => {
    const destination = destinations[key]
    if (destination !== undefined) void navigate(destination)
    else if (key === '/') {
      event.preventDefault()
      search.current?.focus()
      search.current?.select()
    } else if (key === '?') setSheet(true)
  })

  useEffect(() => {
    document.title = `${document.querySelector('h1')?.textContent ?? 'Bailey'} · ${overview.case.name}`
  })

  return (
    <div className="shell">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Rail />
      <TopBar
        overview={overview}
        searchBox={search}
        onSearch={(q) => void navigate(searchLink(q))}
        onSheet={() => setSheet(true)}
      />
      <main id="content" className="content" tabIndex={-1} key={pathname.split('/')[1]}>
        {children}
      </main>
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  )
}
