import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { EvidenceFile, Format, ReadContext, Row } from './format.ts'

/**
 * Holds a format to its contract, as tests of node:test: it recognises its samples (file name to bytes), accounts for
 * every byte in order, reads the same however the stream is cut, and never throws on damage.
 */
export function formatLaws(
  format: Format,
  samples: ReadonlyMap<string, Uint8Array>,
  context: Partial<ReadContext> = {},
): void {
  const known: ReadContext = { zone: null, profile: null, ...context }
  const read = (name: string, bytes: Uint8Array, cuts: Iterable<number> = [65_536]): Promise<Row[]> =>
    readRows(format, evidence(name, bytes, [...cuts]), known)
  const anySample = fc.constantFrom(...samples)
  suite(`${format.id} keeps the laws of a format`, () => {
    for (const [name, bytes] of samples) {
      test(`recognises ${name}`, { skip: bytes.length === 0 && 'an empty file is nobody’s' }, () => {
        const sure = format.sniff(name, bytes.subarray(0, 65_536))
        assert.ok(sure > 0.3 && sure <= 1, `sure ${sure}`)
      })
      test(`accounts for every byte of ${name}, twice the same`, async () => {
        const rows = await read(name, bytes)
        assertTiles(rows, bytes.length)
        assertNothingSwallowed(rows, bytes)
        assert.deepEqual(await read(name, bytes), rows)
      })
      test(`reads ${name} the same however it is cut`, async () => {
        const rows = await read(name, bytes)
        const cuts = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 12 })
        await fc.assert(
          fc.asyncProperty(cuts, async (sizes) => assert.deepEqual(await read(name, bytes, sizes), rows)),
          { numRuns: 12 },
        )
      })
    }
    test('survives damaged bytes', () =>
      fc.assert(
        fc.asyncProperty(anySample, damages, async ([name, bytes], damage) => {
          const damaged = bytes.slice()
          for (const [where, value] of damage) if (damaged.length > 0) damaged[where % damaged.length] = value
          assertTiles(await read(name, damaged), damaged.length)
        }),
        { numRuns: 80 },
      ))
    test('survives a file that ends anywhere', () =>
      fc.assert(
        fc.asyncProperty(anySample, fc.nat(), async ([name, bytes], where) => {
          const cut = bytes.subarray(0, where % (bytes.length + 1))
          assertTiles(await read(name, cut, [61]), cut.length)
        }),
        { numRuns: 80 },
      ))
    test('survives bytes of any kind', () =>
      fc.assert(
        fc.asyncProperty(anySample, fc.uint8Array({ maxLength: 300 }), async ([name], bytes) => {
          const sure = format.sniff(name, bytes)
          assert.ok(sure >= 0 && sure <= 1)
          assertTiles(await read(name, bytes), bytes.length)
        }),
        { numRuns: 80 },
      ))
  })
}

const damages = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })

/** A file in memory, handed over in pieces of the given sizes, again and again from the first. */
export function evidence(name: string, bytes: Uint8Array, sizes: readonly number[] = [65_536]): EvidenceFile {
  return {
    name,
    size: bytes.length,
    async *bytes() {
      let turn = 0
      for (let at = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1
        yield bytes.slice(at, at + size)
        at += size
      }
    },
  }
}

/** Every row of a file, in order. */
export async function readRows(format: Format, file: EvidenceFile, context: ReadContext): Promise<Row[]> {
  const rows: Row[] = []
  for await (const some of format.read(file, context)) rows.push(...some)
  return rows
}

/** Asserts that the spans of each part follow each other from 0, those of the file itself to its end. */
function assertTiles(rows: readonly Row[], size: number): void {
  assert.ok(rows.length > 0, 'no row says what became of the file')
  const ends = new Map<string | null, number>()
  for (const { part, span, ...row } of rows) {
    assert.equal(span.start, ends.get(part) ?? 0, `a gap or an overlap in ${part ?? 'the file'}`)
    assert.ok(span.end >= span.start, 'a span runs backwards')
    ends.set(part, span.end)
    if (row.kind === 'problem') continue
    assert.ok(
      row.record.start >= span.start && row.record.end <= span.end && row.record.start < row.record.end,
      'a record stands outside its span',
    )
    assert.ok(Number.isSafeInteger(row.message.sent.at))
  }
  if (ends.has(null)) assert.equal(ends.get(null), size, 'the rows do not reach the end of the file')
}

/** Asserts that no letter or digit stands outside a record, but in the header before the first and the trailer after the last of the file. */
function assertNothingSwallowed(rows: readonly Row[], bytes: Uint8Array): void {
  const own = rows.filter((row) => row.part === null)
  own.forEach((row, index) => {
    if (row.kind === 'problem') return
    const before = bytes.subarray(row.span.start, row.record.start)
    const after = bytes.subarray(row.record.end, row.span.end)
    if (index > 0) assert.ok(isSilent(before), `swallowed: ${new TextDecoder().decode(before)}`)
    if (index < own.length - 1) assert.ok(isSilent(after), `swallowed: ${new TextDecoder().decode(after)}`)
  })
}

function isSilent(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && !/[0-9A-Za-z]/.test(String.fromCharCode(byte)))
}
