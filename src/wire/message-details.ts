import { Type } from 'typebox'
import { deliveries } from '../core/message-details.ts'
import { list, oneOf, orNull, textOrNull } from './schema.ts'

/** What a copy of a message states beside who, when and what; only what its source states stands in it. */
export const MessageDetailsWire = Type.Object({
  sourceId: Type.Optional(Type.String({ description: 'Its own id in its source.' })),
  owner: Type.Optional(Type.String({ description: 'Whose device or account the copy was taken from.' })),
  answers: Type.Optional(Type.Object({ sourceId: textOrNull(), words: textOrNull() })),
  attachments: Type.Optional(
    list(
      Type.Object({
        name: textOrNull(),
        claims: textOrNull({ description: 'Media type as the source claims it.' }),
        sha256: textOrNull({ description: 'Null where the exhibit does not hold the file.' }),
      }),
    ),
  ),
  reactions: Type.Optional(
    list(Type.Object({ emoji: Type.String(), from: textOrNull(), timeText: textOrNull() })),
  ),
  call: Type.Optional(
    Type.Object({
      durationSeconds: orNull(Type.Number()),
      answered: orNull(Type.Boolean()),
      video: Type.Boolean(),
    }),
  ),
  delivery: Type.Optional(oneOf(deliveries)),
  earlier: Type.Optional(list(Type.Object({ body: Type.String(), timeText: textOrNull() }))),
  deleted: Type.Optional(Type.Literal(true)),
  confidence: Type.Optional(Type.String()),
  forwardedFrom: Type.Optional(Type.String()),
  viewOnce: Type.Optional(Type.Literal(true)),
  position: Type.Optional(Type.Object({ latitude: Type.Number(), longitude: Type.Number() })),
})
