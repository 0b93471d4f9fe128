import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImportJob } from '../../../src/wire/imports.ts'
import { send } from '../../api.ts'
import { Failure } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { isOver } from './job-state.ts'

type Order = 'pause' | 'resume' | 'cancel'

/** Pause or go on, and cancel: what can be told to an import that has not ended. */
export function JobOrders({ job, small = false }: { readonly job: ImportJob; readonly small?: boolean }) {
  const client = useQueryClient()
  const order = useMutation({
    mutationFn: (what: Order) => send<ImportJob>(`/imports/${encodeURIComponent(job.id)}/${what}`, {}),
    onSuccess: (told) => client.setQueryData(['imports', told.id], told),
    onError: () => client.invalidateQueries({ queryKey: ['imports', job.id] }),
  })
  if (isOver(job)) return null
  const canGoOn = job.state === 'paused' || job.asked === 'pause'
  const canStop = job.asked !== 'cancel'
  // Pause and Go on are one button, so that whoever presses it by keyboard stays on it.
  const toggle = canGoOn ? 'resume' : 'pause'
  const style = small ? 'button small' : 'button'
  const name = visibleText(job.paths.join(', '))
  const tell = (what: Order) => {
    if (!order.isPending) order.mutate(what)
  }
  return (
    <div className="job-orders">
      {job.state !== 'waiting' && canStop && (
        <button
          type="button"
          className={canGoOn && !small ? 'button main' : style}
          onClick={() => tell(toggle)}
        >
          {canGoOn ? 'Go on' : 'Pause'}
          {small && <span className="visually-hidden"> {name}</span>}
        </button>
      )}
      {canStop && (
        <button type="button" className={style} onClick={() => tell('cancel')}>
          Cancel
          {small && <span className="visually-hidden"> {name}</span>}
        </button>
      )}
      {order.isError && <Failure error={order.error} />}
    </div>
  )
}
