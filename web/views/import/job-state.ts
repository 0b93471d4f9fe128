import { queryOptions } from '@tanstack/react-query'
import type { ImportJob } from '../../../src/wire/imports.ts'
import { askImport } from '../../asks.ts'
import { renderAmount } from '../../ui/figures.ts'

/** True when an import has ended, however it ended. */
export function isOver({ state }: ImportJob): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** How far an import is; asked twice a second until it has ended, also while it waits. */
export const followImport = (id: string) =>
  queryOptions<ImportJob>({
    ...askImport(id),
    refetchInterval: ({ state: { data } }) => (data === undefined || !isOver(data) ? 500 : false),
  })

const words = {
  waiting: 'waiting',
  running: 'running',
  paused: 'paused',
  done: 'complete',
  failed: 'failed',
  cancelled: 'cancelled',
} as const

/** An import's state in a word or two, with its place in the queue. */
export function stateWords({ state, asked, ahead }: ImportJob): string {
  if (asked === 'pause') return 'pausing'
  if (asked === 'cancel') return 'stopping'
  return state === 'waiting' && ahead > 0 ? `waiting, ${ahead} before it` : words[state]
}

/** What an import's state means, and what happens next; null when its progress or receipt says it. */
export function stateSentence({ state, asked, ahead }: ImportJob): string | null {
  if (asked === 'pause') return 'Pausing: the batch under way is stored first.'
  if (asked === 'cancel') return 'Stopping: the batch under way is stored first.'
  if (state === 'paused') return 'Paused: nothing is read until it goes on, and imports behind it wait.'
  if (state !== 'waiting') return null
  return ahead === 0
    ? 'Waiting: another import into this case is under way.'
    : `Waiting: ${renderAmount(ahead, 'import')} before it in the queue.`
}
