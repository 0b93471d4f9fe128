import type { Contact } from '../../core/contact.ts'
import type { Span } from '../../core/locator.ts'
import type { Place, Trace } from '../../core/trace.ts'
import { networkOf } from '../network-name.ts'
import { addressOf } from '../source-address.ts'
import { positionIn } from './details.ts'
import { fieldIn, firstField, type Model, modelsIn, numberIn, wordsIn } from './model.ts'
import { ownerFor, type Reading, timeIn } from './read-message.ts'

/** A saved name with the bytes of the record it stands in. */
export interface FoundContact {
  readonly record: Span
  readonly contact: Contact
}

const networks: ReadonlyMap<string, string> = new Map([
  ['PhoneNumber', 'phone'],
  ['EmailAddress', 'email'],
])

/**
 * The addresses a contact or an account of the owner's is saved with, each with its own stretch of the record: up to
 * the end of its entry, the last to the end of the record.
 */
export function contactsIn(model: Model, reading: Reading): readonly FoundContact[] {
  const name = wordsIn(model, 'Name') ?? wordsIn(model, 'Username')
  if (name === null || name.trim() === '') return []
  const isAccount = model.type === 'UserAccount'
  const source = firstField(model, 'Source', 'ServiceType')
  const entries = modelsIn(model, 'Entries').flatMap((entry) => {
    const address = addressOf(fieldIn(entry, 'Value'))
    return address === null || entry.type === 'WebAddress'
      ? []
      : [{ address, type: entry.type, end: entry.element.end }]
  })
  const username = addressOf(
    isAccount ? firstField(model, 'Username', 'Identifier') : fieldIn(model, 'Identifier'),
  )
  const own = username === null ? [] : [{ address: username, type: 'UserID', end: model.element.end }]
  const all = entries.length > 0 ? entries : own
  return all.map(({ address, type, end }, index) => ({
    record: {
      start: all[index - 1]?.end ?? model.element.start,
      end: index === all.length - 1 ? model.element.end : end,
    },
    contact: {
      network: networkOf(
        isNative(source) ? (networks.get(type) ?? null) : source,
        networks.get(type) ?? 'unknown',
      ),
      address,
      name,
      savedBy: isAccount ? null : (addressOf(fieldIn(model, 'Account')) ?? ownerFor(reading, source)),
    },
  }))
}

function isNative(source: string | null): boolean {
  return (
    source === null ||
    /^(?:native|phone|contacts|phonebook|address ?book|sim\b.*|icloud|google(?: contacts)?)$/i.test(source)
  )
}

/** Where the device was, or why the record does not say. */
export function traceIn(model: Model, reading: Reading): Trace | string {
  const time = timeIn(model, reading.zone, 'TimeStamp', 'StartTime', 'LastConnection', 'LastConnected')
  if (time === 'no-timestamp') return `${model.type} without a time`
  if (typeof time === 'string') return `${model.type} whose time cannot be read`
  if (
    /^external$/i.test(fieldIn(model, 'Origin') ?? '') ||
    notVisited.test(firstField(model, 'Category', 'Type') ?? '')
  )
    return `${model.type} that is not where the device was`
  const place = placeOf(model)
  if (place === null) return `${model.type} without a place`
  const end = timeIn(model, reading.zone, 'EndTime')
  return {
    device: reading.facts.device ?? reading.owner,
    from: time.sent,
    until: typeof end === 'string' ? null : end.sent,
    place,
  }
}

const notVisited = /search|destination|favou?rite|planned|shared|bookmark/i

function placeOf(model: Model): Place | null {
  if (model.type === 'CellTower') {
    const parts = ['MCC', 'MNC', 'LAC', 'CID'].map((name) => fieldIn(model, name))
    const cdma = ['SID', 'NID', 'BID'].map((name) => fieldIn(model, name))
    const stated = [parts, cdma].find((some) => some.every((part) => part !== null))
    if (stated) return { kind: 'cell', cell: stated.join('-') }
  }
  if (model.type === 'WirelessNetwork') {
    const named = [firstField(model, 'SSId', 'SSID'), firstField(model, 'BSSId', 'BSSID')].filter(
      (part) => part !== null,
    )
    return named.length > 0 ? { kind: 'wifi', network: named.join(' ') } : null
  }
  const point = positionIn(model)
  const radius = numberIn(model, 'HorizontalAccuracy', 'Accuracy') ?? coordinateRadius(model)
  return point && { kind: 'point', ...point, radiusMetres: radius !== null && radius >= 0 ? radius : null }
}

function coordinateRadius(model: Model): number | null {
  const [coordinate] = modelsIn(model, 'Position')
  return coordinate ? numberIn(coordinate, 'HorizontalAccuracy', 'Accuracy') : null
}
