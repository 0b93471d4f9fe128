import { type Static, Type } from 'typebox'
import { count, instant, list, orNull, textOrNull } from './schema.ts'

/** Which acts are wanted. */
export const AuditQuery = Type.Object({
  actor: Type.Optional(Type.String({ maxLength: 200 })),
  action: Type.Optional(Type.String({ maxLength: 100 })),
  object: Type.Optional(
    Type.String({ maxLength: 1000, description: 'A uid, a conversation, a handle or words of the detail.' }),
  ),
  from: Type.Optional(instant('From this time.')),
  until: Type.Optional(instant('Until before this time.')),
  before: Type.Optional(Type.Integer({ minimum: 0, description: 'Only acts before this one.' })),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
})

/** An act of the audit log. */
export const AuditItem = Type.Object({
  seq: count('Its number.'),
  at: instant('When.'),
  actor: Type.String(),
  via: Type.String({ description: 'cli or api.' }),
  action: Type.String(),
  object: textOrNull({ description: 'What it was done to.' }),
  detail: orNull(
    Type.Unsafe<Readonly<Record<string, unknown>>>(
      Type.Object({}, { additionalProperties: true, description: 'Null where it is not kept as it was.' }),
    ),
  ),
})
export type AuditItem = Static<typeof AuditItem>

/** Acts, newest first. */
export const AuditPage = Type.Object({
  items: list(AuditItem),
  lookedTo: orNull(count('The earliest act looked at; null where all were.')),
  head: Type.Object({
    auditEntries: count('Acts in the log.'),
    checkpoint: Type.String({ description: 'The signed checkpoint over them.' }),
  }),
  verified: orNull(
    Type.Object({
      at: instant('When the case was last verified.'),
      ok: Type.Boolean(),
      problems: count('Problems found.'),
    }),
  ),
})
export type AuditPage = Static<typeof AuditPage>
