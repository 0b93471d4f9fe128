import { type Address, parseAddress } from '../../core/handle.ts'
import type { EvidenceFile } from '../format.ts'
import type { XmlElement } from '../xml-element.ts'
import { readXml, type XmlRecords } from '../xml-records.ts'

/** What a report states outside its decoded data. */
export interface ReportFacts {
  /** The device's own number; null when the report states none or several. */
  readonly number: Address | null
  /** The device as the report names it: its IMEI, else its model; null when it states neither. */
  readonly device: string | null
  /** Path of each file of the export, from the report's folder, by its id. */
  readonly paths: ReadonlyMap<string, string>
}

/** More files than this are not remembered by id; messages name most of theirs by path. */
const mostPaths = 1_000_000

const outside: XmlRecords = {
  step({ name }, around) {
    if (name === 'metadata' || (name === 'file' && around.length > 0)) return 'record'
    if (name === 'decodedData' || name === 'taggedFiles') return 'enter'
    return around.length === 0 && name !== 'model' && name !== 'modelType' ? 'enter' : 'pass'
  },
  resumes: ({ name }) => name === 'taggedFiles' || name === 'decodedData' || name === 'metadata',
}

/** A first reading of a report, up to its decoded data where the list of files stands before that, as it mostly does. */
export async function surveyReport(file: EvidenceFile): Promise<ReportFacts> {
  const items = new Map<string, Set<string>>()
  const paths = new Map<string, string>()
  let listed = false
  for await (const pieces of readXml(file, outside)) {
    for (const piece of pieces) {
      if (piece.kind === 'open' && piece.tag.name === 'taggedFiles') listed = true
      if (piece.kind === 'open' && piece.tag.name === 'decodedData' && listed) return factsOf(items, paths)
      if (piece.kind !== 'record') continue
      if (piece.element.name === 'metadata') collectItems(piece.element, items)
      else collectPath(piece.element, paths)
    }
  }
  return factsOf(items, paths)
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
    paths,
  }
}
