import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MappingPreview } from '../../../src/wire/mapping.ts'
import { useAddress } from '../../address.ts'
import { askMapping } from '../../asks.ts'
import { renderAmount } from '../../ui/figures.ts'
import { Empty, Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { type Draft, draftOf, type TableDraft } from './draft.ts'
import { ProfileForm } from './profile-form.tsx'
import { TableSection } from './table-section.tsx'

/** `/mapping?path=/evidence/chats.csv`: which column of a table holds what, proposed, corrected and saved as a profile. */
export function MappingView() {
  const [params, change] = useAddress()
  const path = params.get('path') ?? ''
  const preview = useQuery({ ...askMapping(path), enabled: path !== '' })
  return (
    <div className="page mapping">
      <header className="page-head">
        <h1>Columns of a table</h1>
        <p>Say which column holds what, see whether the first rows read so, and save it as a profile.</p>
      </header>
      <form
        className="mapping-path"
        onSubmit={(event) => {
          event.preventDefault()
          const typed = new FormData(event.currentTarget).get('path')
          if (typeof typed === 'string' && typed.trim() !== '') change({ path: typed.trim() })
        }}
      >
        <label className="field">
          <span>Table or workbook on the server (CSV, TSV, XLSX), or a folder of them</span>
          <input
            key={path}
            className="input mono"
            name="path"
            defaultValue={path}
            spellCheck={false}
            placeholder="/evidence/chats.csv"
          />
        </label>
        <button type="submit" className="button main">
          Look at it
        </button>
      </form>
      {path === '' && <NothingYet />}
      {path !== '' && preview.isPending && <Pending label="Reading the first rows" rows={10} />}
      {preview.isError && <Failure error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data && <Wizard key={path} preview={preview.data} />}
    </div>
  )
}

function NothingYet() {
  return (
    <Empty title="No table yet">
      <p>
        The first rows of the table will stand here, with a proposal of what each of its columns holds and
        why. The file is only looked at: nothing is taken into the case.
      </p>
      <p className="meta">
        or, in a shell: <code>bailey mapping PATH --save FILE</code>
      </p>
    </Empty>
  )
}

function Wizard({ preview }: { readonly preview: MappingPreview }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(preview))
  const changeTable = (at: number, table: TableDraft) =>
    setDraft({ ...draft, tables: draft.tables.with(at, table) })
  if (preview.tables.length === 0)
    return (
      <Empty title="No table was found here">
        <Unread unread={preview.unread} />
      </Empty>
    )
  return (
    <>
      {preview.tables.map((table, at) => {
        const held = draft.tables[at]
        return (
          held && (
            <TableSection
              key={`${at} ${table.name}`}
              table={table}
              draft={held}
              onChange={(changed) => changeTable(at, changed)}
            />
          )
        )
      })}
      <Unread unread={preview.unread} />
      <ProfileForm draft={draft} proposedId={preview.id} onChange={setDraft} />
    </>
  )
}

function Unread({ unread }: Pick<MappingPreview, 'unread'>) {
  if (unread.length === 0) return null
  return (
    <details>
      <summary className="meta">{renderAmount(unread.length, 'file')} not looked at</summary>
      <ul>
        {unread.map(({ name, reason }) => (
          <li key={name}>
            <bdi className="mono">{visibleText(name)}</bdi> <span className="meta">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
