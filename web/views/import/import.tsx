import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { ImportBody, ImportJob } from '../../../src/wire/imports.ts'
import { send } from '../../api.ts'
import { askImports } from '../../asks.ts'
import { useKeys } from '../../keys.ts'
import { importLink } from '../../links.ts'
import { renderBytes } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { Chooser } from './chooser.tsx'
import { type Chosen, newBatch, putFiles, sizeOf } from './chosen.ts'
import { EarlierImports } from './earlier-imports.tsx'
import { JobReport } from './job-report.tsx'
import { followImport } from './job-state.ts'
import { ReceiptForm } from './receipt-form.tsx'

/** `/import` takes an exhibit in; `/import/:id` shows how far one is and what came of it. */
export function ImportView({ zone }: { readonly zone: string }) {
  const { id } = useParams()
  const navigate = useNavigate()
  useKeys((key) => {
    if (key === 'Escape') void navigate(-1)
  })
  return (
    <div className="page import">
      <header className="page-head">
        <h1>Import</h1>
        <p>Seal an exhibit, put on record where it came from, and read every record in it.</p>
        {id !== undefined && (
          <Link className="button" to={importLink}>
            Import another
          </Link>
        )}
      </header>
      {id === undefined ? (
        <NewImport zone={zone} onStarted={(job) => void navigate(`${importLink}/${job.id}`)} />
      ) : (
        <RunningImport id={id} zone={zone} />
      )}
      <Earlier zone={zone} current={id} />
    </div>
  )
}

function NewImport({
  zone,
  onStarted,
}: {
  readonly zone: string
  readonly onStarted: (job: ImportJob) => void
}) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState<Chosen>({ kind: 'paths', paths: [] })
  const [sent, setSent] = useState(0)
  const start = useMutation({
    mutationFn: async (options: NonNullable<ImportBody['options']>): Promise<ImportJob> => {
      if (chosen.kind === 'paths')
        return send<ImportJob>('/imports', { paths: chosen.paths, options } satisfies ImportBody)
      const batch = newBatch()
      await putFiles(batch, chosen.files, setSent)
      return send<ImportJob>('/imports', { upload: batch, options } satisfies ImportBody)
    },
    onSuccess: async (job) => {
      await client.invalidateQueries({ queryKey: ['imports'] })
      onStarted(job)
    },
  })
  const size = sizeOf(chosen)
  const nothing = chosen.kind === 'paths' ? chosen.paths.length === 0 : chosen.files.length === 0
  return (
    <div className="new-import">
      <Chooser chosen={chosen} onChoose={setChosen} />
      <ReceiptForm
        zone={zone}
        nothing={nothing}
        busy={start.isPending}
        onSubmit={(options) => start.mutate(options)}
      >
        {start.isPending && chosen.kind === 'files' && (
          <div className="progress-line">
            <progress max={Math.max(1, size)} value={sent} aria-label="Sent to the server" />
            <span className="meta number">
              {renderBytes(sent)} of {renderBytes(size)} sent
            </span>
          </div>
        )}
        {start.isError && <Failure error={start.error} />}
      </ReceiptForm>
    </div>
  )
}

function RunningImport({ id, zone }: { readonly id: string; readonly zone: string }) {
  const job = useQuery(followImport(id))
  if (job.isPending) return <Pending label="Reading the import" />
  if (job.isError) return <Failure error={job.error} onRetry={() => void job.refetch()} />
  return <JobReport job={job.data} zone={zone} />
}

function Earlier({ zone, current }: { readonly zone: string; readonly current: string | undefined }) {
  const imports = useQuery(askImports())
  if (imports.isPending) return <Pending label="Reading the earlier imports" rows={2} />
  if (imports.isError) return <Failure error={imports.error} onRetry={() => void imports.refetch()} />
  const earlier = imports.data.filter((job) => job.id !== current)
  return earlier.length === 0 ? null : <EarlierImports jobs={earlier} zone={zone} />
}
