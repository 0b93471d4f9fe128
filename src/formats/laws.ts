import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { EvidenceFile, Format, ReadContext, Row } from './format.ts'

/**
 * Holds a format to its contract, as tests of node:test: it recognises its samples (path in the exhibit to bytes),
 * accounts for every byte (or every record) in order, reads the same however the stream is cut, and never throws on
 * damage.
 *
 * @param known.others - files that stand in the exhibit beside the samples and are not samples themselves.
 */
export function formatLaws(
  format: Format,
  samples: ReadonlyMap<string, Uint8Array>,
  { others = new Map(), ...context }: Partial<ReadContext> & Pick<EvidenceOptions, 'others'> = {},
): void {
  const known: ReadContext = { ...nothingStated, ...context }
  const read = (name: string, bytes: Uint8Array, cuts: Iterable<number> = [65_536]): Promise<Row[]> =>
    readRows(format, evidence(name, bytes, { sizes: [...cuts], others }), known)
  const assertAccounts = (rows: readonly Row[], bytes: Uint8Array): void =>
    assertAccounted(format, rows, bytes)
  const anySample = fc.constantFrom(...samples)
  suite(`${format.id} keeps the laws of a format`, () => {
    for (const [name, bytes] of samples) {
      test(`recognises ${name}`, { skip: bytes.length === 0 && 'an empty file is nobody’s' }, () => {
        const sure = format.sniff(name, bytes.subarray(0, 65_536))
        assert.ok(sure > 0.3 && sure <= 1, `sure ${sure}`)
      })
      test(`accounts for every byte of ${name}, twice the same`, async () => {
        const rows = await read(name, bytes)
        assertAccounts(rows, bytes)
        if (format.covers === 'every byte') assertNothingSwallowed(rows, bytes)
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
          assertAccounts(await read(name, damaged), damaged)
        }),
        { numRuns: 80 },
      ))
    test('survives a file that ends anywhere', () =>
      fc.assert(
        fc.asyncProperty(anySample, fc.nat(), async ([name, bytes], where) => {
          const cut = bytes.subarray(0, where % (bytes.length + 1))
          assertAccounts(await read(name, cut, [61]), cut)
        }),
        { numRuns: 80 },
      ))
    test('survives bytes of any kind', () =>
      fc.assert(
        fc.asyncProperty(anySample, fc.uint8Array({ maxLength: 300 }), async ([name], bytes) => {
          const sure = format.sniff(name, bytes)
          assert.ok(sure >= 0 && sure <= 1)
          assertAccounts(await read(name, bytes), bytes)
        }),
        { numRuns: 80 },
      ))
  })
}

/** The context of an exhibit of which nothing was stated. */
export const nothingStated: ReadContext = { zone: null, owner: null, profile: null }

const damages = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })

interface EvidenceOptions {
  /** Sizes of the pieces the bytes are handed over in, again and again from the first. */
  readonly sizes?: readonly number[]
  /** What else the exhibit holds, by path in it. */
  readonly others?: ReadonlyMap<string, Uint8Array>
}

/** A file in memory with the exhibit around it. */
export function evidence(
  name: string,
  bytes: Uint8Array,
  { sizes = [65_536], others = new Map() }: EvidenceOptions = {},
): EvidenceFile {
  return {
    name,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    async *bytes() {
      let turn = 0
      for (let at = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1
        yield bytes.slice(at, at + size)
        at += size
      }
    },
    slice: async (start, end) => bytes.slice(start, end),
    beside(path) {
      const there = posix.join(posix.dirname(name), path)
      const found = others.get(there)
      return found ? evidence(there, found, { sizes, others }) : null
    },
  }
}

/** What a row says in a word: a message's words, a problem's code, a contact's name, a trace's kind of place. */
export function saidBy(row: Row): string {
  switch (row.kind) {
    case 'message':
      return row.message.body
    case 'problem':
      return row.problem.code
    case 'contact':
      return row.contact.name
    case 'trace':
      return row.trace.place.kind
  }
}

/** Every row of a file, in order. */
export async function readRows(format: Format, file: EvidenceFile, context: ReadContext): Promise<Row[]> {
  const rows: Row[] = []
  for await (const some of format.read(file, context)) rows.push(...some)
  return rows
}

/** Asserts that rows account for these bytes as the format says it does, and that none do only where it says nothing is to be read. */
export function assertAccounted(format: Format, rows: readonly Row[], bytes: Uint8Array): void {
  const isEmpty = format.isEmpty?.(bytes) === true
  if (isEmpty) assert.match(Buffer.from(bytes).toString('latin1'), emptyText)
  assert.equal(rows.length === 0, isEmpty, 'no row says what became of the file, or one does of an empty one')
  if (isEmpty) return
  if (format.covers === 'every byte') assertTiles(rows, bytes.length)
  else assertInOrder(rows, bytes.length)
}

/** Asserts that the spans of each part follow each other from 0, those of the file itself to its end. */
function assertTiles(rows: readonly Row[], size: number): void {
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
    if (row.kind === 'message') assert.ok(Number.isSafeInteger(row.message.sent.at))
  }
  if (ends.has(null)) assert.equal(ends.get(null), size, 'the rows do not reach the end of the file')
}

/** Asserts that records of each part stand in order, within the file and apart from each other. */
function assertInOrder(rows: readonly Row[], size: number): void {
  const ends = new Map<string | null, number>()
  for (const { part, span } of rows) {
    assert.ok(span.start >= (ends.get(part) ?? 0), `two records overlap in ${part ?? 'the file'}`)
    assert.ok(
      span.end >= span.start && (part !== null || span.end <= size),
      'a record stands outside the file',
    )
    ends.set(part, span.end)
  }
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

/** Brackets and white space in UTF-8 or UTF-16, with a byte order mark or without. */
// oxlint-disable-next-line no-control-regex -- every second byte of UTF-16
const emptyText = /^(?:\xef\xbb\xbf|\xfe\xff|\xff\xfe)?[\0\s[\]{}]*$/

function isSilent(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80 && !/[0-9A-Za-z]/.test(String.fromCharCode(byte)))
}
