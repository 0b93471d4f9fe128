import { IconFileImport, IconHistory, IconLayoutDashboard, IconSearch, IconUsers } from '@tabler/icons-react'
import { NavLink } from 'react-router'
import { handlesLink, importLink, journalLink, overviewLink } from './links.ts'
import { renderAmount } from './ui/figures.ts'

const places = [
  { to: overviewLink, label: 'Overview', Icon: IconLayoutDashboard },
  { to: '/search', label: 'Search', Icon: IconSearch },
  { to: handlesLink, label: 'Handles', Icon: IconUsers },
  { to: journalLink(), label: 'Journal', Icon: IconHistory },
  { to: importLink, label: 'Import', Icon: IconFileImport },
] as const

/** The way between the views: at the left, or at the foot of a narrow screen. */
export function Rail({ alerts }: { readonly alerts: number }) {
  return (
    <nav className="rail" aria-label="Views">
      <span className="rail-brand" aria-hidden="true">
        B<span>ailey</span>
      </span>
      {places.map(({ to, label, Icon }) => (
        <NavLink key={to} to={to} end={to === '/'} title={label}>
          <Icon size={20} stroke={1.5} aria-hidden="true" />
          <span>{label}</span>
          {label === 'Journal' && alerts > 0 && (
            <em className="rail-alerts" title={renderAmount(alerts, 'watch alert')}>
              {alerts}
            </em>
          )}
        </NavLink>
      ))}
    </nav>
  )
}
