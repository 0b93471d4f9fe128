import { serviceAddress } from '../../core/handle.ts'
import { isObject, type JsonObject, numberOf, objectOf, objectsOf, textOf } from '../json-values.ts'
import { type People, type Person, personOf } from './people.ts'
import type { Said, SignalRow } from './signal-message.ts'

/** Reads a row that is no message: what the app notes of people, keys, timers and groups, by whoever did it. */
export async function noticeOf(people: People, { json, type }: SignalRow): Promise<Said> {
  return { from: await actorOf(people, json), kind: 'system', body: wordsOf(json, type) }
}

async function actorOf(people: People, json: JsonObject): Promise<Person> {
  const timer = objectOf(json, 'expirationTimerUpdate')
  const service =
    textOf(objectOf(json, 'groupV2Change'), 'from') ??
    textOf(timer, 'sourceServiceId') ??
    textOf(timer, 'sourceUuid')
  const person = await people.person(service, service === null ? null : textOf(timer, 'source'))
  if (person !== null) return person
  const changed = await people.conversation(textOf(json, 'changedId') ?? textOf(json, 'key_changed'))
  return (changed && personOf(changed)) ?? { address: serviceAddress, name: null }
}

function wordsOf(json: JsonObject, type: string): string {
  const change = objectOf(json, 'profileChange')
  if (textOf(change, 'newName') !== null)
    return `Changed name from ${textOf(change, 'oldName') ?? '(none)'} to ${textOf(change, 'newName')}`
  const timer = json['expirationTimerUpdate']
  if (isObject(timer)) {
    const seconds = numberOf(timer, 'expireTimer') ?? 0
    return seconds > 0 ? `Disappearing messages after ${seconds} seconds` : 'Disappearing messages off'
  }
  if (type === 'keychange') return 'Safety number changed'
  if (type === 'verified-change')
    return json['verified'] === true ? 'Marked as verified' : 'Marked as not verified'
  const details = objectsOf(objectOf(json, 'groupV2Change'), 'details').map(groupDetail)
  if (details.length > 0) return `Group changed: ${details.join('; ')}`
  const update = objectOf(json, 'group_update')
  const known = ['name', 'joined', 'left'].filter((name) => update[name] !== undefined)
  if (known.length > 0)
    return `Group changed: ${known.map((name) => `${name} ${textOf(update, name) ?? JSON.stringify(update[name])}`).join('; ')}`
  return `Notice: ${type}`
}

/** One change of a group: its kind and the words or account it names. */
function groupDetail(detail: JsonObject): string {
  const named = ['newTitle', 'description', 'aci', 'serviceId', 'uuid'].map((name) => textOf(detail, name))
  return [textOf(detail, 'type') ?? 'change', ...named.filter((name) => name !== null)].join(' ')
}
