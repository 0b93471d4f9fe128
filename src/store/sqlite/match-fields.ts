import type { DatabaseSync } from 'node:sqlite'

/** A token no message carries, so that a field nobody matches finds nothing. */
export const nothing = 'who : "x0"'

/** Every message carries the token of its network. */
export function everythingToken(raw: DatabaseSync): string {
  const ids = raw.prepare('select id from network order by id').all()
  return ids.length === 0 ? nothing : `(${ids.map((row) => `who : "n${Number(row['id'])}"`).join(' OR ')})`
}

/** Fields that the index itself answers, by the tokens each message carries. */
export type TokenField = 'from' | 'to' | 'received' | 'with' | 'pair' | 'in' | 'network'

/** Names of the case as fields compare them; handles are read once, when they are first asked for. */
export interface CaseNames {
  /** Handles by `network:address`, address, or the address up to its `@`; `*` at the end stands for any ending. */
  handles(value: string): readonly number[]
  /** Conversations by their id or title. */
  conversations(value: string): readonly number[]
  /** Conversations of two handles alone, written `one|other`. */
  pairs(value: string): readonly number[]
  networks(value: string): readonly number[]
  conversationsOn(network: number): readonly number[]
  /** Groups that a handle takes part in. */
  groupsOf(handle: number): readonly number[]
}

/** Looks names up in one state of the case. */
export function openNames(raw: DatabaseSync): CaseNames {
  const idsOf = (sql: string, ...values: readonly (string | number)[]): number[] =>
    raw
      .prepare(sql)
      .all(...values)
      .map(({ id }) => Number(id))
  let known: readonly HandleForms[] | null = null
  const handles = (value: string): readonly number[] => {
    known ??= handleForms(raw)
    const prefix = value.endsWith('*')
    const wanted = (prefix ? value.slice(0, -1) : value).toLowerCase()
    return known
      .filter(({ forms }) => forms.some((form) => (prefix ? form.startsWith(wanted) : form === wanted)))
      .map(({ id }) => id)
  }
  return {
    handles,
    conversations: (value) =>
      idsOf(
        'select id from conversation where public_id = lower(?) or lower(title) = lower(?)',
        value,
        value,
      ),
    pairs: (value) =>
      splitsOf(value).flatMap(([one, other]) => pairsOf(raw, handles(one), new Set(handles(other)))),
    networks: (value) => idsOf('select id from network where name = lower(?)', value),
    conversationsOn: (network) => idsOf('select id from conversation where network_id = ?', network),
    groupsOf: (handle) =>
      idsOf(
        `select p.conversation_id as id from participant p join conversation c on c.id = p.conversation_id where p.handle_id = ? and c.kind = 'group'`,
        handle,
      ),
  }
}

interface HandleForms {
  readonly id: number
  readonly forms: readonly string[]
}

function handleForms(raw: DatabaseSync): readonly HandleForms[] {
  return raw
    .prepare(
      `select h.id, lower(n.name) as network, h.address from handle h join network n on n.id = h.network_id`,
    )
    .all()
    .map((row) => {
      const address = String(row['address']).toLowerCase()
      const forms = [address, `${String(row['network'])}:${address}`, address.split('@', 1)[0] ?? '']
      return { id: Number(row['id']), forms }
    })
}

/** Every way to cut a value at a bar: one may stand in an address. */
function splitsOf(value: string): readonly (readonly [string, string])[] {
  return Array.from(value.matchAll(/\|/g), ({ index }) => [value.slice(0, index), value.slice(index + 1)])
}

/** Conversations of two of which one is any of `ones` and the other any of `others`; a note to oneself is of one and itself. */
function pairsOf(raw: DatabaseSync, ones: readonly number[], others: ReadonlySet<number>): readonly number[] {
  const conversations = raw.prepare(
    `select p.conversation_id as id, coalesce(o.handle_id, p.handle_id) as other from participant p
     join conversation c on c.id = p.conversation_id
     left join participant o on o.conversation_id = p.conversation_id and o.handle_id <> p.handle_id
     where p.handle_id = ? and c.kind = 'direct'`,
  )
  return ones.flatMap((one) =>
    conversations
      .all(one)
      .filter(({ other }) => others.has(Number(other)))
      .map(({ id }) => Number(id)),
  )
}

/** An FTS5 expression for a field; its value is looked up in the case. */
export function fieldTokens(names: CaseNames, field: TokenField, value: string): string {
  switch (field) {
    case 'network':
      return anyOf(names.networks(value).map((id) => `n${id}`))
    case 'in':
      return anyOf(names.conversations(value).map((id) => `c${id}`))
    case 'pair':
      return anyOf(names.pairs(value).map((id) => `c${id}`))
    case 'from':
      return anyOf(names.handles(value).map((id) => `s${id}`))
    case 'received':
      return anyOf(names.handles(value).map((id) => `t${id}`))
    case 'to':
      return recipientTokens(names, names.handles(value))
    case 'with': {
      const ids = names.handles(value)
      return `(${anyOf(ids.map((id) => `s${id}`))} OR ${recipientTokens(names, ids)})`
    }
  }
}

/** Direct messages by their recipient token, and messages of groups the handle takes part in but did not send. */
function recipientTokens(names: CaseNames, ids: readonly number[]): string {
  const perHandle = ids.map((id) => {
    const rooms = names.groupsOf(id).map((room) => `c${room}`)
    const direct = `who : "t${id}"`
    return rooms.length === 0 ? direct : `(${direct} OR (${anyOf(rooms)} NOT who : "s${id}"))`
  })
  return perHandle.length === 0 ? nothing : `(${perHandle.join(' OR ')})`
}

function anyOf(tokens: readonly string[]): string {
  return tokens.length === 0 ? nothing : `(${tokens.map((token) => `who : "${token}"`).join(' OR ')})`
}
