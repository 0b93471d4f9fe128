import { type Problem, problemCodes } from '../../core/problem.ts'
import type { EvidenceFile, Format, ReadContext, Row } from '../format.ts'
import { type JsonPiece, jsonCutter } from '../json-records.ts'
import { decodeUtf8, markLength } from '../lines.ts'
import { type GraphTables, graphTables, indexFile, indexNode } from './graph-tables.ts'
import { type JsonLdNode, readNode } from './json-ld.ts'
import { type Reading, type Said, sayings } from './read-node.ts'

/**
 * CASE/UCO bundles: JSON-LD in which forensic tools exchange what they found. Messages are nodes of a graph whose ends,
 * applications and threads are other nodes, before or after them; so the file is read once for those (and once more for
 * the names of attached files) and then for the messages, one node at a time.
 *
 * The graph also holds tools, devices, files and people: those nodes are no messages and get no row. Names are read
 * without the context: prefixes differ from bundle to bundle and mean the same. An account whose address is nowhere
 * stated goes by its id.
 *
 * @see https://caseontology.org and https://unifiedcyberontology.org
 */
export const caseUco: Format = {
  id: 'case-uco',
  version: 3,
  title: 'CASE/UCO bundle',
  accepts:
    'A .json or .jsonld bundle of the CASE ontology, with the attached files beside it if there are any.',
  extensions: ['.json', '.jsonld'],
  detects: 'JSON-LD whose names are those of the Unified Cyber Ontology.',
  example:
    '{"@graph":[{"@id":"kb:m1","@type":"uco-observable:Message","uco-core:hasFacet":[{"@type":"uco-observable:MessageFacet","uco-observable:messageText":"hello","uco-observable:from":{"@id":"kb:a1"},"uco-observable:to":{"@id":"kb:a2"},"uco-observable:sentTime":"2024-03-01T10:00:00Z"}]}]}',
  covers: 'its records',
  repeats: 'copies',
  sniff: (_name, head) => sniff(head),
  read,
}

const shape = {
  lists: [
    '@graph',
    'uco-core:object',
    'core:object',
    'https://ontology.unifiedcyberontology.org/uco/core/object',
    'object',
    'objects',
    'content',
  ],
  beginsRecord: (head: string): boolean => /^\{\s{0,200}"@(?:id|type)"\s{0,9}:/.test(head),
}

async function* read(file: EvidenceFile, { zone }: ReadContext): AsyncGenerator<readonly Row[]> {
  const tables = await readTables(file)
  const reading: Reading = { tables, file, zone, last: null }
  let any = false
  for await (const pieces of piecesOf(file)) {
    const rows = pieces.flatMap((piece) => rowsOf(piece, reading))
    any ||= rows.length > 0
    if (rows.length > 0) yield rows
  }
  const end = { start: file.size, end: file.size }
  if (!any) {
    const code = file.size === 0 ? 'empty-file' : 'no-records'
    yield [problemRow({ start: 0, end: file.size }, { code, says: problemCodes[code] })]
  } else if (tables.full)
    yield [
      problemRow(end, {
        code: 'unread-part',
        says: 'The bundle names more accounts and threads than can be held: some messages show ids instead of addresses.',
      }),
    ]
}

async function readTables(file: EvidenceFile): Promise<GraphTables> {
  const tables = graphTables()
  for await (const pieces of piecesOf(file))
    for (const node of pieces.map(nodeOf)) if (node !== null) indexNode(tables, node)
  if (tables.wanted.size === 0) return tables
  for await (const pieces of piecesOf(file))
    for (const node of pieces.map(nodeOf)) if (node !== null) indexFile(tables, node)
  return tables
}

async function* piecesOf(file: EvidenceFile): AsyncGenerator<readonly JsonPiece[]> {
  const cutter = jsonCutter(shape)
  for await (const chunk of file.bytes()) yield cutter.cut(chunk)
  yield cutter.rest()
}

function nodeOf({ kind, bytes }: JsonPiece): JsonLdNode | null {
  const text = kind === 'record' && bytes !== null ? decodeUtf8(bytes) : null
  return text === null ? null : readNode(parseJson(text))
}

function rowsOf(piece: JsonPiece, reading: Reading): readonly Row[] {
  const { kind, start, end, bytes } = piece
  const problem = (code: Problem['code'], says: string = problemCodes[code]): readonly Row[] => [
    problemRow({ start, end }, { code, says }),
  ]
  if (kind === 'wrapper') return []
  if (bytes === null) return problem('record-too-long')
  const text = decodeUtf8(bytes)
  if (text === null) return problem('not-utf8')
  if (kind === 'damage') return /^[\s,\]}]*$/.test(text) ? [] : problem('not-a-record')
  const node = readNode(parseJson(text))
  if (node === null)
    return problem(text.endsWith('}') ? 'not-a-record' : 'truncated', 'The record is not valid JSON.')
  const said = sayings(node, reading)
  for (const each of said) if (each.kind === 'message') reading.last = each.message.sent.at
  return said.map((each, index) => rowOf(each, start, end, index > 0))
}

/** A row for the bytes of a node; the second of a node accounts for no bytes of its own. */
function rowOf(said: Said, start: number, end: number, further: boolean): Row {
  const span = { start: further ? end : start, end }
  const record = { start, end }
  switch (said.kind) {
    case 'message':
      return { kind: 'message', part: null, span, record, raw: null, ...pick(said) }
    case 'contact':
      return { kind: 'contact', part: null, span, record, contact: said.contact }
    case 'trace':
      return { kind: 'trace', part: null, span, record, trace: said.trace }
    case 'problem':
      return problemRow(span, said.problem)
  }
}

function pick({ message, repairs }: Extract<Said, { kind: 'message' }>) {
  return { message, repairs }
}

function problemRow(span: Row['span'], problem: Problem): Row {
  return { kind: 'problem', part: null, span, problem }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function sniff(head: Uint8Array): number {
  const text = new TextDecoder().decode(head.subarray(markLength(head)))
  if (!/^\s{0,200}[[{]/.test(text)) return 0
  if (!/"@(?:context|graph|type|id)"\s{0,9}:/.test(text)) return 0
  const ontology = /unifiedcyberontology\.org|caseontology\.org|"uco-(?:core|observable):/.test(text)
  const older = /"@type"\s{0,9}:\s{0,9}"Trace"/.test(text) && /"propertyBundle"/.test(text)
  if (!ontology && !older) return 0
  return /(?:Message|Call|Account)(?:Facet)?"/.test(text) ? 0.95 : 0.8
}
