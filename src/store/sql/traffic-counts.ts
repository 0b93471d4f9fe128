import type { Kysely } from 'kysely'
import { trafficMarks } from '../../core/traffic.ts'
import type { TrafficCounts } from '../questions.ts'
import type { Tables } from './tables.ts'

/** Counts `all` messages by what they are: those of a sender, of a conversation, or of the case. */
export async function trafficCounts(
  db: Kysely<Tables>,
  all: number,
  of: { readonly sender: number } | { readonly conversation: number } | null,
): Promise<TrafficCounts> {
  const rows = await db
    .selectFrom('traffic_mark')
    .select((eb) => ['mark', eb.fn.countAll<number>().as('n')])
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
