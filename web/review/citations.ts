import type { StoredMessage } from '../../src/wire/messages.ts'
import { fullWhenOf } from '../message-time.ts'

/** Where messages stand and when they were sent, a line each, to be quoted. */
export function citationsOf(messages: readonly StoredMessage[], zone: string): string {
  return messages
    .map(
      (message) =>
        `${message.uid}  ${message.exhibit}  ${message.entry} at byte ${message.offset}  ${fullWhenOf(message, zone)}`,
    )
    .join('\n')
}
