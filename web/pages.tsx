import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Route, Routes } from 'react-router'
import { ApiError } from './api.ts'
import { askOverview, askSession } from './asks.ts'
import { lazyView } from './lazy-view.tsx'
import { Shell } from './shell.tsx'
import { SignedOut } from './signed-out.tsx'
import { Failure, Pending } from './ui/states.tsx'
import { useCountingScope } from './use-counting-scope.ts'
import { HandleView } from './views/handle/handle.tsx'
import { HandlesView } from './views/handles/handles.tsx'
import { ImportView } from './views/import/import.tsx'
import { MessageView } from './views/message/message.tsx'
import { NotFoundView } from './views/not-found/not-found.tsx'
import { OverviewView } from './views/overview/overview.tsx'
import { MergedView } from './views/reader/merged.tsx'
import { ReaderView } from './views/reader/reader.tsx'
import { RejectionsView } from './views/records/rejections.tsx'
import { RepairsView } from './views/records/repairs.tsx'
import { SearchView } from './views/search/search.tsx'

const DiffView = lazyView(async () => (await import('./views/diff/diff.tsx')).DiffView)
const JournalView = lazyView(async () => (await import('./views/journal/journal.tsx')).JournalView)
const AuditView = lazyView(async () => (await import('./views/audit/audit.tsx')).AuditView)
const SamplesView = lazyView(async () => (await import('./views/samples/samples.tsx')).SamplesView)
const SampleView = lazyView(async () => (await import('./views/samples/sample.tsx')).SampleView)
const BatchView = lazyView(async () => (await import('./views/batch/batch.tsx')).BatchView)
const MappingView = lazyView(async () => (await import('./views/mapping/mapping.tsx')).MappingView)

/** Every page and its address. Nothing is shown before the case's own name and zone are known. */
export function Pages() {
  const session = useQuery(askSession())
  const overview = useOverviewInTurn()
  if (session.isPending)
    return (
      <main className="page">
        <Pending label="Opening the case" />
      </main>
    )
  if (session.isError)
    return (
      <main className="page">
        <h1>Bailey</h1>
        <Failure error={session.error} onRetry={() => void session.refetch()} />
      </main>
    )
  const isTurnedAway = overview.error instanceof ApiError && overview.error.status === 401
  if (session.data.case === null || isTurnedAway) return <SignedOut />
  const { timezone } = session.data.case
  return (
    <Shell summary={session.data.case} verified={overview.data?.verified} alerts={overview.data?.alerts ?? 0}>
      <Routes>
        <Route index element={<OverviewView summary={session.data.case} />} />
        <Route path="import" element={<ImportView zone={timezone} />} />
        <Route path="import/:id" element={<ImportView zone={timezone} />} />
        <Route path="search" element={<SearchView zone={timezone} />} />
        <Route path="conversations/:id" element={<ReaderView zone={timezone} />} />
        <Route path="stream" element={<MergedView zone={timezone} />} />
        <Route path="messages/:uid" element={<MessageView />} />
        <Route path="handles" element={<HandlesView zone={timezone} />} />
        <Route path="handles/:handle" element={<HandleView zone={timezone} />} />
        <Route path="journal" element={<JournalView zone={timezone} />} />
        <Route path="audit" element={<AuditView zone={timezone} />} />
        <Route path="samples" element={<SamplesView zone={timezone} />} />
        <Route path="samples/:entry" element={<SampleView zone={timezone} />} />
        <Route path="batch" element={<BatchView zone={timezone} />} />
        <Route path="diff" element={<DiffView zone={timezone} caseName={session.data.case.name} />} />
        <Route path="mapping" element={<MappingView />} />
        <Route path="rejections" element={<RejectionsView />} />
        <Route path="repairs" element={<RepairsView />} />
        <Route path="*" element={<NotFoundView />} />
      </Routes>
    </Shell>
  )
}

const turnMs = 300

/** The overview, for the integrity light on every page: counted over the whole case, so what the page itself shows is asked for first. */
function useOverviewInTurn() {
  const [isTurn, setTurn] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setTurn(true), turnMs)
    return () => clearTimeout(timer)
  }, [])
  return useQuery({ ...askOverview(useCountingScope()), enabled: isTurn })
}
