import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { compileRequestSchema } from './read-request.ts'

const schema = Type.Object(
  {
    before: Type.String({ minLength: 1, maxLength: 4 }),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
    sort: Type.Union([Type.Literal('time'), Type.Literal('rank')], { default: 'time' }),
    use: Type.Enum(['facts', 'bytes'], { default: 'facts' }),
    uid: Type.Optional(Type.String({ pattern: '^[0-9a-f]{2}$' })),
  },
  { additionalProperties: false },
)
const check = compileRequestSchema({ schema, method: 'GET', url: '/', httpPart: 'querystring' })

function said(query: object): unknown {
  const result: unknown = check(query)
  return typeof result === 'object' && result !== null && 'error' in result && result.error instanceof Error
    ? result.error.message
    : result
}

test('a query that reads has its numbers and its defaults', () => {
  assert.deepEqual(check({ before: 'E/1', limit: '7' }), {
    value: { before: 'E/1', limit: 7, sort: 'time', use: 'facts' },
  })
})

test('what is wrong with a query is said in words', () => {
  const queries: readonly (readonly [object, string])[] = [
    [{}, 'The query needs before.'],
    [{ before: 'E/1', limit: 'x' }, 'In the query, limit must be a whole number.'],
    [{ before: 'E/1', limit: '501' }, 'In the query, limit must be at most 500.'],
    [{ before: 'E/1', limit: '0' }, 'In the query, limit must be at least 1.'],
    [{ before: '' }, 'In the query, before must not be empty.'],
    [{ before: 'E/100' }, 'In the query, before must have at most 4 characters.'],
    [{ before: 'E/1', sort: 'size' }, 'In the query, sort must be one of time, rank.'],
    [{ before: 'E/1', use: 'x' }, 'In the query, use must be one of facts, bytes.'],
    [{ before: 'E/1', uid: 'x' }, 'In the query, uid must be written as ^[0-9a-f]{2}$.'],
    [{ before: 'E/1', colour: 'x' }, 'The query takes no colour.'],
  ]
  for (const [query, says] of queries) assert.equal(said(query), says)
})
