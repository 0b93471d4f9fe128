import type { StreamQuestions, Wanted } from '../reading.ts'
import type { Answering } from './case-reader.ts'
import {
  answerStream,
  answerStreamOutline,
  answerStreamPosition,
  answerStreamStep,
} from './stream-answers.ts'

const wanted = ({ text, filter }: Wanted & { readonly filter?: Wanted | null }) => ({
  text: text.toWellFormed(),
  ...(filter ? { filter: filter.text.toWellFormed() } : {}),
})

/** Questions about streams: what each needs, how it is answered, what is put on record. */
export const streamAnswering: { readonly [K in keyof StreamQuestions]: Answering<K> } = {
  stream: {
    permission: 'read-messages',
    answer: answerStream,
    act: (q, a) => ({
      action: 'stream.read',
      object: null,
      detail: { ...wanted(q), offset: q.offset, messages: a.messages.length },
    }),
  },
  streamPosition: {
    permission: 'read-messages',
    answer: answerStreamPosition,
    act: (q) => ({ action: 'stream.locate', object: null, detail: { ...wanted(q), uid: q.uid, at: q.at } }),
  },
  streamOutline: {
    permission: 'read-messages',
    answer: answerStreamOutline,
    act: (q, a) => ({
      action: 'stream.outline',
      object: null,
      detail: {
        ...wanted(q),
        ...(q.marks ? { marks: q.marks.text.toWellFormed() } : {}),
        total: a.total,
        matching: a.matching,
      },
    }),
  },
  streamStep: {
    permission: 'read-messages',
    answer: answerStreamStep,
    act: (q, a) => ({
      action: 'stream.step',
      object: a.match?.uid ?? null,
      detail: { ...wanted(q), uid: q.uid, at: q.at, by: q.by },
    }),
  },
}
