/** The one place the pages talk to the server. */

/** What the server said when it refused, and what to do about it. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly remedy: string

  constructor(
    status: number,
    said: { readonly code: string; readonly message: string; readonly remedy: string },
  ) {
    super(said.message)
    this.name = 'ApiError'
    this.status = status
    this.code = said.code
    this.remedy = said.remedy
  }
}

type Value = string | number | null | undefined

const sameOrigin = { credentials: 'same-origin', headers: { 'x-bailey': '1' } } as const

/** `/api` path with its query; empty and absent values are left out. */
function apiPath(path: string, query: Readonly<Record<string, Value>> = {}): string {
  const stated = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  return stated.length === 0 ? `/api${path}` : `/api${path}?${new URLSearchParams(stated)}`
}

/** Asks the server. @throws {ApiError} what it said when it refused, or `unreachable`. */
export async function ask<Reply>(
  path: string,
  query: Readonly<Record<string, Value>>,
  signal: AbortSignal,
): Promise<Reply> {
  return replyOf<Reply>(await reach(apiPath(path, query), { ...sameOrigin, signal }))
}

/** Sends a JSON document. @throws {ApiError} what the server said when it refused, or `unreachable`. */
export async function send<Reply>(path: string, body: unknown): Promise<Reply> {
  const headers = { ...sameOrigin.headers, 'content-type': 'application/json' }
  return replyOf<Reply>(
    await reach(apiPath(path), { ...sameOrigin, method: 'POST', headers, body: JSON.stringify(body) }),
  )
}

/** Sends a JSON document that must arrive even when the page is being left; whether it did. */
export async function sendOnLeaving(path: string, body: unknown): Promise<boolean> {
  const headers = { ...sameOrigin.headers, 'content-type': 'application/json' }
  const init = { ...sameOrigin, method: 'POST', headers, body: JSON.stringify(body), keepalive: true }
  try {
    return (await fetch(apiPath(path), init)).ok
  } catch {
    // The server is gone: what was not recorded counts as not read.
    return false
  }
}

/** Puts a file's bytes at a path, telling how many have gone. XMLHttpRequest because fetch tells nothing of an upload. */
export function upload(path: string, file: Blob, onSent: (bytes: number) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  const request = new XMLHttpRequest()
  request.open('PUT', apiPath(path))
  request.setRequestHeader('x-bailey', '1')
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.upload.addEventListener('progress', (event) => onSent(event.loaded))
  request.addEventListener('load', () =>
    request.status < 300
      ? resolve(undefined)
      : reject(new ApiError(request.status, saidIn(request.responseText))),
  )
  request.addEventListener('error', () => reject(unreachable()))
  request.send(file)
  return promise
}

const ahead = new Map<string, Promise<Response>>()

/** Asks for what a view is about to ask for; the first to ask for it gets this answer, so whoever else reads it must clone it. */
export function askAhead(path: string, query: Readonly<Record<string, Value>> = {}): Promise<Response> {
  const asked = apiPath(path, query)
  const reply = fetch(asked, sameOrigin)
  ahead.set(asked, reply)
  return reply
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  const begun = ahead.get(path)
  ahead.delete(path)
  try {
    return await (begun ?? fetch(path, init))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
}

async function replyOf<Reply>(reply: Response): Promise<Reply> {
  if (!reply.ok) throw new ApiError(reply.status, saidIn(await reply.text()))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server serialises replies with this very schema (src/wire)
  return reply.json() as Promise<Reply>
}

function unreachable(): ApiError {
  return new ApiError(0, {
    code: 'unreachable',
    message: 'Bailey’s server does not answer.',
    remedy: 'Nothing in the case was changed. See that `bailey serve` still runs, then try again.',
  })
}

function saidIn(text: string): { readonly code: string; readonly message: string; readonly remedy: string } {
  const fallback = {
    code: 'failed',
    message: 'The server could not answer.',
    remedy: 'Try again; if it stays so, see what `bailey serve` printed.',
  }
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field is checked below
    const { error } = JSON.parse(text) as { readonly error?: Partial<typeof fallback> }
    return {
      code: typeof error?.code === 'string' ? error.code : fallback.code,
      message: typeof error?.message === 'string' ? error.message : fallback.message,
      remedy: typeof error?.remedy === 'string' ? error.remedy : fallback.remedy,
    }
  } catch (error) {
    if (error instanceof SyntaxError) return fallback
    throw error
  }
}
