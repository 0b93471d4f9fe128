import type { Witness } from './copies.ts'

/**
 * Pairs the messages of a set of translations with those of the originals: the same conversation, sender and time to the
 * microsecond, one to one in the order of the files. A translation keeps who wrote to whom and when; its words are of
 * course others. Given in the order of their place; pairs are ids.
 */
export function pairTranslations(
  first: readonly Pick<Witness, 'id' | 'conversation' | 'sender' | 'at'>[],
  second: readonly Pick<Witness, 'id' | 'conversation' | 'sender' | 'at'>[],
): { readonly first: number; readonly second: number }[] {
  const key = ({ conversation, sender, at }: (typeof first)[number]): string =>
    `${conversation} ${sender} ${at}`
  const waiting = Map.groupBy(second, key)
  return first.flatMap((one) => {
    const other = waiting.get(key(one))?.shift()
    return other ? [{ first: one.id, second: other.id }] : []
  })
}
