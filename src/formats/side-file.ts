import type { EvidenceFile } from './format.ts'
import { parseJsonValue } from './json-values.ts'
import { decodeUtf8, joinBytes, markLength } from './lines.ts'

/** A file beside the one read is held whole up to this many bytes; a larger one is not looked at. */
const largestSideFile = 64 * 1024 * 1024

/** A small JSON file beside the one being read, whole; null when there is none, or it is too large or no JSON. */
export async function readSideJson(file: EvidenceFile | null): Promise<unknown> {
  if (file === null || file.size > largestSideFile) return null
  const chunks: Uint8Array[] = []
  for await (const chunk of file.bytes()) chunks.push(chunk.slice())
  const bytes = joinBytes(chunks)
  const text = decodeUtf8(bytes.subarray(markLength(bytes)))
  return text === null ? null : (parseJsonValue(text) ?? null)
}
