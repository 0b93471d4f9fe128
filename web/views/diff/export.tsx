import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { DropDiff } from '../../../src/wire/coverage.ts'
import { ask } from '../../api.ts'
import type { Drops } from '../../asks.ts'
import { download } from '../../ui/download.ts'
import { renderCount } from '../../ui/figures.ts'
import { Failure } from '../../ui/states.tsx'
import { fileName, readAll, renderCsv } from './export-rows.ts'
import { placeOf } from './kinds.ts'

interface ExportProps {
  readonly drops: Drops
  readonly counts: DropDiff
  readonly caseName: string
}

/** Every difference, of every kind, as a file. */
export function Export({ drops, counts, caseName }: ExportProps) {
  const [read, setRead] = useState(0)
  const total = placeOf('all', counts).total
  const save = useMutation({
    mutationFn: async (as: 'csv' | 'json') => {
      const { signal } = new AbortController()
      const whole = await readAll((slice) => ask<DropDiff>('/diff', { ...drops, ...slice }, signal), setRead)
      const name = fileName([caseName, drops.before, drops.after, 'diff'], as)
      if (as === 'csv') download(name, 'text/csv;charset=utf-8', `\u{FEFF}${renderCsv(whole.items)}`)
      else download(name, 'application/json', `${JSON.stringify({ ...drops, ...whole }, null, 2)}\n`)
    },
    onMutate: () => setRead(0),
  })
  return (
    <div className="diff-export">
      {(['csv', 'json'] as const).map((as) => (
        <button
          key={as}
          type="button"
          className="button small"
          disabled={save.isPending || total === 0}
          onClick={() => save.mutate(as)}
        >
          <IconDownload size={14} stroke={1.5} aria-hidden="true" /> All as {as.toUpperCase()}
        </button>
      ))}
      {save.isPending && (
        <output className="meta number">
          {renderCount(read)} of {renderCount(total)} read
        </output>
      )}
      {save.isError && <Failure error={save.error} />}
    </div>
  )
}
