/**
 * An analysis answers one question about messages, and nothing else: it is a pure function, it reads no store, and the
 * same messages and options give the same answer in any order and on any machine.
 */
export interface Analysis {
  /** Kebab-case and permanent: it is written into whatever rests on an answer. */
  readonly id: string
  /** Raised whenever an answer could change. */
  readonly version: number
  /** The question, as a detective would put it. */
  readonly asks: string
}
