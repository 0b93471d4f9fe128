import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect } from 'react'
import { sendOnLeaving } from '../api.ts'
import { askSession } from '../asks.ts'
import { patchReviews } from './patch-reviews.ts'
import { openSight, type Seen } from './sight.ts'

const tickMs = 250
const sendMs = 3000
const idleMs = 120_000
const atOnce = 1000

/** Records the messages of a list that stood in sight long enough as read; see docs/reviewing.md. Rows are articles with their uid. */
export function useReadMarks(list: RefObject<HTMLElement | null>): void {
  const client = useQueryClient()
  const actor = useQuery(askSession()).data?.actor
  useEffect(() => (actor ? watch(list, client, actor) : undefined), [list, client, actor])
}

function watch(list: RefObject<HTMLElement | null>, client: QueryClient, actor: string): () => void {
  const sight = openSight()
  let read: string[] = []
  let top = ''
  let active = performance.now()
  const onActive = (): void => {
    active = performance.now()
  }
  const tick = (): void => {
    const element = list.current
    if (element === null || document.visibilityState !== 'visible' || !document.hasFocus()) return
    const where = firstTop(element)
    const moved = where !== top
    top = where
    if (moved || performance.now() - active > idleMs) return
    read.push(...sight(rowsInSight(element, actor), tickMs))
  }
  const flush = (): void => {
    if (read.length === 0) return
    const uids = read.slice(0, atOnce)
    read = read.slice(atOnce)
    void sendOnLeaving('/reads', { uids, read: true, how: 'in-sight' }).then((isDone) => {
      if (!isDone) return
      const some = new Set(uids)
      patchReviews(client, (uid, review) =>
        some.has(uid) ? { ...review, readBy: [...new Set([...review.readBy, actor])].toSorted() } : null,
      )
      return client.invalidateQueries({ queryKey: ['reading'] })
    })
  }
  const timers = [setInterval(tick, tickMs), setInterval(flush, sendMs)]
  const events = ['keydown', 'pointermove', 'pointerdown', 'wheel'] as const
  for (const event of events) addEventListener(event, onActive, { passive: true })
  addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', flush)
  return () => {
    for (const timer of timers) clearInterval(timer)
    for (const event of events) removeEventListener(event, onActive)
    removeEventListener('pagehide', flush)
    document.removeEventListener('visibilitychange', flush)
    flush()
  }
}

/** Where the first row stands on the screen: another place means that something moves. */
function firstTop(element: HTMLElement): string {
  const row = element.querySelector('article[data-uid]')
  return `${row?.getAttribute('aria-posinset')} ${Math.round(row?.getBoundingClientRect().top ?? 0)}`
}

/** Rows not read yet all of which is in sight, or which fill half of the height there is. */
function rowsInSight(element: HTMLElement, actor: string): Seen[] {
  const whole = element.getBoundingClientRect()
  const [from, until] = [Math.max(0, whole.top), Math.min(innerHeight, whole.bottom)]
  return [...element.querySelectorAll<HTMLElement>('article[data-uid]')].flatMap((row) => {
    const { top, bottom, height } = row.getBoundingClientRect()
    const shown = Math.min(bottom, until) - Math.max(top, from)
    if (row.dataset['readers']?.split('\n').includes(actor)) return []
    if (height === 0 || (shown < height - 1 && shown < (until - from) / 2)) return []
    return [{ uid: row.dataset['uid'] ?? '', words: Number(row.dataset['words']) }]
  })
}
