import { type Static, Type } from 'typebox'

/** What is said instead of an answer. */
export const ErrorReply = Type.Object({
  error: Type.Object({
    code: Type.String({ description: 'A code of docs/reference/errors.md, or fault for a bug.' }),
    message: Type.String(),
    remedy: Type.String({ description: 'What to do about it.' }),
  }),
})
export type ErrorReply = Static<typeof ErrorReply>
