import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { MappingPreview } from '../../../src/wire/mapping.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { filledRows, type TableDraft } from './draft.ts'
import { kindRoles, missingOf, type Role, roleWords } from './roles.ts'

type Table = MappingPreview['tables'][number]

interface TableChecksProps {
  readonly table: Table
  readonly draft: TableDraft
}

/** What is missing, how the first rows read, and what to know of dates, zones and values. */
export function TableChecks({ table, draft }: TableChecksProps) {
  const missing = missingOf(draft.kind, (role) => draft.roles.includes(role))
  return (
    <ul className="mapping-checks">
      {missing.map((says) => (
        <Check key={says} kind="lacks">
          {says}
        </Check>
      ))}
      {missing.length === 0 && <Filled table={table} draft={draft} />}
      <Trial table={table} draft={draft} />
      <Unused draft={draft} />
      {table.notes.map((note) => (
        <Check key={note} kind="note">
          {note}
        </Check>
      ))}
    </ul>
  )
}

/** Whether the rows in sight have something in every column that is needed. */
function Filled({ table, draft }: TableChecksProps) {
  const needs: readonly (readonly Role[])[] = kindRoles[draft.kind].needs
  const parties: readonly Role[] = draft.roles.includes('from') ? ['from'] : ['peer', 'direction']
  const isParty = draft.kind === 'messages' || draft.kind === 'calls'
  const needed = [...needs.flat(), ...(isParty ? parties : [])].filter((role) => draft.roles.includes(role))
  const filled = filledRows(table.rows, draft, needed).filter(Boolean).length
  return (
    <Check kind={filled === table.rows.length ? 'good' : 'lacks'}>
      {renderCount(filled)} of the {renderAmount(table.rows.length, 'row')} in sight{' '}
      {filled === 1 ? 'has' : 'have'} {needed.map((role) => roleWords[role]).join(', ')}.
    </Check>
  )
}

/** The columns nothing is taken from, so that nobody overlooks them. */
function Unused({ draft }: Pick<TableChecksProps, 'draft'>) {
  const unused = draft.headings.filter((heading, at) => heading !== '' && draft.roles[at] === null)
  if (unused.length === 0) return null
  return (
    <Check kind="note">
      Nothing is taken from {renderCount(unused.length)} of the{' '}
      {renderAmount(draft.headings.length, 'column')}: {unused.map(visibleText).join(', ')}.
    </Check>
  )
}

/** How the server read the first rows under its own proposal; it says nothing of another one. */
function Trial({ table, draft }: TableChecksProps) {
  const { trial, columns, unused, kind } = table
  const isProposal =
    kind === draft.kind &&
    draft.roles.every((role, at) => (columns.find(({ column }) => column === at)?.part ?? null) === role)
  if (!isProposal)
    return <Check kind="note">Changed since it was proposed: it is tried when you import with it.</Check>
  if (trial === null) return null
  return (
    <Check kind={trial.read === trial.rows ? 'good' : 'lacks'}>
      Tried on the first {renderAmount(trial.rows, 'row')}: {renderCount(trial.read)} can be read, from{' '}
      {renderCount(columns.length)} of {renderAmount(columns.length + unused.length, 'column')}
      {trial.says === null ? '.' : `; the first that cannot: ${trial.says}`}
    </Check>
  )
}

const icons = { good: IconCheck, lacks: IconAlertTriangle, note: IconInfoCircle } as const
const looks = { good: 'settled-text', lacks: 'proposed-text', note: undefined } as const

function Check({ kind, children }: { readonly kind: keyof typeof icons; readonly children: ReactNode }) {
  const Icon = icons[kind]
  return (
    <li className={looks[kind]}>
      <Icon size={16} stroke={1.5} aria-hidden="true" />
      <span>{children}</span>
    </li>
  )
}
