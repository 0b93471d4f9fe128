import { callIn, type StatedFile, type StatedMessage, unquoted, withoutPadding } from './stated-message.ts'

type Fields = Readonly<Record<string, unknown>>

/** Reads a line of `data.json`; null when it is no object with a sender. */
export function readJsonLine(line: string): StatedMessage | null {
  const fields = parseFields(line)
  const sender = fields?.['sender']
  if (!fields || typeof sender !== 'string') return null
  const written = textOf(fields['body'])
  const body = withoutPadding(written)
  const { date, edits, call } = fields
  return {
    time: typeof date === 'string' && date !== '' ? date : null,
    sender,
    body,
    quote: unquoted(textOf(fields['quote'])),
    files: [...filesOf(fields['attachments']), ...stickersOf(fields['sticker'])],
    reactions: listOf(fields['reactions']).flatMap(reactionOf),
    deleted: fields['deleted'] === true,
    call: call === false ? null : callIn(body),
    earlier: Array.isArray(edits) && edits.length > 0 ? listOf(edits).flatMap(earlierOf) : null,
  }
}

function parseFields(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line)
    return isFields(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function filesOf(value: unknown): readonly StatedFile[] {
  return listOf(value)
    .filter(isFields)
    .map(({ name, path }) => ({
      name: textOf(name),
      path: typeof path === 'string' ? path : null,
      claims: null,
    }))
}

/** A sticker is an emoji in old exports and an object in new ones. */
function stickersOf(value: unknown): readonly StatedFile[] {
  if (typeof value === 'string' && value !== '') return [{ name: value, path: null, claims: 'sticker' }]
  if (!isFields(value)) return []
  const { emoji, packId, id, extension } = value
  const path =
    typeof packId === 'string' && typeof id === 'string' && typeof extension === 'string'
      ? `../exported_stickers/${packId}/${id}.${extension}`
      : null
  return [{ name: textOf(emoji) || 'sticker', path, claims: 'sticker' }]
}

/** `["Aya", "👍"]`, or an object of the same two names. */
function reactionOf(value: unknown): StatedMessage['reactions'] {
  const [name, emoji] = Array.isArray(value)
    ? listOf(value)
    : isFields(value)
      ? [value['name'], value['emoji']]
      : []
  return typeof name === 'string' && typeof emoji === 'string' ? [{ name, emoji }] : []
}

function earlierOf(value: unknown): NonNullable<StatedMessage['earlier']> {
  if (!isFields(value) || typeof value['body'] !== 'string') return []
  const { date } = value
  return [{ body: withoutPadding(value['body']), timeText: typeof date === 'string' ? date : null }]
}
