import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { ErrorReply } from '../wire/errors.ts'
import { routePermissions } from './permissions.ts'
import { cookieName } from './sign-in.ts'

const refused = { description: 'Refused: what is wrong and what to do about it.', ...ErrorReply }
const failed = { description: 'Failed inside Bailey, or on its disk.', ...ErrorReply }

const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName,
    description: 'Set by the link that `bailey serve` prints.',
  },
} as const

/** Describes the routes that are registered after it as OpenAPI. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Bailey',
        version: '1',
        description: 'One case: its messages, its exhibits, and the way from each message to its bytes.',
      },
      components: { securitySchemes },
    },
    transform: ({ schema, url, route }) => {
      const permission = route.config?.permission ?? 'public'
      const description = `Needs: ${permission}. ${routePermissions[permission]}`
      const querystring = withDefaultsOptional(schema.querystring)
      const response = { ...responsesOf(schema.response), '4XX': refused, '5XX': failed }
      const security = permission === 'public' ? [] : [{ session: [] }]
      return {
        schema: {
          ...schema,
          description,
          response,
          security,
          ...(querystring === undefined ? {} : { querystring }),
        },
        url,
      }
    },
  })
}

function responsesOf(response: unknown): object {
  return typeof response === 'object' && response !== null ? response : {}
}

/** What has a default need not be sent: the schema requires it only of the value once defaults are filled in. */
function withDefaultsOptional(schema: unknown): unknown {
  if (!isRecord(schema) || !isRecord(schema['properties']) || !Array.isArray(schema['required']))
    return schema
  const { properties, required } = schema
  const isNeeded = (name: unknown): boolean => {
    const property = properties[String(name)]
    return !(isRecord(property) && 'default' in property)
  }
  return { ...schema, required: required.filter(isNeeded) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
