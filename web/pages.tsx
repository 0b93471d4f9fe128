import { useQuery } from '@tanstack/react-query'
import { Route, Routes } from 'react-router'
import { ApiError } from './api.ts'
import { askOverview } from './asks.ts'
import { Shell } from './shell.tsx'
import { SignedOut } from './signed-out.tsx'
import { Failure, Pending } from './ui/states.tsx'
import { HandleView } from './views/handle/handle.tsx'
import { HandlesView } from './views/handles/handles.tsx'
import { ImportView } from './views/import/import.tsx'
import { MessageView } from './views/message/message.tsx'
import { NotFoundView } from './views/not-found/not-found.tsx'
import { OverviewView } from './views/overview/overview.tsx'
import { ReaderView } from './views/reader/reader.tsx'
import { RejectionsView } from './views/records/rejections.tsx'
import { RepairsView } from './views/records/repairs.tsx'
import { SearchView } from './views/search/search.tsx'

/** Every page and its address. Nothing is shown before the case's own name and zone are known. */
export function Pages() {
  const overview = useQuery(askOverview())
  if (overview.error instanceof ApiError && overview.error.status === 401) return <SignedOut />
  if (overview.isPending)
    return (
      <main className="page">
        <Pending label="Opening the case" />
      </main>
    )
  if (overview.isError)
    return (
      <main className="page">
        <h1>Bailey</h1>
        <Failure error={overview.error} onRetry={() => void overview.refetch()} />
      </main>
    )
  return (
    <Shell overview={overview.data}>
      <Routes>
        <Route index element={<OverviewView overview={overview.data} />} />
        <Route path="import" element={<ImportView zone={overview.data.case.timezone} />} />
        <Route path="import/:id" element={<ImportView zone={overview.data.case.timezone} />} />
        <Route path="search" element={<SearchView overview={overview.data} />} />
        <Route path="conversations/:id" element={<ReaderView zone={overview.data.case.timezone} />} />
        <Route path="messages/:uid" element={<MessageView />} />
        <Route path="handles" element={<HandlesView overview={overview.data} />} />
        <Route path="handles/:handle" element={<HandleView zone={overview.data.case.timezone} />} />
        <Route path="rejections" element={<RejectionsView />} />
        <Route path="repairs" element={<RepairsView />} />
        <Route path="*" element={<NotFoundView />} />
      </Routes>
    </Shell>
  )
}
