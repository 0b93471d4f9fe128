import type { MappingPreview } from '../../../src/wire/mapping.ts'
import { Evidence } from '../../ui/evidence.tsx'
import { renderAmount } from '../../ui/figures.ts'
import { Scroller } from '../../ui/scroller.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { canBeNamed, type TableDraft, withRole } from './draft.ts'
import { isRole, kindRoles, type Role, roleWords, type SheetKind } from './roles.ts'
import { TableChecks } from './table-checks.tsx'

type Table = MappingPreview['tables'][number]

interface TableSectionProps {
  readonly table: Table
  readonly draft: TableDraft
  readonly onChange: (draft: TableDraft) => void
}

/** The first rows of a table, above each column what it is taken to hold, and whether they read so. */
export function TableSection({ table, draft, onChange }: TableSectionProps) {
  const setKind = (kind: SheetKind) => {
    const may: readonly Role[] = kindRoles[kind].roles
    onChange({ ...draft, kind, roles: draft.roles.map((role) => (role && may.includes(role) ? role : null)) })
  }
  return (
    <section className="section" aria-label={`Table ${visibleText(table.name)}`}>
      <div className="section-head">
        <h2>
          <bdi>{visibleText(table.name)}</bdi>
        </h2>
        <label className="meta">
          Its rows are{' '}
          <select
            className="input small"
            value={draft.kind}
            onChange={(event) => {
              const kind = kindOf(event.target.value)
              if (kind) setKind(kind)
            }}
          >
            {Object.entries(kindRoles).map(([kind, { word }]) => (
              <option key={kind} value={kind}>
                {word}
              </option>
            ))}
          </select>
        </label>
      </div>
      {table.headings.length === 0 ? (
        <p className="notice proposed">
          No row of headings was found. A profile names columns by their headings: without them this table
          cannot be read.
        </p>
      ) : (
        <FirstRows table={table} draft={draft} onChange={onChange} />
      )}
      <p className="meta">
        The first {renderAmount(table.rows.length, 'row')} under the headings, as written.
      </p>
      <TableChecks table={table} draft={draft} />
    </section>
  )
}

function FirstRows({ table, draft, onChange }: TableSectionProps) {
  const roles: readonly Role[] = kindRoles[draft.kind].roles
  return (
    <Scroller label={`First rows of ${visibleText(table.name)}`}>
      <table className="table mapping-table">
        <thead>
          <tr>
            {table.headings.map((heading, at) => (
              <ColumnHead
                key={at}
                heading={heading}
                at={at}
                table={table}
                draft={draft}
                roles={roles}
                onRole={(role) => onChange(withRole(draft, at, role))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((cells, i) => (
            <tr key={i}>
              {table.headings.map((_, at) => (
                <td key={at} className={draft.roles[at] === null ? 'unread' : undefined}>
                  <Evidence text={cells[at] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function kindOf(text: string): SheetKind | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys of a constant table
  return (Object.keys(kindRoles) as SheetKind[]).find((kind) => kind === text)
}

interface ColumnHeadProps extends Pick<TableSectionProps, 'table' | 'draft'> {
  readonly heading: string
  readonly at: number
  readonly roles: readonly Role[]
  readonly onRole: (role: Role | null) => void
}

/** A column's heading, what it is taken to hold, and why; dashed while it is only proposed. */
function ColumnHead({ heading, at, table, draft, roles, onRole }: ColumnHeadProps) {
  const proposed = table.columns.find(({ column }) => column === at)
  const role = draft.roles[at] ?? null
  const isProposed = proposed !== undefined && proposed.part === role
  const name = heading === '' ? `Column ${at + 1}` : visibleText(heading)
  const state = role === null ? 'unread' : isProposed ? 'proposed' : 'chosen'
  if (!canBeNamed(draft.headings, at))
    return (
      <th scope="col" className="unread">
        <bdi className="mono">{name}</bdi>
        <span className="role-why">
          {heading === '' ? 'No heading' : 'A heading that stands twice'}: a profile cannot name it.
        </span>
      </th>
    )
  return (
    <th scope="col" className={state}>
      <bdi className="mono">{name}</bdi>
      <select
        className="input"
        aria-label={`What ${name} holds`}
        aria-describedby={`why-${table.name}-${at}`}
        value={role ?? ''}
        title={isProposed ? proposed.reason : undefined}
        onChange={(event) => onRole(isRole(event.target.value) ? event.target.value : null)}
      >
        <option value="">not read</option>
        {roles.map((one) => (
          <option key={one} value={one}>
            {one}: {roleWords[one]}
          </option>
        ))}
      </select>
      <span className="role-why" id={`why-${table.name}-${at}`}>
        <Why state={state} proposed={proposed} />
      </span>
    </th>
  )
}

function Why({
  state,
  proposed,
}: {
  readonly state: 'unread' | 'proposed' | 'chosen'
  readonly proposed: Table['columns'][number] | undefined
}) {
  if (state === 'proposed' && proposed)
    return (
      <>
        <span className="proposed-text">proposed, {Math.round(proposed.confidence * 100)} %</span>{' '}
        {proposed.reason}
      </>
    )
  if (state === 'chosen') return <>chosen by you</>
  return <>{proposed ? `you left it out; proposed was ${proposed.part}` : 'nothing is taken from it'}</>
}
