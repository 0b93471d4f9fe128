import { type Address, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import { type JsonObject, parseJsonObject, textOf } from '../json-values.ts'
import { ownerOf } from '../owner.ts'
import { networkNamed } from '../source-address.ts'
import { textIn, wordsIn } from '../sqlite-columns.ts'
import type { Database, StoredRow } from '../sqlite-file.ts'
import { firstOf, lookup } from '../sqlite-lookup.ts'
import type { RowReading } from '../sqlite-rows.ts'

/** Signal. */
export const signal = networkNamed('signal')

/** The conversations of the database: people, and groups. */
export interface People {
  readonly owner: Address
  /** A conversation by its own id. */
  conversation(id: string | null): Promise<StoredRow | null>
  /** The person a service id (or telephone number) belongs to. */
  person(serviceId: string | null, number: string | null): Promise<Person | null>
}

/** Somebody's address and the name shown for it. */
export interface Person {
  readonly address: Address
  readonly name: string | null
}

/** Opens the conversations of a database and finds whose it is. */
export async function openPeople(
  database: Database,
  file: EvidenceFile,
  context: ReadContext,
): Promise<People> {
  const table = database.table('conversations')
  const byId = await lookup(database, table, 'id')
  const byService = await lookup(database, table, table?.places.has('serviceid') ? 'serviceid' : 'uuid')
  const byNumber = await lookup(database, table, 'e164')
  const person = async (serviceId: string | null, number: string | null): Promise<Person | null> => {
    const row =
      (serviceId === null ? null : await firstOf(byService, serviceId)) ??
      (number === null ? null : await firstOf(byNumber, number))
    const found = row && personOf(row)
    const address = parseAddress(number ?? serviceId ?? '')
    return found ?? (address === null ? null : { address, name: null })
  }
  return {
    owner: context.owner ?? (await statedOwner(database, person)) ?? ownerOf(file, context),
    conversation: async (id) => await firstOf(byId, id),
    person,
  }
}

/** A person's address: the telephone number where the database knows it, else the account's id. */
export function personOf(row: StoredRow): Person | null {
  const json = jsonIn(row) ?? {}
  const text =
    wordsIn(row, 'e164') ??
    textOf(json, 'e164') ??
    wordsIn(row, 'serviceid') ??
    wordsIn(row, 'uuid') ??
    textOf(json, 'serviceId') ??
    textOf(json, 'uuid') ??
    textIn(row, 'id')
  const address = text === null ? null : parseAddress(text)
  const name = wordsIn(row, 'name') ?? textOf(json, 'name') ?? profileName(row, json)
  return address === null ? null : { address, name }
}

/** The conversation of a row: a group by its id, any other between the owner and the person. */
export function conversationOf(row: StoredRow, owner: Address, from: Address | null): ConversationRef | null {
  const json = jsonIn(row) ?? {}
  if ((wordsIn(row, 'type') ?? textOf(json, 'type')) !== 'group') {
    const person = personOf(row)
    return person && directConversation(owner, person.address)
  }
  const key = wordsIn(row, 'groupid') ?? textOf(json, 'groupId') ?? textIn(row, 'id')
  return key === null
    ? null
    : {
        kind: 'group',
        key,
        title: wordsIn(row, 'name') ?? textOf(json, 'name'),
        participants: from === null ? [] : [from],
      }
}

/** Reads a conversation with a person as a saved name: the one saved for him, else that of his profile. */
export function readContact({ owner }: People, row: StoredRow): RowReading | null {
  const json = jsonIn(row) ?? {}
  if ((wordsIn(row, 'type') ?? textOf(json, 'type')) === 'group') return null
  const person = personOf(row)
  if (person === null || person.name === null || person.address === owner) return null
  const isSaved = (wordsIn(row, 'name') ?? textOf(json, 'name')) !== null
  const contact = {
    network: signal,
    address: person.address,
    name: person.name,
    savedBy: isSaved ? owner : null,
  }
  return { kind: 'contact', contact }
}

/** The `json` column as an object; null when it holds something else. Parsed once for a row that is asked for again. */
export function jsonIn(row: StoredRow): JsonObject | null {
  const known = parsed.get(row.record)
  if (known !== undefined) return known
  const text = textIn(row, 'json')
  const json = text === null ? {} : (parseJsonObject(text)?.object ?? null)
  parsed.set(row.record, json)
  return json
}

const parsed = new WeakMap<StoredRow['record'], JsonObject | null>()

function profileName(row: StoredRow, json: JsonObject): string | null {
  const full = wordsIn(row, 'profilefullname') ?? textOf(json, 'profileFullName')
  if (full !== null) return full
  const parts = [
    wordsIn(row, 'profilename') ?? textOf(json, 'profileName'),
    wordsIn(row, 'profilefamilyname') ?? textOf(json, 'profileFamilyName'),
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' ')
}

/** The account's own number and id, as its settings state them; each ends with the number of the device. */
async function statedOwner(database: Database, person: People['person']): Promise<Address | null> {
  const items = await lookup(database, database.table('items'), 'id')
  const value = async (id: string): Promise<string | null> => {
    const row = await firstOf(items, id)
    const text = row && textOf(jsonIn(row) ?? {}, 'value')
    return text === null ? null : text.replace(/[.:]\d{1,4}$/, '')
  }
  const serviceId = await value('uuid_id')
  const number = await value('number_id')
  return serviceId === null && number === null ? null : ((await person(serviceId, number))?.address ?? null)
}
