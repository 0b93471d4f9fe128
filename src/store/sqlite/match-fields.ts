import type { DatabaseSync } from 'node:sqlite'

/** A token no message carries, so that a field nobody matches finds nothing. */
export const nothing = 'who : "x0"'

/** Every message carries the token of its network. */
export function everythingToken(raw: DatabaseSync): string {
  const ids = raw.prepare('select id from network order by id').all()
  return ids.length === 0 ? nothing : `(${ids.map((row) => `who : "n${Number(row['id'])}"`).join(' OR ')})`
}

/** Fields that the index itself answers, by the tokens each message carries. */
export type TokenField = 'from' | 'to' | 'received' | 'with' | 'in' | 'network'

/** An FTS5 expression for a field; its value is looked up in the case. */
export function fieldTokens(raw: DatabaseSync, field: TokenField, value: string): string {
  switch (field) {
    case 'network':
      return anyOf(
        raw
          .prepare('select id from network where name = lower(?)')
          .all(value)
          .map((row) => `n${Number(row['id'])}`),
      )
    case 'in':
      return anyOf(
        raw
          .prepare('select id from conversation where public_id = lower(?) or lower(title) = lower(?)')
          .all(value, value)
          .map((row) => `c${Number(row['id'])}`),
      )
    case 'from':
      return anyOf(handleIds(raw, value).map((id) => `s${id}`))
    case 'received':
      return anyOf(handleIds(raw, value).map((id) => `t${id}`))
    case 'to':
      return recipientTokens(raw, handleIds(raw, value))
    case 'with': {
      const ids = handleIds(raw, value)
      return `(${anyOf(ids.map((id) => `s${id}`))} OR ${recipientTokens(raw, ids)})`
    }
  }
}

/** Direct messages by their recipient token, and messages of groups the handle takes part in but did not send. */
function recipientTokens(raw: DatabaseSync, ids: readonly number[]): string {
  const groups = raw.prepare(
    `select p.conversation_id as id from participant p join conversation c on c.id = p.conversation_id where p.handle_id = ? and c.kind = 'group'`,
  )
  const perHandle = ids.map((id) => {
    const rooms = groups.all(id).map((row) => `c${Number(row['id'])}`)
    const direct = `who : "t${id}"`
    return rooms.length === 0 ? direct : `(${direct} OR (${anyOf(rooms)} NOT who : "s${id}"))`
  })
  return perHandle.length === 0 ? nothing : `(${perHandle.join(' OR ')})`
}

function anyOf(tokens: readonly string[]): string {
  return tokens.length === 0 ? nothing : `(${tokens.map((token) => `who : "${token}"`).join(' OR ')})`
}

/** Handles by `network:address`, address, or the address up to its `@`; `*` at the end stands for any ending. */
function handleIds(raw: DatabaseSync, value: string): number[] {
  const prefix = value.endsWith('*')
  const wanted = (prefix ? value.slice(0, -1) : value).toLowerCase()
  return raw
    .prepare(
      `select h.id, lower(n.name) as network, h.address from handle h join network n on n.id = h.network_id`,
    )
    .all()
    .filter((row) => {
      const address = String(row['address']).toLowerCase()
      const forms = [address, `${String(row['network'])}:${address}`, address.split('@', 1)[0] ?? '']
      return forms.some((form) => (prefix ? form.startsWith(wanted) : form === wanted))
    })
    .map((row) => Number(row['id']))
}
