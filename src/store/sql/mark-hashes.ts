import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { MarkHashes } from '../decisions.ts'
import { hex } from './stored-message.ts'
import type { Tables } from './tables.ts'

/** Tables of what is decided of messages. */
export const markTables = ['tag_mark', 'relevance_mark', 'message_read'] as const
export type MarkTableName = (typeof markTables)[number]

const atOnce = 5000

/**
 * SHA-256 over the marks a decision put, a line each with its uid, and over those it ended, a line each with the uid and
 * the decision that had put it; in order of the uids. The audit log has them too, so that no mark can be changed unseen.
 */
export async function markHashes(
  db: Kysely<Tables>,
  table: MarkTableName,
  decision: number,
): Promise<MarkHashes & { readonly messages: number }> {
  const put = await hashed(db, { table, of: 'decision', decision })
  const ended = await hashed(db, { table, of: 'ended', decision })
  const { n } = await db
    .selectFrom(table)
    .select(sql<number>`count(distinct message_id)`.as('n'))
    .where((eb) => eb.or([eb('decision', '=', decision), eb('ended', '=', decision)]))
    .executeTakeFirstOrThrow()
  return { put, ended, messages: n }
}

interface Of {
  readonly table: MarkTableName
  readonly of: 'decision' | 'ended'
  readonly decision: number
}

async function hashed(db: Kysely<Tables>, { table, of, decision }: Of): Promise<string> {
  const sum = createHash('sha256')
  let after: { readonly uid: Uint8Array; readonly decision: number } | null = null
  for (;;) {
    const last: typeof after = after
    const rows: readonly { readonly uid: Uint8Array; readonly decision: number }[] = await db
      .selectFrom(table)
      .select(['uid', 'decision'])
      .where(of, '=', decision)
      .$if(last !== null, (query) =>
        query.where(sql<boolean>`(uid, decision) > (${last?.uid}, ${last?.decision})`),
      )
      .orderBy('uid')
      .orderBy('decision')
      .limit(atOnce)
      .execute()
    for (const row of rows)
      sum.update(of === 'decision' ? `${hex(row.uid)}\n` : `${hex(row.uid)} ${row.decision}\n`)
    after = rows.at(-1) ?? null
    if (rows.length < atOnce) return sum.digest('hex')
  }
}

/** The hash of no marks at all. */
export const noMarks = createHash('sha256').digest('hex')
