import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { quantilesOf, type Times, timesOf } from './quantiles.ts'

/** Times of what the views ask, over HTTP from a real server, and its event loop's delay while it imports. */
export interface ViewFigures {
  readonly overview: Times
  readonly readerOpensAnywhere: Times & { readonly messages: number }
  readonly handlePage: Times
  readonly eventLoopDuringImport: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }
  readonly searchDuringImport: Times
}

/** Serves a case, times its views, then imports `corpus` into `emptyCaseDir` through a server and watches its event loop. */
export async function benchViews(
  caseDir: string,
  emptyCaseDir: string,
  corpus: string,
): Promise<ViewFigures> {
  const views = await withServer(caseDir, async (get) => {
    const overview = await timesOf(10, () => get('/overview'))
    const { conversations, handles } = overviewOf(await get('/overview'))
    const longest = conversations[0] ?? { id: '', messages: 0 }
    const readerOpensAnywhere = await timesOf(30, async (run) => {
      const offset = Math.floor((longest.messages * ((run * 7919) % 1000)) / 1000)
      await get(`/conversations/${longest.id}`)
      await get(`/conversations/${longest.id}/messages?offset=${offset}&limit=100`)
    })
    const handlePage = await timesOf(10, () =>
      get(`/handles/${encodeURIComponent(handles[0]?.handle ?? '')}`),
    )
    return {
      overview,
      readerOpensAnywhere: { ...readerOpensAnywhere, messages: longest.messages },
      handlePage,
    }
  })
  const importing = await withServer(emptyCaseDir, (get, post, child) =>
    watchImport(corpus, { get, post, child }),
  )
  return { ...views, ...importing }
}

/** What `serving-process.ts` says next. */
function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once('message', (message: T) => resolve(message)))
}

type Get = (path: string) => Promise<unknown>
type Post = (path: string, body: unknown) => Promise<unknown>

async function watchImport(
  corpus: string,
  { get, post, child }: { get: Get; post: Post; child: ChildProcess },
): Promise<Pick<ViewFigures, 'eventLoopDuringImport' | 'searchDuringImport'>> {
  await post('/imports', { paths: [corpus], options: {} })
  child.send('reset')
  const times: number[] = []
  for (;;) {
    const started = performance.now()
    await get('/search?q=after:2020-04-01&limit=20')
    times.push(performance.now() - started)
    const jobs = await get('/imports')
    if (!JSON.stringify(jobs).includes('"running"')) break
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  child.send('delay')
  const eventLoopDuringImport = await nextMessage<ViewFigures['eventLoopDuringImport']>(child)
  return { eventLoopDuringImport, searchDuringImport: quantilesOf(times) }
}

async function withServer<T>(
  caseDir: string,
  use: (get: Get, post: Post, child: ChildProcess) => Promise<T>,
): Promise<T> {
  const child = fork(join(import.meta.dirname, 'serving-process.ts'), [caseDir])
  try {
    const { loginLink } = await nextMessage<{ readonly loginLink: string }>(child)
    const { origin } = new URL(loginLink)
    const signedIn = await fetch(loginLink, { redirect: 'manual' })
    const headers = {
      cookie: (signedIn.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '',
      origin,
      'x-bailey': '1',
    }
    const ask = async (path: string, init: RequestInit): Promise<unknown> => {
      const reply = await fetch(`${origin}/api${path}`, init)
      if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
      return await reply.json()
    }
    const get: Get = (path) => ask(path, { headers })
    const post: Post = (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    return await use(get, post, child)
  } finally {
    child.kill('SIGKILL')
  }
}

function overviewOf(reply: unknown): {
  conversations: readonly { id: string; messages: number }[]
  handles: readonly { handle: string }[]
} {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server serialises replies with the schema of src/wire
  return reply as ReturnType<typeof overviewOf>
}
