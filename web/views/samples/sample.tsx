import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { elusionWords } from '../../../src/core/elusion-words.ts'
import type { SampleDetail } from '../../../src/wire/saved.ts'
import { useAddress } from '../../address.ts'
import { send } from '../../api.ts'
import { askMessage } from '../../asks.ts'
import { FromTo } from '../../handle-name.tsx'
import { askSample } from '../../journal-asks.ts'
import { useKeys } from '../../keys.ts'
import { conversationLink } from '../../links.ts'
import { whenOf } from '../../message-time.ts'
import { download } from '../../ui/download.ts'
import { Evidence } from '../../ui/evidence.tsx'
import { renderCount } from '../../ui/figures.ts'
import { Failure, Pending } from '../../ui/states.tsx'
import { visibleText } from '../../ui/visible-text.ts'

type Call = NonNullable<SampleDetail['items'][number]['call']>

const calls = [
  { call: 'responsive', label: 'Responsive', key: 'y' },
  { call: 'not-responsive', label: 'Not responsive', key: 'n' },
  { call: 'unsure', label: 'Unsure', key: 'h' },
] as const satisfies readonly { call: Call; label: string; key: string }[]

/** `/samples/:entry?at=3`: a sample read message by message, in the order drawn, and what follows from it. */
export function SampleView({ zone }: { readonly zone: string }) {
  const { entry = '' } = useParams()
  const sample = useQuery(askSample(entry))
  return (
    <div className="page">
      {sample.isPending && <Pending label="Reading the sample" rows={8} />}
      {sample.isError && <Failure error={sample.error} onRetry={() => void sample.refetch()} />}
      {sample.data && <Review sample={sample.data} zone={zone} />}
    </div>
  )
}

function Review({ sample, zone }: { readonly sample: SampleDetail; readonly zone: string }) {
  const [params, change] = useAddress()
  const client = useQueryClient()
  const { entry, items, size } = sample
  const firstOpen = items.findIndex(({ call }) => call === null)
  const stated = Number.parseInt(params.get('at') ?? '', 10) - 1
  const at = Math.min(items.length - 1, Math.max(0, Number.isNaN(stated) ? Math.max(0, firstOpen) : stated))
  const item = items[at]
  const go = (to: number) => change({ at: String(to + 1) }, { replace: true })
  const decide = useMutation({
    mutationFn: (call: Call) => send(`/samples/${entry}/calls`, { uid: item?.uid ?? '', call }),
    onSuccess: async () => {
      if (at < items.length - 1) go(at + 1)
      await client.invalidateQueries({ queryKey: ['sample', String(entry)] })
    },
  })
  useKeys((key) => {
    const called = calls.find((each) => each.key === key)
    if (called !== undefined && !decide.isPending) decide.mutate(called.call)
    else if (key === 'j' && at < items.length - 1) go(at + 1)
    else if (key === 'k' && at > 0) go(at - 1)
  })
  const done = items.filter(({ call }) => call !== null).length
  return (
    <>
      <SampleHead sample={sample} />
      <p>
        <progress max={size} value={done} aria-label="Reviewed" />{' '}
        <span className="meta number">
          {renderCount(done)} of {renderCount(size)} reviewed
        </span>
      </p>
      {item && <Item uid={item.uid} place={at + 1} call={item.call} zone={zone} />}
      <CallButtons
        call={item?.call ?? null}
        isBusy={decide.isPending}
        onCall={decide.mutate}
        onBack={at === 0 ? null : () => go(at - 1)}
        onNext={at >= items.length - 1 ? null : () => go(at + 1)}
      />
      {decide.isError && <Failure error={decide.error} />}
      <section className="section" aria-labelledby="result-title" aria-live="polite">
        <h2 id="result-title">What it says</h2>
        {elusionWords(sample).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </section>
    </>
  )
}

function SampleHead({ sample }: { readonly sample: SampleDetail }) {
  const { entry, text, scope, seed, size, population } = sample
  return (
      <header className="page-head">
        <h1>Sample {entry}</h1>
        <p>
          {renderCount(size)} of {renderCount(population)} messages that <code>{visibleText(text)}</code> does
          not find{scope !== '' && ` within ${visibleText(scope)}`}. Seed {visibleText(seed)}.
        </p>
        <button
          type="button"
          className="button small"
          onClick={() =>
            download(
              `sample-${entry}.json`,
              'application/json',
              `${JSON.stringify({ ...sample, result: elusionWords(sample) }, null, 2)}\n`,
            )
          }
        >
          JSON
        </button>
      </header>
  )
}

interface CallButtonsProps {
  readonly call: Call | null
  readonly isBusy: boolean
  readonly onCall: (call: Call) => void
  /** Null at the first and the last. */
  readonly onBack: (() => void) | null
  readonly onNext: (() => void) | null
}

function CallButtons({ call: isCalled, isBusy, onCall, onBack, onNext }: CallButtonsProps) {
  return (
      <div className="journal-filter">
        {calls.map(({ call, label, key }) => (
          <button
            key={call}
            type="button"
            className="button"
            aria-pressed={isCalled === call}
            disabled={isBusy}
            onClick={() => onCall(call)}
          >
            {label} <kbd>{key}</kbd>
          </button>
        ))}
        <button type="button" className="button" disabled={onBack === null} onClick={() => onBack?.()}>
          Previous <kbd>k</kbd>
        </button>
        <button type="button" className="button" disabled={onNext === null} onClick={() => onNext?.()}>
          Next <kbd>j</kbd>
        </button>
      </div>
  )
}

interface ItemProps {
  readonly uid: string
  readonly place: number
  readonly call: Call | null
  readonly zone: string
}

function Item({ uid, place, call, zone }: ItemProps) {
  const detail = useQuery(askMessage(uid, 2))
  if (detail.isError) return <Failure error={detail.error} onRetry={() => void detail.refetch()} />
  if (!detail.data || detail.data.message.uid !== uid) return <Pending label="Reading the message" rows={4} />
  const { before, message, after } = detail.data
  return (
    <article className="sample-item" aria-label={`Message ${place} of the sample`}>
      {before.map((each) => (
        <p key={each.uid} className="around">
          <Evidence text={each.body} />
        </p>
      ))}
      <p className="meta">
        {renderCount(place)} · {whenOf(message, zone)} · <FromTo from={message.from} to={message.to} room="room" />{' '}
        · <Link to={conversationLink(message.conversation, uid)}>In the reader</Link>
        {call !== null && ` · ${call.replace('-', ' ')}`}
      </p>
      <p>
        {message.body === '' ? (
          <span className="meta">({message.kind}, no words)</span>
        ) : (
          <Evidence text={message.body} />
        )}
      </p>
      {after.map((each) => (
        <p key={each.uid} className="around">
          <Evidence text={each.body} />
        </p>
      ))}
    </article>
  )
}
