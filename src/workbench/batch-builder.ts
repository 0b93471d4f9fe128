import { hash } from 'node:crypto'
import { packOwnWords } from '../analyses/language/pack-words.ts'
import type { Span } from '../core/locator.ts'
import type { MessageKind } from '../core/message.ts'
import type { MessageDetails } from '../core/message-details.ts'
import type { RepairCode } from '../core/problem.ts'
import { identityForm } from '../core/uid.ts'
import type { MessageRow, Row } from '../formats/format.ts'
import type { ReadBatch } from '../store/read-batch.ts'

const zonePlace = { stated: 0, assumed: 1, unknown: 2, none: 3 } as const

/** Lays rows out in columns until they are taken as a batch. */
export class BatchBuilder {
  readonly #handles = new Places<ReadBatch['handles'][number]>()
  readonly #conversations = new Places<ReadBatch['conversations'][number]>()
  #uids: Uint8Array
  #at: Float64Array
  #zone: Uint8Array
  #sender: Int32Array
  #conversation: Int32Array
  #start: Float64Array
  #length: Float64Array
  #ownWords: Uint16Array
  #timeText: string[] = []
  #kind: MessageKind[] = []
  #body: string[] = []
  #repairs: (readonly [number, readonly RepairCode[]])[] = []
  #fromName: (readonly [number, string])[] = []
  #media: (readonly [number, readonly string[]])[] = []
  #details: (readonly [number, MessageDetails])[] = []
  #parts: (readonly [number, { readonly part: string | null; readonly raw: Uint8Array }])[] = []
  #problems: ReadBatch['problems'][number][] = []
  #contacts: ReadBatch['contacts'][number][] = []
  #traces: ReadBatch['traces'][number][] = []
  #characters = 0
  readonly #capacity: number

  /** @param capacity - most messages a batch may hold. */
  constructor(capacity: number) {
    this.#capacity = capacity
    this.#uids = new Uint8Array(capacity * 16)
    this.#at = new Float64Array(capacity)
    this.#zone = new Uint8Array(capacity)
    this.#sender = new Int32Array(capacity)
    this.#conversation = new Int32Array(capacity)
    this.#start = new Float64Array(capacity)
    this.#length = new Float64Array(capacity)
    this.#ownWords = new Uint16Array(capacity)
  }

  get rows(): number {
    return this.#body.length + this.#problems.length + this.#contacts.length + this.#traces.length
  }

  /** True when the batch must be taken before another row is added. */
  get full(): boolean {
    return this.rows >= this.#capacity || this.#characters > 16_000_000
  }

  add(row: Row): void {
    const { part } = row
    switch (row.kind) {
      case 'message':
        return this.#addMessage(row)
      case 'problem':
        this.#problems.push({ part, ...extent(row.span), problem: row.problem })
        return
      case 'contact':
        this.#contacts.push({ part, ...extent(row.record), contact: row.contact })
        return
      case 'trace':
        this.#traces.push({ part, ...extent(row.record), trace: row.trace })
    }
  }

  #addMessage({ part, record, message, repairs, raw }: MessageRow): void {
    const i = this.#body.length
    const { network, conversation, from, sent } = message
    const identity = {
      network,
      conversationKind: conversation.kind,
      conversationKey: conversation.key,
      sender: from,
      at: sent.at,
      kind: message.kind,
      body: message.body,
      mediaHashes: message.mediaHashes,
    }
    this.#uids.set(hash('sha256', identityForm(identity), 'buffer').subarray(0, 16), i * 16)
    this.#at[i] = sent.at
    this.#zone[i] = zonePlace[sent.zone]
    this.#sender[i] = this.#handle(network, from)
    this.#conversation[i] = this.#conversations.of(
      `${network} ${conversation.kind} ${conversation.key}`,
      () => ({
        network,
        kind: conversation.kind,
        key: conversation.key,
        title: conversation.title,
        participants: conversation.participants.map((address) => this.#handle(network, address)),
      }),
    )
    if (conversation.kind === 'group') this.#join(i, network, conversation.participants)
    this.#start[i] = record.start
    this.#length[i] = record.end - record.start
    this.#timeText.push(sent.text)
    this.#kind.push(message.kind)
    this.#body.push(message.body)
    this.#ownWords[i] = packOwnWords(message.body)
    this.#characters += message.body.length
    if (repairs.length > 0) this.#repairs.push([i, repairs])
    if (message.fromName !== null) this.#fromName.push([i, message.fromName])
    if (message.mediaHashes.length > 0) this.#media.push([i, message.mediaHashes])
    if (message.details !== null) this.#details.push([i, message.details])
    if (part !== null || raw !== null) this.#parts.push([i, { part, raw: raw ?? new Uint8Array() }])
  }

  /** A room gains whoever writes in it. */
  #join(i: number, network: string, participants: readonly string[]): void {
    const place = this.#conversation[i] ?? 0
    const room = this.#conversations.items[place]
    if (!room) return
    const more = participants
      .map((address) => this.#handle(network, address))
      .filter((member) => !room.participants.includes(member))
    if (more.length > 0)
      this.#conversations.items[place] = { ...room, participants: [...room.participants, ...more] }
  }

  #handle(network: string, address: string): number {
    return this.#handles.of(`${network} ${address}`, () => ({ network, address }))
  }

  /** The rows so far, as a batch; the builder must not be used again. */
  take(): ReadBatch {
    const count = this.#body.length
    return {
      handles: this.#handles.items,
      conversations: this.#conversations.items,
      problems: this.#problems,
      contacts: this.#contacts,
      traces: this.#traces,
      messages: {
        count,
        uids: this.#uids.subarray(0, count * 16),
        at: this.#at.subarray(0, count),
        zone: this.#zone.subarray(0, count),
        sender: this.#sender.subarray(0, count),
        conversation: this.#conversation.subarray(0, count),
        start: this.#start.subarray(0, count),
        length: this.#length.subarray(0, count),
        timeText: this.#timeText,
        kind: this.#kind,
        body: this.#body,
        ownWords: this.#ownWords.subarray(0, count),
        repairs: this.#repairs,
        fromName: this.#fromName,
        media: this.#media,
        details: this.#details,
        parts: this.#parts,
      },
    }
  }
}

function extent({ start, end }: Span): { readonly start: number; readonly length: number } {
  return { start, length: end - start }
}

class Places<T> {
  readonly items: T[] = []
  readonly #place = new Map<string, number>()

  of(key: string, make: () => T): number {
    const known = this.#place.get(key)
    if (known !== undefined) return known
    const item = make()
    const place = this.items.length
    this.items.push(item)
    this.#place.set(key, place)
    return place
  }
}
