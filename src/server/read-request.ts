import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Value } from 'typebox/value'
import { BaileyError } from '../core/errors.ts'

/** Checks what was sent against its schema. Only a query, which is all text, is converted; the rest is taken as it stands. */
export const compileRequestSchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  return (sent: unknown) => {
    const value = Value.Default(schema, httpPart === 'querystring' ? Value.Convert(schema, sent) : sent)
    if (validator.Check(value)) return { value }
    return { error: new BaileyError('bad-value', explain(validator.Errors(value), httpPart ?? 'request')) }
  }
}

const places: Readonly<Record<string, string>> = {
  querystring: 'query',
  params: 'address',
  headers: 'header',
}

/** The first thing that is wrong, named as whoever sent it knows it. */
function explain(errors: readonly TLocalizedValidationError[], httpPart: string): string {
  const place = places[httpPart] ?? httpPart
  const allowed = allowedValues(errors)
  // What is wrong with each choice is said by naming the choices.
  const first =
    errors.find(({ keyword, instancePath }) => keyword !== 'boolean' && !allowed.has(instancePath)) ??
    errors[0]
  if (first === undefined) return `The ${place} cannot be read`
  if (first.keyword === 'required') return `The ${place} needs ${both(first.params.requiredProperties)}`
  if (first.keyword === 'additionalProperties')
    return `The ${place} takes no ${both(first.params.additionalProperties)}`
  const name = first.instancePath.slice(1).replaceAll('/', '.') || 'it'
  const values = allowed.get(first.instancePath)
  return `In the ${place}, ${name} ${values === undefined ? demandOf(first) : `must be one of ${values.join(', ')}`}`
}

/** What may stand at each place that takes one of a few values. */
function allowedValues(errors: readonly TLocalizedValidationError[]): ReadonlyMap<string, readonly string[]> {
  const allowed = new Map<string, readonly string[]>()
  for (const { instancePath, ...error } of errors) {
    if (error.keyword === 'const')
      allowed.set(instancePath, [...(allowed.get(instancePath) ?? []), String(error.params.allowedValue)])
    if (error.keyword === 'enum') allowed.set(instancePath, error.params.allowedValues.map(String))
  }
  return allowed
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

function demandOf(error: TLocalizedValidationError): string {
  if (error.keyword === 'type')
    return `must be ${[error.params.type]
      .flat()
      .map((type) => kinds[type] ?? type)
      .join(' or ')}`
  if (error.keyword === 'pattern') return `must be written as ${String(error.params.pattern)}`
  if (error.keyword === 'minLength' && error.params.limit === 1) return 'must not be empty'
  const say = limits[error.keyword]
  return say !== undefined && 'limit' in error.params ? say(error.params.limit) : error.message
}

const limits: Readonly<Record<string, (limit: unknown) => string>> = {
  minimum: (limit) => `must be at least ${String(limit)}`,
  maximum: (limit) => `must be at most ${String(limit)}`,
  minLength: (limit) => `must have at least ${String(limit)} characters`,
  maxLength: (limit) => `must have at most ${String(limit)} characters`,
  minItems: (limit) => `must hold at least ${String(limit)}`,
  maxItems: (limit) => `must hold at most ${String(limit)}`,
}

/** `a`, `a and b`, `a, b and c`. */
function both(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
