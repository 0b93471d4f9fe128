import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { BaileyError } from '../core/errors.ts'

/** Checks what was sent against its schema. Only a query, which is all text, is converted; the rest is taken as it stands. */
export const compileRequestSchema: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  return (sent: unknown) => {
    const value = Value.Default(schema, httpPart === 'querystring' ? Value.Convert(schema, sent) : sent)
    if (validator.Check(value)) return { value }
    const [first] = validator.Errors(value)
    return {
      error: new BaileyError(
        'bad-value',
        `In the ${httpPart ?? 'request'}, ${first?.instancePath.slice(1) || 'it'} ${first?.message ?? 'cannot be read'}`,
      ),
    }
  }
}
