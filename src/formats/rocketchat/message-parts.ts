import type { Attachment, MessageDetails, Reaction } from '../../core/message-details.ts'
import { isObject, type JsonObject, objectOf, objectsOf, textOf, wordsOf } from '../json-values.ts'
import { addressOf } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'

/** What a record states beside its words. */
export function detailsOf(record: JsonObject): MessageDetails | null {
  return statedDetails({
    sourceId: textOf(record, '_id'),
    answers: answeredBy(record),
    attachments: filesOf(record),
    reactions: Object.entries(objectOf(record, 'reactions')).flatMap(([emoji, said]) =>
      isObject(said) ? reactionsOf(emoji, said) : [],
    ),
    earlier: record['editedAt'] === undefined || record['editedAt'] === null ? null : [],
    deleted: record['t'] === 'rm' ? true : null,
  })
}

/** What somebody wrote beneath a file they sent, a line each: it stands with the file and not in `msg`. */
export function captionOf(record: JsonObject): string {
  return uploadsIn(record)
    .map((upload) => wordsOf(upload, 'description'))
    .filter((words) => words.trim() !== '')
    .join('\n')
}

function uploadsIn(record: JsonObject): readonly JsonObject[] {
  return objectsOf(record, 'attachments').filter((one) => !isQuote(one))
}

function isQuote(attachment: JsonObject): boolean {
  return textOf(attachment, 'message_link') !== null
}

/** The files of a message: those it lists, else the one it names, else its attachments that link to a file. */
function filesOf(record: JsonObject): readonly Attachment[] {
  const listed = objectsOf(record, 'files').filter((file) => !wordsOf(file, 'name').startsWith('thumb-'))
  const named = listed.length > 0 ? listed : isObject(record['file']) ? [record['file']] : []
  if (named.length > 0)
    return named.map((file) => ({ name: textOf(file, 'name'), claims: textOf(file, 'type'), sha256: null }))
  return uploadsIn(record)
    .filter((one) => ['title_link', 'image_url', 'audio_url', 'video_url'].some((name) => textOf(one, name)))
    .map((one) => {
      const types = ['image_type', 'audio_type', 'video_type'].map((name) => textOf(one, name))
      return { name: textOf(one, 'title'), claims: types.find((type) => type !== null) ?? null, sha256: null }
    })
}

/** A quotation links to the message it quotes (`…?msg=ID`); a message of a thread names the one that began it. */
function answeredBy(record: JsonObject): MessageDetails['answers'] | null {
  const quote = objectsOf(record, 'attachments').find(isQuote)
  if (quote) {
    const [, id = null] = /[?&]msg=([A-Za-z0-9]{1,60})/.exec(wordsOf(quote, 'message_link')) ?? []
    return { sourceId: id, words: textOf(quote, 'text') }
  }
  const thread = textOf(record, 'tmid')
  return thread === null ? null : { sourceId: thread, words: null }
}

function reactionsOf(emoji: string, said: JsonObject): readonly Reaction[] {
  const names: readonly unknown[] = Array.isArray(said['usernames']) ? said['usernames'] : []
  return names.map((name) => ({ emoji, from: addressOf(name), timeText: null }))
}
