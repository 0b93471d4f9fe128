import type { FastifyInstance } from 'fastify'
import { BaileyError, refusals } from '../core/errors.ts'
import type { ErrorReply } from '../wire/errors.ts'

/** Answers every refusal with its code, sentence and remedy, and every bug with nothing but a number to look up. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, code, message, remedy } = saidOf(error, request.id)
    if (status >= 500)
      request.log.error({ requestId: request.id, status, ...placeOf(error) }, 'Request failed')
    const said: ErrorReply = { error: { code, message, remedy } }
    return await reply
      .code(status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(said)
  })
}

function saidOf(error: unknown, requestId: string): ErrorReply['error'] & { readonly status: number } {
  if (error instanceof BaileyError) {
    const { code, message, remedy } = error
    return { status: refusals[code].http, code, message, remedy }
  }
  const status = statusOf(error)
  if (status !== null && error instanceof Error)
    return {
      status,
      code: 'bad-value',
      message: `${error.message.replace(/\.$/, '')}.`,
      remedy: 'See /api/docs for what may be sent.',
    }
  return {
    status: 500,
    code: 'fault',
    message: `Something went wrong inside Bailey (request ${requestId}).`,
    remedy: 'Nothing was changed by this request unless it said so. Report the request number.',
  }
}

/** The status of a request the framework itself turned away. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('FST_')) return null
  const status = 'statusCode' in error ? error.statusCode : null
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null
}

/** Where a bug was thrown, without its message: that may quote evidence. */
export function placeOf(error: unknown): { readonly name: string; readonly at: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  const lines = (error.stack ?? '').split('\n')
  return {
    name: error.name,
    at: lines.filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line)).map((line) => line.trim()),
  }
}
