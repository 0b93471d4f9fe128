import { type Kysely, sql } from 'kysely'
import type { CountingScope } from '../../core/counting-scope.ts'
import { trafficMarks } from '../../core/traffic.ts'
import type { TrafficCounts } from '../questions.ts'
import { furtherColumn } from './copy-counts.ts'
import type { Tables } from './tables.ts'

/** Counts messages by what they are: `all` of a sender, of a conversation, or of the case as the scope counts them. */
export async function trafficCounts(
  db: Kysely<Tables>,
  { all, scope }: { readonly all: number; readonly scope: CountingScope },
  of: { readonly sender: number } | { readonly conversation: number } | null,
): Promise<TrafficCounts> {
  const further = furtherColumn(scope)
  const rows = await db
    .selectFrom('traffic_mark')
    .select([
      'mark',
      (further === null ? sql<number>`count(*)` : sql<number>`sum(1 + ${sql.ref(further)})`).as('n'),
    ])
    .$if(of !== null && 'sender' in of, (query) =>
      query.where('sender_id', '=', of !== null && 'sender' in of ? of.sender : 0),
    )
    .$if(of !== null && 'conversation' in of, (query) =>
      query.where('conversation_id', '=', of !== null && 'conversation' in of ? of.conversation : 0),
    )
    .groupBy('mark')
    .execute()
  const marked = (name: (typeof trafficMarks)[number]): number =>
    rows.find(({ mark }) => trafficMarks[mark] === name)?.n ?? 0
  const counts = { resend: marked('resend'), notice: marked('notice'), broadcast: marked('broadcast') }
  return { plain: all - counts.resend - counts.notice - counts.broadcast, ...counts }
}
