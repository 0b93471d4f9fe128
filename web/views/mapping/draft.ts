import type { MappingPreview } from '../../../src/wire/mapping.ts'
import { isRole, type Role, type SheetKind } from './roles.ts'

type Table = MappingPreview['tables'][number]
type Profile = NonNullable<MappingPreview['profile']>

/** How the columns of one table are to be read. */
export interface TableDraft {
  readonly name: string
  readonly kind: SheetKind
  readonly headings: readonly string[]
  /** What each column holds; null for one that is not read. */
  readonly roles: readonly (Role | null)[]
}

/** A profile in the making: the proposal, and what a person changed in it. */
export interface Draft {
  readonly name: string
  readonly version: number
  readonly network: string
  readonly dateOrder: Profile['dateOrder']
  /** What parts several recipients in a cell; empty when a cell holds one. */
  readonly separator: string
  readonly ownerFrom: NonNullable<Profile['ownerFrom']> | ''
  readonly tables: readonly TableDraft[]
}

/** The proposal as it came. */
export function draftOf({ tables, profile }: MappingPreview): Draft {
  return {
    name: profile?.name ?? 'my-mapping',
    version: profile?.version ?? 1,
    network: profile?.network ?? 'unknown',
    dateOrder: profile?.dateOrder ?? 'sniff',
    separator: profile?.recipientSeparator ?? '',
    ownerFrom: profile?.ownerFrom ?? '',
    tables: tables.map(tableDraft),
  }
}

function tableDraft({ name, kind, headings, columns }: Table): TableDraft {
  const roles = headings.map((_, at) => {
    const part = columns.find(({ column }) => column === at)?.part ?? ''
    return isRole(part) ? part : null
  })
  return { name, kind, headings, roles }
}

/** A profile names a column by its heading: false where it has none, or an earlier column has the same. */
export function canBeNamed(headings: readonly string[], at: number): boolean {
  const plain = headings.map((heading) => heading.trim().toLowerCase())
  return plain[at] !== '' && plain.indexOf(plain[at] ?? '') === at
}

/** The table with a column given a role, which it is taken from any other. */
export function withRole(table: TableDraft, at: number, role: Role | null): TableDraft {
  const roles = table.roles.map((held, i) => (i === at ? role : held === role ? null : held))
  return { ...table, roles }
}

/** The profile a draft says; null while no table has a column that is read. */
export function profileOf(draft: Draft): Profile | null {
  const { name, version, network, dateOrder, separator, ownerFrom } = draft
  const read = draft.tables.filter(({ roles }) => roles.some((role) => role !== null))
  if (read.length === 0) return null
  return {
    name,
    version,
    network,
    ...tablesOf(read, draft.tables.length > 1),
    ...(ownerFrom === '' ? {} : { ownerFrom }),
    dateOrder,
    recipientSeparator: separator === '' ? null : separator,
  }
}

/** One table of messages that names its parties is a plain profile; anything else is told apart by name. */
function tablesOf(read: readonly TableDraft[], several: boolean): Pick<Profile, 'columns' | 'sheets'> {
  const [only] = read
  if (!several && only?.kind === 'messages') {
    const { from = [], to = [], time, body, ...rest } = headingsOf(only)
    const isNamed = (from.length > 0 && (to.length > 0 || rest.conversation)) || rest.owner
    if (isNamed && time && body) return { columns: { from, to, time, body, ...rest } }
  }
  return {
    sheets: read.map((table) => ({
      names: [several ? table.name : '*'],
      kind: table.kind,
      columns: headingsOf(table),
    })),
  }
}

type Headings = { -readonly [R in Role]?: string[] }

function headingsOf({ headings, roles }: TableDraft): Headings & Record<string, string[]> {
  return Object.fromEntries(
    roles.flatMap((role, at) => (role === null ? [] : [[role, [headings[at] ?? '']]])),
  )
}

/** Rows in which every column of a role that is needed has something in it. */
export function filledRows(
  rows: Table['rows'],
  { roles }: Pick<TableDraft, 'roles'>,
  needed: readonly Role[],
): readonly boolean[] {
  const columns = needed.map((role) => roles.indexOf(role)).filter((at) => at >= 0)
  return rows.map((cells) => columns.every((at) => (cells[at] ?? '').trim() !== ''))
}

/** What is wrong with the name, version or network of a draft; null when nothing is. */
export function faultOf({ name, version, network }: Draft): string | null {
  const pattern = /^[a-z][a-z0-9-]{0,63}$/
  if (!pattern.test(name)) return 'The name is lower-case letters, digits and hyphens, a letter first.'
  if (!pattern.test(network)) return 'The network is lower-case letters, digits and hyphens, a letter first.'
  if (!Number.isSafeInteger(version) || version < 1) return 'The version is a whole number from 1.'
  return null
}
