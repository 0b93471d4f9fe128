import { type Address, type Network, serviceAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation, type MessageKind } from '../../core/message.ts'
import type { Attachment, Delivery, EarlierWords, Reaction } from '../../core/message-details.ts'
import { type EpochMicros, noTime } from '../../core/time.ts'
import { mediaHashesOf } from '../attached-file.ts'
import { type JsonSaid, problemOf } from '../json-messages.ts'
import { type JsonObject, numberOf, objectsOf, textOf, wordsOf } from '../json-values.ts'
import { networkOf } from '../network-name.ts'
import { noRepairs } from '../row-tiles.ts'
import { addressOf } from '../source-address.ts'
import { statedDetails } from '../stated-details.ts'
import { readWallTime, type WallTime } from '../wall-clock.ts'

/** What a manifest states beside its events. */
export interface Manifest {
  readonly people: ReadonlyMap<string, Person>
  readonly conversations: ReadonlyMap<string, Talk>
  readonly zone: string | null
  /** SHA-256 of an attachment by its id; null where it was not handed over. */
  hashOf(id: string): string | null
}

interface Person {
  readonly address: Address
  readonly name: string | null
}

interface Talk {
  readonly network: Network
  readonly conversation: ConversationRef
  readonly custodian: string | null
}

/** Participants and conversations of a manifest, from all of it that is not an event. */
export function readManifest(root: unknown): Pick<Manifest, 'people' | 'conversations'> {
  const manifest: JsonObject = isRecord(root) ? root : {}
  const people = new Map<string, Person>()
  for (const participant of objectsOf(manifest, 'participants')) {
    const id = textOf(participant, 'id')
    const address = addressOf(textOf(participant, 'account_id') ?? textOf(participant, 'email') ?? id)
    const name = textOf(participant, 'display')
    if (id !== null && address !== null && !people.has(id))
      people.set(id, { address, name: name === address ? null : name })
  }
  const conversations = new Map<string, Talk>()
  for (const conversation of objectsOf(manifest, 'conversations')) {
    const id = textOf(conversation, 'id')
    if (id !== null && !conversations.has(id)) conversations.set(id, talkOf(conversation, id, people))
  }
  return { people, conversations }
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function talkOf(conversation: JsonObject, id: string, people: ReadonlyMap<string, Person>): Talk {
  const network = networkOf(textOf(conversation, 'platform'), 'unknown')
  const members = namesIn(conversation, 'participants').flatMap(
    (name) => people.get(name)?.address ?? addressOf(name) ?? [],
  )
  const everyone = [...new Set(members)]
  const [first, second, ...more] = everyone
  const direct = textOf(conversation, 'type')?.toLowerCase() === 'direct'
  return {
    network,
    conversation:
      direct && first !== undefined && second !== undefined && more.length === 0
        ? directConversation(first, second)
        : { kind: 'group', key: id, title: textOf(conversation, 'display'), participants: everyone },
    custodian: textOf(conversation, 'custodian'),
  }
}

function namesIn(object: JsonObject, field: string): readonly string[] {
  const list: unknown = object[field]
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : []
}

/**
 * An event of a manifest as a message, or why it is none. One that states no time keeps its words and its place.
 *
 * @param before - where the message before stands in time.
 */
export function readEvent(event: JsonObject, manifest: Manifest, before: EpochMicros | null): JsonSaid {
  const said = textOf(event, 'timestamp')
  const time: WallTime | null =
    said === null ? { sent: noTime(before, ''), repair: 'no-time' } : readWallTime(said, manifest.zone)
  if (time === null) return problemOf('bad-timestamp')
  const talk = talkIn(event, manifest)
  if (talk === null)
    return problemOf(
      'no-recipient',
      'The event names no conversation, or one that the file does not describe.',
    )
  const type = textOf(event, 'type')?.toLowerCase() ?? 'unknown'
  const sender = senderOf(event, talk, manifest)
  const notice = type !== 'message' && !(type === 'unknown' && sender !== null)
  if (sender === null && !notice) return problemOf('no-sender')
  const attachments = attachmentsOf(event, manifest)
  const deleted = event['deleted'] === true || undefined
  const body = wordsOf(event, 'body') || (notice ? type : '')
  if (body === '' && attachments.length === 0 && !deleted) return problemOf('no-body')
  const kind: MessageKind = notice ? 'system' : body === '' && attachments.length > 0 ? 'media' : 'text'
  const parent = textOf(event, 'parent')
  const details = statedDetails({
    sourceId: textOf(event, 'id'),
    owner: talk.custodian === null ? null : personOf(talk.custodian, manifest)?.address,
    answers: parent === null ? null : { sourceId: parent, words: null },
    attachments,
    reactions: objectsOf(event, 'reactions').flatMap((reaction) => reactionsOf(reaction, manifest)),
    delivery: deliveryOf(event),
    earlier: earlierOf(event),
    deleted,
  })
  return {
    message: {
      network: talk.network,
      conversation: talk.conversation,
      from: sender?.address ?? serviceAddress,
      fromName: sender?.name ?? null,
      sent: time.sent,
      kind,
      body,
      mediaHashes: mediaHashesOf(attachments),
      details,
    },
    repairs: time.repair === null ? noRepairs : [time.repair],
  }
}

/** The conversation an event names; the only one of the file where it names none. */
function talkIn(event: JsonObject, { conversations }: Manifest): Talk | null {
  const id = textOf(event, 'conversation')
  if (id !== null) return conversations.get(id) ?? null
  const [only, ...more] = conversations.values()
  return only !== undefined && more.length === 0 ? only : null
}

/** Who an event is of: a participant, or the custodian where it is only said to be outgoing. */
function senderOf(event: JsonObject, { custodian }: Talk, manifest: Manifest): Person | null {
  const id = textOf(event, 'participant')
  if (id !== null) return personOf(id, manifest)
  const outgoing = textOf(event, 'direction')?.toLowerCase() === 'outgoing'
  return outgoing && custodian !== null ? personOf(custodian, manifest) : null
}

function personOf(id: string, { people }: Manifest): Person | null {
  const address = addressOf(id)
  return people.get(id) ?? (address === null ? null : { address, name: null })
}

function attachmentsOf(event: JsonObject, manifest: Manifest): readonly Attachment[] {
  return objectsOf(event, 'attachments').map((attachment) => {
    const id = textOf(attachment, 'id')
    return {
      name: textOf(attachment, 'display') ?? id,
      claims: null,
      sha256: id === null ? null : manifest.hashOf(id),
    }
  })
}

const mostCounted = 1000

/** A reaction by everyone it names, and without a name for as many more as it counts. */
function reactionsOf(reaction: JsonObject, manifest: Manifest): readonly Reaction[] {
  const emoji = textOf(reaction, 'value')
  if (emoji === null) return []
  const named = namesIn(reaction, 'participants').map((id) => personOf(id, manifest)?.address ?? null)
  const count = Math.min(mostCounted, numberOf(reaction, 'count') ?? 1)
  const rest = Array.from({ length: Math.max(0, Math.floor(count) - named.length) }, () => null)
  return [...named, ...rest].map((from) => ({ emoji, from, timeText: null }))
}

function deliveryOf(event: JsonObject): Delivery | null {
  const actions = objectsOf(event, 'read_receipts').map((receipt) => textOf(receipt, 'action')?.toLowerCase())
  if (actions.includes('read')) return 'read'
  return actions.includes('delivered') ? 'delivered' : null
}

function earlierOf(event: JsonObject): readonly EarlierWords[] | null {
  const edits = objectsOf(event, 'edits')
  if (edits.length === 0) return null
  return edits.flatMap((edit) =>
    typeof edit['previous'] === 'string'
      ? [{ body: edit['previous'], timeText: textOf(edit, 'timestamp') }]
      : [],
  )
}
