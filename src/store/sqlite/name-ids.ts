import type { DatabaseSync } from 'node:sqlite'
import type { Network } from '../../core/handle.ts'
import { conversationId } from '../../core/uid.ts'
import type { ReadBatch } from '../read-batch.ts'
import { folded } from '../sql/handle-answers.ts'

/** The row ids of a batch's handles and conversations, by their place in it. */
export interface BatchIds {
  readonly handles: Int32Array
  readonly conversations: Int32Array
  readonly networkOfConversation: Int32Array
}

/**
 * Finds or makes the rows of networks, handles, conversations and participants. Remembers what it has seen; after a
 * transaction that was rolled back it must be thrown away, since the rows it made are gone.
 */
export function openNameIds(raw: DatabaseSync): {
  readonly ofBatch: (batch: ReadBatch) => BatchIds
  readonly ofHandle: (network: string, address: string) => number
} {
  const network = remembered(raw, 'network', ['name'])
  const handle = remembered(raw, 'handle', ['network_id', 'address'], ['folded'])
  const conversation = remembered(raw, 'conversation', ['public_id'], ['network_id', 'kind', 'key', 'title'])
  const addParticipant = raw.prepare(
    'insert into participant (conversation_id, handle_id) values (?, ?) on conflict do nothing',
  )
  const participants = new Set<string>()
  const ofHandle = (name: string, address: string): number =>
    handle([network([name]), address], [folded(address)])
  const ofBatch = (batch: ReadBatch): BatchIds => {
    const handles = Int32Array.from(batch.handles, (h) => ofHandle(h.network, h.address))
    const networks = Int32Array.from(batch.conversations, (c) => network([c.network]))
    const conversations = Int32Array.from(batch.conversations, (c, i) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the reader made it with parseNetwork
      const publicId = conversationId(c.network as Network, c.kind, c.key)
      const id = conversation([publicId], [networks[i] ?? 0, c.kind, c.key, c.title])
      for (const place of c.participants) {
        const member = handles[place] ?? 0
        const key = `${id} ${member}`
        if (participants.has(key)) continue
        participants.add(key)
        addParticipant.run(id, member)
      }
      return id
    })
    return { handles, conversations, networkOfConversation: networks }
  }
  return { ofBatch, ofHandle }
}

type Value = string | number | null

function remembered(raw: DatabaseSync, table: string, key: readonly string[], rest: readonly string[] = []) {
  const find = raw.prepare(
    `select id from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`,
  )
  const columns = [...key, ...rest]
  const make = raw.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  )
  const ids = new Map<string, number>()
  return (keys: readonly Value[], values: readonly Value[] = []): number => {
    const name = keys.join(' ')
    const known = ids.get(name)
    if (known !== undefined) return known
    const found = find.get(...keys)
    const id = found ? Number(found['id']) : Number(make.run(...keys, ...values).lastInsertRowid)
    ids.set(name, id)
    return id
  }
}
