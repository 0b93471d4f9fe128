/**
 * Changes samples of the formats and reads them until one breaks a law, throws or hangs; writes the smallest such file.
 * `node scripts/fuzz.ts [--format ID] [--minutes N] [--seed S] [--out DIR]`
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { formatById, formats } from '../src/formats/registry.ts'
import { type Counterexample, fuzzFormat, patienceMs } from '../test/hostile/fuzz/fuzz-format.ts'

/** Runs of one seed: few enough that the time stated is kept, enough that workers are not all starting up. */
const runsOfSeed = 500

/** Silence of a thread after which it hangs: more than its own patience, for it waits for a busy machine too. */
const patientMs = patienceMs * 12

interface Task {
  readonly format: string
  readonly seed: number
}

type News =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'done'; readonly broken: Counterexample | null }

if (isMainThread) await main()
else await work()

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      format: { type: 'string' },
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string' },
      out: { type: 'string', default: join(tmpdir(), 'bailey-fuzz') },
    },
  })
  const chosen = formats
    .map(({ id }) => id)
    .filter((id) => values.format === undefined || id === values.format)
  const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const minutes = Number(values.minutes)
  if (chosen.length === 0 || !Number.isSafeInteger(first) || !(minutes >= 0))
    throw new Error('Name a format of `bailey formats`, a whole seed, and minutes as a number')
  process.stdout.write(`seed ${first}, ${minutes} min, ${chosen.join(' ')}\n`)
  const until = performance.now() + minutes * 60_000
  const failing = new Set<string>()
  for (let seed = first; seed === first || performance.now() < until; seed += 1) {
    for (const format of chosen.filter((id) => !failing.has(id))) {
      if (seed > first && performance.now() >= until) break
      const broken = await watched({ format, seed })
      if (broken === null) continue
      failing.add(format)
      report(broken, values.out)
    }
  }
  process.stdout.write(failing.size === 0 ? 'no law broken\n' : `laws broken by ${[...failing].join(' ')}\n`)
  process.exitCode = failing.size === 0 ? 0 : 1
}

function report({ format, name, bytes, says, seed, path }: Counterexample, out: string): void {
  mkdirSync(out, { recursive: true })
  const file = join(out, `${format}-${seed}-${basename(name)}`)
  writeFileSync(file, bytes)
  process.stdout.write(`✖ ${format} seed ${seed} path ${path ?? '-'}\n  ${file}\n${says}\n`)
}

/** Runs a task in a thread that is stopped when a file takes it longer than it may. */
function watched(task: Task): Promise<Counterexample | null> {
  const worker = new Worker(import.meta.filename, { workerData: task })
  let reading: { readonly name: string; readonly bytes: Uint8Array } | null = null
  const fault = (says: string): Counterexample => ({
    ...task,
    name: reading?.name ?? 'none',
    bytes: reading?.bytes ?? new Uint8Array(),
    says,
    path: null,
  })
  return new Promise((resolve) => {
    const end = (broken: Counterexample | null): void => {
      clearTimeout(timer)
      void worker.terminate()
      resolve(broken)
    }
    let timer = setTimeout(() => end(fault('It hung.')), patientMs)
    worker.on('message', (news: News) => {
      if (news.kind === 'done') return end(news.broken)
      reading = news
      clearTimeout(timer)
      timer = setTimeout(() => end(fault('It hung.')), patientMs)
    })
    worker.once('error', (error) => end(fault(`It died: ${String(error)}`)))
    worker.once('exit', (code) => end(fault(`It ended with ${code}.`)))
  })
}

async function work(): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `watched` started this thread with
  const { format: id, seed } = workerData as Task
  const format = formatById(id)
  if (!format) throw new Error(`There is no format ${id}`)
  const onFile = (name: string, bytes: Uint8Array): void => send({ kind: 'file', name, bytes })
  send({ kind: 'done', broken: await fuzzFormat(format, { seed, runs: runsOfSeed, onFile }) })
}

function send(news: News): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort?.postMessage(news)
}
