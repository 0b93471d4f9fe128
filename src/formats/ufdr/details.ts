import { type Address, parseAddress } from '../../core/handle.ts'
import type { Answered, Attachment, Delivery, MessageDetails, Reaction } from '../../core/message-details.ts'
import { firstBeside, nameIn, readingsOf } from '../attached-file.ts'
import type { EvidenceFile } from '../format.ts'
import { statedDetails } from '../stated-details.ts'
import { fieldIn, firstField, type Model, modelsIn, numberIn, partiesIn, wordsIn } from './model.ts'
import type { ReportFacts } from './survey-report.ts'

/** The export around a report: its files, and what its head states of them. */
export interface Export {
  readonly file: EvidenceFile
  readonly facts: ReportFacts
}

/** The files of a message, those handed over with their hash. */
export function attachmentsOf(model: Model, around: Export): readonly Attachment[] {
  const files = [...modelsIn(model, 'Attachments'), ...modelsIn(model, 'Attachment')].map((attachment) =>
    attachmentOf(attachment, around),
  )
  const contacts = modelsIn(model, 'SharedContacts').map((contact) => ({
    name: fieldIn(contact, 'Name'),
    claims: null,
    sha256: null,
  }))
  return [...files, ...contacts]
}

function attachmentOf(model: Model, { file, facts }: Export): Attachment {
  const extracted = fieldIn(model, 'attachment_extracted_path')
  const id = model.element.attributes.get('file_id') ?? fieldIn(model, 'file_id')
  const inside = modelsIn(model, 'File')[0]
  const paths = [
    extracted,
    id === null ? null : (facts.paths.get(id) ?? null),
    inside ? firstField(inside, 'Path', 'LocalPath') : null,
  ].filter((path) => path !== null)
  const found = firstBeside(file, paths.flatMap(readingsOf))
  const named = firstField(model, 'Filename', 'Title') ?? (paths[0] === undefined ? null : nameIn(paths[0]))
  return {
    name: named ?? fieldIn(model, 'URL'),
    claims: fieldIn(model, 'ContentType'),
    sha256: found?.sha256 ?? null,
  }
}

const deliveries: Readonly<Record<string, Delivery>> = {
  unsent: 'unsent',
  draft: 'unsent',
  drafts: 'unsent',
  failed: 'failed',
  sent: 'sent',
  delivered: 'delivered',
  unread: 'delivered',
  read: 'read',
}

/** What a message states beside who, when and what. */
export function detailsOf(
  model: Model,
  owner: Address,
  attachments: readonly Attachment[],
): MessageDetails | null {
  const { attributes } = model.element
  const labels = labelsOf(model)
  const status = fieldIn(model, 'Status')?.toLowerCase() ?? ''
  const folder = fieldIn(model, 'Folder')?.toLowerCase() ?? ''
  const state = attributes.get('deleted_state') ?? ''
  const confidence = attributes.get('decoding_confidence') ?? ''
  return statedDetails({
    sourceId: firstField(model, 'Identifier', 'Id') ?? attributes.get('id'),
    owner,
    answers: answersOf(model),
    attachments,
    reactions: reactionsOf(model),
    delivery: deliveries[status] ?? (folder === 'drafts' ? 'unsent' : null),
    earlier: labels.has('edited') ? [] : null,
    deleted: /^(?:deleted|trash)$/i.test(state) || labels.has('deleted') ? true : null,
    confidence: confidence.trim() === '' ? null : confidence,
    forwardedFrom: forwardedFrom(model, labels),
    viewOnce: labels.has('viewonce') ? true : null,
    position: positionIn(model),
  })
}

/** Labels of a message, small letters without spaces. */
export function labelsOf(model: Model): ReadonlySet<string> {
  const found = extraOf(model, 'MessageLabel').map((label) => fieldIn(label, 'Label') ?? '')
  const all = [
    ...found,
    fieldIn(model, 'Label') ?? '',
    ...quotedOf(model).map((quote) => fieldIn(quote, 'Label') ?? ''),
  ]
  return new Set(all.map((label) => label.toLowerCase().replace(/\s/g, '')))
}

/** Where a model says it is: its own figures or those of its position. Null unless both are degrees. */
export function positionIn(model: Model): { readonly latitude: number; readonly longitude: number } | null {
  const place = modelsIn(model, 'Position')[0] ?? model
  const latitude = numberIn(place, 'Latitude')
  const longitude = numberIn(place, 'Longitude')
  if (latitude === null || longitude === null) return null
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null
}

function extraOf(model: Model, type: string): readonly Model[] {
  return modelsIn(model, 'MessageExtraData').filter((extra) => extra.type === type)
}

function quotedOf(model: Model): readonly Model[] {
  return [...extraOf(model, 'QuotedMessageData'), ...extraOf(model, 'ReplyMessageData')]
}

function embeddedIn(model: Model): Model | null {
  return (
    [...modelsIn(model, 'EmbeddedInstantMessage'), ...modelsIn(model, 'EmbeddedMessage')][0] ??
    extraOf(model, 'ReplyMessageData').flatMap((reply) => modelsIn(reply, 'InstantMessage'))[0] ??
    null
  )
}

function answersOf(model: Model): Answered | null {
  const quotes = quotedOf(model).filter((quote) => !/^forwarded$/i.test(fieldIn(quote, 'Label') ?? ''))
  const embedded = embeddedIn(model)
  const isForward = forwardsOf(model).length > 0
  if (quotes.length === 0 && (embedded === null || isForward)) return null
  const stated = quotes
    .map((quote) => firstField(quote, 'OriginalMessageID', 'ReferenceId'))
    .find((id) => id !== null)
  return {
    sourceId: stated ?? (embedded ? firstField(embedded, 'Identifier') : null),
    words:
      (embedded && wordsIn(embedded, 'Body')) ??
      quotes.map((quote) => wordsIn(quote, 'Body')).find((words) => words !== null) ??
      null,
  }
}

function forwardsOf(model: Model): readonly Model[] {
  const quotes = quotedOf(model).filter((quote) => /^forwarded$/i.test(fieldIn(quote, 'Label') ?? ''))
  return [...extraOf(model, 'ForwardedMessageData'), ...quotes]
}

function forwardedFrom(model: Model, labels: ReadonlySet<string>): string | null {
  const forwards = forwardsOf(model)
  if (forwards.length === 0 && !labels.has('forwarded')) return null
  const sender = forwards.flatMap((forward) => partiesIn(forward, 'OriginalSender'))[0]
  return sender ? (sender.name ?? sender.address) : ''
}

function reactionsOf(model: Model): readonly Reaction[] {
  const all = [...modelsIn(model, 'Reactions'), ...modelsIn(model, 'MessageExtraData')]
  return all
    .filter(({ type }) => /reaction/i.test(type))
    .flatMap((reaction) => {
      const emoji = firstField(reaction, 'Emoji', 'Reaction', 'ReactionType', 'Value')
      if (emoji === null) return []
      const from = partiesIn(reaction, 'From', 'Party', 'Sender')[0]?.address
      return [
        {
          emoji,
          from: from ?? parseAddress(fieldIn(reaction, 'From') ?? ''),
          timeText: fieldIn(reaction, 'TimeStamp'),
        },
      ]
    })
}
