import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { zip } from '../../build-archive.ts'
import { hostileColumns, hostileJson, hostileTexts } from './hostile-values.ts'
import { partsOf, shapeOf } from './outline.ts'

/** A change to the structure of a sample. The numbers are taken modulo what there is to choose from. */
export interface Mutation {
  readonly what: 'drop' | 'repeat' | 'swap' | 'replace' | 'nest' | 'move' | 'swell'
  readonly at: number
  readonly other: number
  readonly value: number
}

/** How the bytes are written in the end: another encoding, a byte damaged, the rest missing. */
export interface Finish {
  readonly encoding: 'as it is' | 'utf-16le' | 'utf-16be' | 'bom' | 'latin1' | 'no mark'
  readonly damage: readonly (readonly [at: number, byte: number])[]
  readonly cut: number | null
}

/** Everything done to a sample. */
export interface Change {
  readonly mutations: readonly Mutation[]
  readonly finish: Finish
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  what: fc.constantFrom('replace', 'replace', 'drop', 'repeat', 'swap', 'nest', 'move', 'swell'),
  at: fc.nat(),
  other: fc.nat(),
  value: fc.nat({ max: 10_000 }),
})

/** Changes of a sample, smaller ones first. */
export const changes: fc.Arbitrary<Change> = fc.record({
  mutations: fc.array(mutation, { minLength: 1, maxLength: 6 }),
  finish: fc.record({
    encoding: fc.constantFrom(
      ...(['as it is', 'as it is', 'as it is', 'utf-16le', 'utf-16be', 'bom', 'latin1', 'no mark'] as const),
    ),
    damage: fc.oneof(
      { arbitrary: fc.constant([]), weight: 3 },
      { arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }), weight: 1 },
    ),
    cut: fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: fc.nat(), weight: 1 }),
  }),
})

/** The sample as it stands after a change. The same change makes the same bytes. */
export function changed(bytes: Uint8Array, { mutations, finish }: Change): Uint8Array {
  const kind = new TextDecoder('latin1').decode(bytes.subarray(0, 4))
  if (kind === 'SQLi') return finished(changedDatabase(bytes, mutations), { ...finish, encoding: 'as it is' })
  if (kind === 'PK\u0003\u0004')
    return finished(changedArchive(Buffer.from(bytes), mutations), { ...finish, encoding: 'as it is' })
  const text = Buffer.from(bytes).toString('utf8')
  return finished(encoded(mutations.reduce(changedText, text), finish.encoding), finish)
}

function encoded(text: string, encoding: Finish['encoding']): Uint8Array {
  switch (encoding) {
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-16be':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
    case 'no mark':
      return Buffer.from(text, 'utf16le')
    case 'bom':
      return Buffer.from(`\ufeff${text}`)
    case 'latin1':
      return Buffer.from(text, 'latin1')
    case 'as it is':
      return Buffer.from(text)
  }
}

function finished(bytes: Uint8Array, { damage, cut }: Finish): Uint8Array {
  const whole = Uint8Array.from(cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1)))
  for (const [at, byte] of damage) if (whole.length > 0) whole[at % whole.length] = byte
  return whole
}

/** One mutation of a text by the parts it has now. */
function changedText(text: string, { what, at, other, value }: Mutation): string {
  const parts = partsOf(text)
  const wanted = parts.filter(({ kind }) => kind === (ofValues.includes(what) ? 'value' : 'whole'))
  const choice = wanted.length > 0 ? wanted : parts
  const part = choice[at % choice.length]
  const second = choice[other % choice.length]
  if (!part || !second) return text
  const [before, own, after] = [
    text.slice(0, part.start),
    text.slice(part.start, part.end),
    text.slice(part.end),
  ]
  switch (what) {
    case 'drop':
      return before + after
    case 'repeat':
      return before + Array.from({ length: 2 + (value % 4) }, () => own).join(jointOf(text)) + after
    case 'swap':
      return swapped(text, part, second)
    case 'move': {
      const rest = before + after
      const to = other % (rest.length + 1)
      return rest.slice(0, to) + own + rest.slice(to)
    }
    case 'replace':
      return before + hostile(text, value) + after
    case 'nest':
      return before + nested(text, own, 1 + (value % 3000)) + after
    case 'swell': {
      const unit = swellingUnits[value % swellingUnits.length] ?? own
      return before + unit.repeat(Math.ceil((other % 100_000) / unit.length)) + after
    }
  }
}

const ofValues: readonly string[] = ['replace', 'nest', 'swell']

const jointOf = (text: string): string => (shapeOf(text.slice(0, 100)) === 'json' ? ',' : '')

function swapped(text: string, a: { start: number; end: number }, b: { start: number; end: number }): string {
  const [first, last] = a.start <= b.start ? [a, b] : [b, a]
  if (first.end > last.start) return text
  return (
    text.slice(0, first.start) +
    text.slice(last.start, last.end) +
    text.slice(first.end, last.start) +
    text.slice(first.start, first.end) +
    text.slice(last.end)
  )
}

/** What a pattern with two ways through it goes over again and again. */
const swellingUnits: readonly string[] = [
  ...Array.from(' \t\n\r(["\\&<>:;,-_@.0aé\u200e\u202f'),
  '""',
  '\\"',
  '&#',
  '&amp;',
  '<a ',
  '</',
  '<!--',
  '{"',
  'a@',
  'a,',
  '1:',
  '1/1/1 ',
  '1.1.1, ',
  ' - ',
  '> ',
  '\r\n',
  '\n\n',
  '\nFrom ',
  '=?utf-8?q?',
  '[1:1',
  '(1:1:1) ',
  '2020-01-01 ',
]

function hostile(text: string, value: number): string {
  const values = shapeOf(text.slice(0, 100)) === 'json' ? hostileJson : hostileTexts
  return values[value % values.length] ?? ''
}

function nested(text: string, own: string, depth: number): string {
  switch (shapeOf(text.slice(0, 100))) {
    case 'json':
      return `${'['.repeat(depth)}${own}${']'.repeat(depth)}`
    case 'markup':
      return `${'<i a="b">'.repeat(depth)}${own}${'</i>'.repeat(depth)}`
    case 'lines':
      return `${'"('.repeat(depth)}${own}${')"'.repeat(depth)}`
  }
}

/** Changes a database through SQLite itself: values, columns, tables, rows. What SQLite refuses is left as it was. */
function changedDatabase(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'bailey-fuzz-'))
  const path = join(folder, 'made.db')
  try {
    writeFileSync(path, bytes)
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: false })
    database.exec('pragma synchronous = off; pragma journal_mode = memory')
    for (const one of mutations) attempt(() => changeTable(database, one))
    database.close()
    return new Uint8Array(readFileSync(path))
  } catch {
    return bytes
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function attempt(deed: () => void): void {
  try {
    deed()
  } catch {
    // SQLite would not have it: the sample stays as it is.
  }
}

const quoted = (name: unknown): string => `"${String(name).replaceAll('"', '""')}"`

function changeTable(database: DatabaseSync, { what, at, other, value }: Mutation): void {
  const tables = database
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
    .all()
  const table = quoted(tables[at % tables.length]?.['name'])
  const columns = database.prepare(`select name from pragma_table_info(${table.replaceAll('"', "'")})`).all()
  const column = quoted(columns[other % columns.length]?.['name'])
  const held = hostileColumns[value % hostileColumns.length] ?? null
  const rowid = `(select rowid from ${table} limit 1 offset ${value % 12})`
  switch (what) {
    case 'replace':
      database
        .prepare(`update ${table} set ${column} = ? where ${value % 3 === 0} or rowid = ${rowid}`)
        .run(held)
      return
    case 'drop':
      database.exec(value % 4 === 0 ? `drop table ${table}` : `alter table ${table} drop column ${column}`)
      return
    case 'repeat':
      database.exec(`insert into ${table} select * from ${table}`)
      return
    case 'swap':
      database.exec(`alter table ${table} rename column ${column} to "swapped"`)
      return
    case 'move':
      database.exec(`alter table ${table} rename to hidden; create view ${table} as select * from hidden`)
      return
    case 'nest':
      database.prepare(`update ${table} set ${column} = ?`).run('['.repeat(1 + value))
      return
    case 'swell':
      database
        .prepare(`update ${table} set ${column} = ?`)
        .run((swellingUnits[value % swellingUnits.length] ?? '').repeat(20_000))
  }
}

/** Changes one member of an archive, its listing left as an honest archive has it. */
function changedArchive(bytes: Buffer, mutations: readonly Mutation[]): Uint8Array {
  const members = honestMembers(bytes)
  for (const one of mutations) {
    const member = members[one.value % members.length]
    if (member) member.bytes = changedText(member.bytes, one)
  }
  return zip(members)
}

/** The members of an archive that `zip` made: each header names its sizes. */
function honestMembers(bytes: Buffer): { name: string; bytes: string }[] {
  const members = []
  let at = 0
  while (bytes.readUInt32LE(at) === 0x04034b50) {
    const packed = bytes.readUInt32LE(at + 18)
    const from = at + 30 + bytes.readUInt16LE(at + 26)
    members.push({
      name: bytes.toString('utf8', at + 30, from),
      bytes: inflateRawSync(bytes.subarray(from, from + packed)).toString('utf8'),
    })
    at = from + packed
  }
  return members
}
