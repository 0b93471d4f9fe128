/** A child process that answers questions about one case, one at a time; see `query-pool.ts`. */
import { BaileyError } from '../core/errors.ts'
import { openCaseStore } from '../store/sql/case-store.ts'
import { asStorageRefusal } from '../store/sqlite/refusal.ts'
import { askable, openLocalCase } from './open-case.ts'
import type { QueryReply, QueryRequest, WarmRequest } from './query-pool.ts'

const local = await openLocalCase(process.argv[2] ?? '.', 96)
const open = askable(local)
const store = openCaseStore(open)

process.on('message', (request: QueryRequest | WarmRequest) => {
  if (request.kind === 'warm') {
    warm()
    return
  }
  const done =
    'question' in request
      ? store.ask(request.asker, request.kind, request.question)
      : store.decide(request.asker, request.kind, request.decision)
  done.then(
    (answer) => reply({ kind: 'answer', answer }),
    (thrown: unknown) => {
      const error = asStorageRefusal(thrown, local.dir)
      if (error instanceof BaileyError) reply({ kind: 'refusal', code: error.code, message: error.message })
      else reply({ kind: 'fault', message: error instanceof Error ? error.message : String(error) })
    },
  )
})
process.on('disconnect', () => process.exit(0))

function reply(message: QueryReply): void {
  process.send?.(message)
}

/** What cannot be read now is read, and its fault told, by the question that needs it. */
function warm(): void {
  try {
    open.index.warm()
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
  reply({ kind: 'answer', answer: null })
}
