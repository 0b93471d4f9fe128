import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { BaileyError, isRefusalCode } from '../core/errors.ts'
import type { Decisions, Outcomes } from '../store/decisions.ts'
import type { Answers, Questions } from '../store/questions.ts'
import type { Asker, CaseStore } from '../store/store.ts'

/** A process that cannot start must not be started in a tight loop. */
const respawnMs = 100

/** How long nobody must have asked before a process reads what later questions would wait for. */
const restMs = 300

/** And how long it then leaves it at that: while an import runs the case changes all the time. */
const warmForMs = 30_000

/** What a query process is asked to do beside answering; it is no question and puts nothing on record. */
export interface WarmRequest {
  readonly kind: 'warm'
}

/** A question or a decision on its way to a query process. */
export type QueryRequest =
  | { readonly asker: Asker; readonly kind: keyof Questions; readonly question: Questions[keyof Questions] }
  | { readonly asker: Asker; readonly kind: keyof Decisions; readonly decision: Decisions[keyof Decisions] }

/** What comes back from a query process. */
export type QueryReply =
  | { readonly kind: 'answer'; readonly answer: Answers[keyof Questions] | Outcomes[keyof Decisions] }
  | { readonly kind: 'refusal'; readonly code: string; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }

interface Waiting {
  readonly request: QueryRequest
  readonly settle: (reply: QueryReply) => void
  readonly fail: (error: unknown) => void
}

/** How many processes answer, and how long one may take. */
interface PoolLimits {
  readonly processes: number
  readonly limitMs: number
}

/**
 * Answers questions and takes decisions in a few child processes. One that takes longer than `limitMs` is killed and
 * replaced: a query that runs away inside SQLite cannot be stopped in any gentler way, and one in a thread cannot be
 * stopped at all.
 */
export function openQueryPool(caseDir: string, limits: PoolLimits): CaseStore {
  const { put, close } = openProcesses(caseDir, limits)
  return {
    ask: <K extends keyof Questions>(asker: Asker, kind: K, question: Questions[K]) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the query process answers the kind it was asked
      put({ asker, kind, question }) as Promise<Answers[K]>,
    decide: <K extends keyof Decisions>(asker: Asker, kind: K, decision: Decisions[K]) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      put({ asker, kind, decision }) as Promise<Outcomes[K]>,
    close,
  }
}

function openProcesses(caseDir: string, { processes, limitMs }: PoolLimits) {
  const queue: Waiting[] = []
  const idle: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  let closed = false

  const spawn = (): void => {
    const child = startProcess(caseDir)
    all.add(child)
    child.once('exit', () => {
      all.delete(child)
      const place = idle.indexOf(child)
      if (place >= 0) idle.splice(place, 1)
      setTimeout(fill, respawnMs)
    })
    idle.push(child)
    serve()
  }

  const fill = (): void => {
    for (let missing = closed ? 0 : processes - all.size; missing > 0; missing--) spawn()
  }

  const serve = (): void => {
    while (queue.length > 0 && idle.length > 0) {
      const child = idle.shift()
      const next = queue.shift()
      if (child && next) void run(child, next)
    }
    if (!closed && idle.length === processes) warmer.rest()
  }

  const run = async (child: ChildProcess, waiting: Waiting): Promise<void> => {
    const reply = await exchange(child, waiting.request, limitMs).catch(waiting.fail)
    if (reply !== undefined) {
      waiting.settle(reply)
      idle.push(child)
    }
    serve()
  }

  const put = async (request: QueryRequest) =>
    answerOf(
      await new Promise<QueryReply>((settle, fail) => {
        queue.push({ request, settle, fail })
        serve()
      }),
    )

  const warmer = openWarmer(idle, processes, serve)
  fill()
  return {
    put,
    close: async () => {
      closed = true
      warmer.stop()
      for (const child of all) child.kill('SIGKILL')
    },
  }
}

interface Warmer {
  /** Nobody is asking. */
  rest(): void
  stop(): void
}

/**
 * Lets processes that nobody asks anything read what later questions would wait for: one at a time, so that another answers
 * meanwhile.
 *
 * @param done - told when a process is idle again.
 */
function openWarmer(idle: ChildProcess[], processes: number, done: () => void): Warmer {
  const warmed = new WeakMap<ChildProcess, number>()
  let resting: NodeJS.Timeout | undefined
  const isCold = (child: ChildProcess): boolean =>
    performance.now() - (warmed.get(child) ?? Number.NEGATIVE_INFINITY) >= warmForMs
  const warm = (): void => {
    const place = idle.length < processes ? -1 : idle.findIndex(isCold)
    const [child] = place < 0 ? [] : idle.splice(place, 1)
    if (!child) return
    warmed.set(child, performance.now())
    child.once('message', () => {
      idle.push(child)
      done()
    })
    // One that has just ended is replaced as any other.
    child.send({ kind: 'warm' } satisfies WarmRequest, () => undefined)
  }
  return {
    rest() {
      clearTimeout(resting)
      resting = setTimeout(warm, restMs).unref()
    },
    stop: () => clearTimeout(resting),
  }
}

function startProcess(caseDir: string): ChildProcess {
  return fork(join(import.meta.dirname, 'query-process.ts'), [caseDir], {
    serialization: 'advanced',
    execArgv: ['--disable-proto=throw'],
  })
}

/** @throws what the query process threw. */
function answerOf(reply: QueryReply): Answers[keyof Questions] | Outcomes[keyof Decisions] {
  if (reply.kind === 'answer') return reply.answer
  if (reply.kind === 'refusal' && isRefusalCode(reply.code))
    throw BaileyError.restored(reply.code, reply.message)
  throw new Error(reply.message)
}

function exchange(child: ChildProcess, request: QueryRequest, limitMs: number): Promise<QueryReply> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => {
      clearTimeout(timer)
      reject(new Error('A query process ended before it answered'))
    }
    const timer = setTimeout(() => {
      child.off('exit', onExit)
      child.removeAllListeners('message')
      child.kill('SIGKILL')
      reject(new BaileyError('query-too-slow', `${limitMs / 1000} seconds`))
    }, limitMs)
    child.once('exit', onExit)
    child.once('message', (reply: QueryReply) => {
      clearTimeout(timer)
      child.off('exit', onExit)
      resolve(reply)
    })
    child.send(request)
  })
}
