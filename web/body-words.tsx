import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StoredMessage } from '../src/wire/messages.ts'
import { askMessage } from './asks.ts'
import { Evidence } from './ui/evidence.tsx'
import { renderCount } from './ui/figures.ts'
import type { Range } from './ui/highlight.ts'

interface BodyWordsProps {
  readonly message: Pick<StoredMessage, 'uid' | 'body' | 'bodyCutFrom' | 'kind'>
  readonly ranges?: readonly Range[]
}

/** Of a longer text search knows only so much, in UTF-16 units. */
const searchedUnits = 1_048_576

/** The words of a message; of a very long one its beginning, and all of it where that is asked for. */
export function BodyWords({ message, ranges = [] }: BodyWordsProps) {
  const [isWhole, setWhole] = useState(false)
  const { uid, body, bodyCutFrom, kind } = message
  const whole = useQuery({ ...askMessage(uid, 0), enabled: isWhole })
  if (body === '') return <span className="meta">({kind}, no words)</span>
  if (bodyCutFrom === null) return <Evidence text={body} ranges={ranges} />
  const all = isWhole && whole.data?.message.uid === uid ? whole.data.message.body : null
  return (
    <>
      <Evidence text={all ?? body} ranges={ranges} />{' '}
      <span className="meta">
        {all === null && `… ${renderCount(bodyCutFrom - body.length)} more characters. `}
        {bodyCutFrom > searchedUnits &&
          `Search looks in the first ${renderCount(searchedUnits)} of ${renderCount(bodyCutFrom)}. `}
      </span>
      {all === null && (
        <button
          type="button"
          className="button small"
          disabled={isWhole && whole.isFetching}
          onClick={() => (whole.isError ? void whole.refetch() : setWhole(true))}
        >
          {isWhole && whole.isFetching ? 'Loading …' : 'Show all'}
        </button>
      )}
      {whole.isError && <span role="alert"> It could not be loaded.</span>}
    </>
  )
}
