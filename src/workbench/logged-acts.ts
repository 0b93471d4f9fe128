import { sha256Hex } from '../store/sql/audit-log.ts'
import { inPages } from '../store/sql/in-pages.ts'
import type { LocalCase } from './open-case.ts'

/** An act as the audit log has it; `detail` is null when it is no longer kept as it was. */
export interface LoggedAct<Detail = Readonly<Record<string, unknown>>> {
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly via: string
  /** What it was done to, or the empty text. */
  readonly object: string
  readonly detail: Detail
}

type Fields = Readonly<Record<string, unknown>>

/** The acts of one kind whose details are still kept as they were, in order; an altered one is reported by the audit log's own check. */
export async function* actsOf(local: LocalCase, action: string): AsyncGenerator<LoggedAct> {
  for await (const { detail, ...act } of everyActOf(local, action))
    if (detail !== null) yield { ...act, detail }
}

/** The acts of one kind, those whose details are lost or altered too. */
export async function* everyActOf(
  { connection: { db } }: LocalCase,
  action: string,
): AsyncGenerator<LoggedAct<Fields | null>> {
  const rows = inPages((after, limit) =>
    db
      .selectFrom('audit_entry')
      .select(['seq as id', 'entry', 'detail'])
      .where('entry', 'like', `{"action":"${action}",%`)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute(),
  )
  for await (const { id, entry, detail } of rows) {
    const fields = fieldsOf(entry)
    const kept = detail !== null && fields['detail'] === sha256Hex(detail) ? fieldsOf(detail) : null
    const text = (name: string): string => {
      const value = fields[name]
      return typeof value === 'string' ? value : ''
    }
    yield {
      seq: id,
      at: text('at'),
      actor: text('actor'),
      via: text('via'),
      object: text('object'),
      detail: kept,
    }
  }
}

/** The fields of a JSON object; none when the text is no such thing. */
export function fieldsOf(json: string): Fields {
  const value = parsedJson(json)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** What a JSON text holds; undefined when it is none, for what is stored may have been tampered with. */
export function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
