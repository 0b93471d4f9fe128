import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, send } from '../../api.ts'

/** Parts a copy from its message, after a second look: it can be taken back from the shell with `bailey copies --join`. */
export function PartCopy({ uid }: { readonly uid: string }) {
  const client = useQueryClient()
  const [state, setState] = useState<'idle' | 'asking' | 'busy'>('idle')
  const [failed, setFailed] = useState<string | null>(null)
  const part = async (): Promise<void> => {
    setState('busy')
    try {
      await send('/copies', { split: uid })
      await client.invalidateQueries()
    } catch (error) {
      setFailed(error instanceof ApiError ? `${error.message} ${error.remedy}` : String(error))
      setState('idle')
    }
  }
  if (state === 'idle')
    return (
      <div className="part-copy">
        <button type="button" className="button" onClick={() => setState('asking')}>
          Not a copy of this message …
        </button>
        {failed !== null && <p className="meta">{failed}</p>}
      </div>
    )
  return (
    <fieldset className="part-copy" aria-label="Part this copy">
      <p className="meta">
        It becomes a message of its own and no rule joins it again. The decision is on record and can be taken
        back.
      </p>
      <button type="button" className="button main" disabled={state === 'busy'} onClick={() => void part()}>
        Part it
      </button>{' '}
      <button type="button" className="button" disabled={state === 'busy'} onClick={() => setState('idle')}>
        Leave it
      </button>
    </fieldset>
  )
}
