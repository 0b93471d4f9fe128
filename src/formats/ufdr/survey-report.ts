import { type Address, parseAddress } from '../../core/handle.ts'
import type { EvidenceFile } from '../format.ts'
import type { XmlElement, XmlTag } from '../xml-element.ts'
import { readXml, type XmlRecords } from '../xml-records.ts'
import { modelOf } from './model.ts'
import { type Owners, type OwnerVotes, ownerStep, ownerVotes } from './owners.ts'

/** What a report states of the device and its owner, whatever record it stands in. */
export interface ReportFacts {
  /** The device's own number; null when the report states none or several. */
  readonly number: Address | null
  /** The device as the report names it: its IMEI, else its model; null when it states neither. */
  readonly device: string | null
  /** The owner's own address in each application. */
  readonly owners: Owners
  /** Path of each file of the export, from the report's folder, by its id. */
  readonly paths: ReadonlyMap<string, string>
}

/** More files than this are not remembered by id; messages name most of theirs by path. */
const mostPaths = 1_000_000

const surveyed: XmlRecords = {
  step(tag, around) {
    const { name } = tag
    const data = around.findIndex((outer) => outer.name === 'decodedData')
    if (data >= 0) return ownerStep(tag, around.slice(data + 1))
    if (name === 'metadata' || (name === 'file' && around.length > 0)) return 'record'
    if (name === 'decodedData' || name === 'taggedFiles') return 'enter'
    return around.length === 0 && name !== 'model' && name !== 'modelType' ? 'enter' : 'pass'
  },
  resumes: ({ name }) => name === 'taggedFiles' || name === 'decodedData' || name === 'metadata',
}

function isChat({ name, attributes }: XmlTag): boolean {
  return name === 'model' && attributes.get('type') === 'Chat'
}

/** A first reading of a report: of its decoded data only what shows whose the device was. */
export async function surveyReport(file: EvidenceFile): Promise<ReportFacts> {
  const items = new Map<string, Set<string>>()
  const paths = new Map<string, string>()
  const votes = ownerVotes()
  for await (const pieces of readXml(file, surveyed)) {
    for (const piece of pieces) {
      if (piece.kind === 'open' && isChat(piece.tag)) votes.openChat()
      else if (piece.kind === 'close' && isChat(piece.tag)) votes.closeChat()
      else if (piece.kind === 'record') collect(piece.element, { items, paths, votes })
    }
  }
  return factsOf(items, paths, votes.owners())
}

interface Collected {
  readonly items: Map<string, Set<string>>
  readonly paths: Map<string, string>
  readonly votes: OwnerVotes
}

function collect(element: XmlElement, { items, paths, votes }: Collected): void {
  const account = modelOf(element)
  if (account) votes.account(account)
  else if (element.name === 'metadata') collectItems(element, items)
  else if (element.name === 'file') collectPath(element, paths)
  else votes.chatField(element)
}

function collectItems(metadata: XmlElement, items: Map<string, Set<string>>): void {
  for (const { name, attributes, text } of metadata.children) {
    const key = attributes.get('name') ?? ''
    const value = text.trim()
    if (name !== 'item' || value === '' || !deviceItem.test(key)) continue
    const known = items.get(key.toLowerCase()) ?? new Set()
    items.set(key.toLowerCase(), known.add(value))
  }
}

const deviceItem =
  /^(?:(?:last ?used)?msisdn|phone ?number|imei|deviceinfo\w*(?:model|imei)\w*|(?:selected|detected) ?(?:phone )?model)$/i

function collectPath(file: XmlElement, paths: Map<string, string>): void {
  const id = file.attributes.get('id')
  if (id === undefined || paths.size >= mostPaths) return
  const path = file.children
    .flatMap((metadata) => metadata.children)
    .find(({ attributes }) => attributes.get('name') === 'Local Path')?.text
  if (path !== undefined && path.trim() !== '') paths.set(id, path.trim())
}

function factsOf(
  items: ReadonlyMap<string, ReadonlySet<string>>,
  paths: ReadonlyMap<string, string>,
  owners: Owners,
): ReportFacts {
  const all = (pattern: RegExp): readonly string[] => [
    ...new Set([...items].filter(([key]) => pattern.test(key)).flatMap(([, values]) => [...values])),
  ]
  const [number = '', ...otherNumbers] = all(/msisdn|phone ?number/)
  const [imei = null] = all(/imei/)
  const [model = null] = all(/model/)
  return {
    number: otherNumbers.length > 0 ? null : parseAddress(number),
    device: imei ?? model,
    owners,
    paths,
  }
}
