import { IconDeviceDesktop, IconKeyboard, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import type { CountingScope } from '../src/core/counting-scope.ts'
import type { CaseSummary, Overview } from '../src/wire/overview.ts'
import { CountingButton } from './counting.tsx'
import { auditLink, overviewLink } from './links.ts'
import { applyTheme, storedTheme, type Theme } from './theme.ts'
import { Verified } from './verified.tsx'

interface TopBarProps {
  readonly summary: CaseSummary
  readonly verified: Overview['verified'] | undefined
  readonly searchBox: RefObject<HTMLInputElement | null>
  readonly onSearch: (q: string) => void
  readonly onSheet: () => void
  readonly onScope: (scope: CountingScope) => void
}

/** Case, search box, integrity light, zone and theme: in sight on every page. */
export function TopBar({ summary, verified, searchBox, onSearch, onSheet, onScope }: TopBarProps) {
  const [params] = useSearchParams()
  const { pathname } = useLocation()
  const q = params.get('q') ?? ''
  return (
    <header className="top-bar">
      <Link className="case-name" to={overviewLink} title={summary.name}>
        {summary.name}
      </Link>
      <search className="search-slot">
        <form
          className="search-box"
          onSubmit={(event) => {
            event.preventDefault()
            onSearch(searchBox.current?.value ?? '')
          }}
        >
          <IconSearch size={16} stroke={1.5} aria-hidden="true" />
          <input
            key={`${pathname} ${q}`}
            ref={searchBox}
            type="search"
            aria-label="Search the messages"
            aria-keyshortcuts="/"
            placeholder="Words, “phrases”, from: to: in: after: before:"
            defaultValue={q}
            spellCheck={false}
            autoComplete="off"
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur()
            }}
          />
          <kbd aria-hidden="true">/</kbd>
        </form>
      </search>
      <div className="top-bar-end">
        <CountingButton onChoose={onScope} />
        <Link className="verified-link" to={auditLink()}>
          <Verified verified={verified} zone={summary.timezone} />
          <span className="visually-hidden">: the audit log</span>
        </Link>
        <span className="case-zone meta" title="Times are shown in the case zone">
          {summary.timezone}
        </span>
        <ThemeButton />
        <button
          type="button"
          className="button plain icon-only"
          aria-label="Keys"
          title="Keys (?)"
          onClick={onSheet}
        >
          <IconKeyboard size={18} stroke={1.5} aria-hidden="true" />
        </button>
      </div>
    </header>
  )
}

const themes = {
  system: { next: 'light', label: 'Theme: as the system', Icon: IconDeviceDesktop },
  light: { next: 'dark', label: 'Theme: light', Icon: IconSun },
  dark: { next: 'system', label: 'Theme: dark', Icon: IconMoon },
} as const satisfies Record<Theme, { next: Theme; label: string; Icon: unknown }>

function ThemeButton() {
  const [theme, setTheme] = useState(storedTheme)
  const { next, label, Icon } = themes[theme]
  return (
    <button
      type="button"
      className="button plain icon-only"
      aria-label={label}
      title={label}
      onClick={() => {
        applyTheme(next)
        setTheme(next)
      }}
    >
      <Icon size={18} stroke={1.5} aria-hidden="true" />
    </button>
  )
}
