import type { ColumnValues } from './column-values.ts'
import type { ColumnPart, MappingProfile } from './mapping-profile.ts'
import { isUtcHeading } from './table.ts'
import type { Column } from './table-kind.ts'

/** The order of day and month that the dates of a column prove; `sniff` when they prove none or both. */
export function orderOf(values: ColumnValues | undefined): MappingProfile['dateOrder'] {
  const [only = 'sniff'] = values?.orders.size === 1 ? values.orders : []
  return only
}

/** What to know of the times of a table. */
export function timeNotes(heading: string, values: ColumnValues | undefined): readonly string[] {
  if (!values) return []
  const notes: string[] = []
  if (values.orders.size === 2)
    notes.push('Some dates put the day first and some the month: the dates contradict each other.')
  else if (values.orders.size === 1)
    notes.push(
      `The first rows prove that dates are written ${values.orders.has('dmy') ? 'day' : 'month'} first.`,
    )
  else if (values.orderMatters)
    notes.push(
      'The first rows do not show whether the day or the month comes first: set dateOrder if you know.',
    )
  if (values.shortYears && values.orders.size !== 1)
    notes.push('Years have two digits: they are read only when dateOrder is set.')
  if (isUtcHeading(heading)) notes.push('The heading states that the times are in UTC.')
  else if (!values.zoned) notes.push('The times name no zone: state the time zone when you import.')
  return notes
}

/** What to know of the owner of a table whose columns hold these parts. */
export function ownerNotes(parts: readonly ColumnPart[]): readonly string[] {
  return parts.includes('peer') && parts.includes('direction') && !parts.includes('owner')
    ? ['No column names the owner: state the owner when you import, or set ownerFrom.']
    : []
}

/** What a spreadsheet did to the columns of a table. */
export function damageNotes(columns: readonly Column[]): readonly string[] {
  return columns
    .filter(({ values }) => values.damaged)
    .map(
      ({ heading }) =>
        `The column ${JSON.stringify(heading.slice(0, 60))} holds numbers a spreadsheet shortened, as 4.47E+11: ask for the original.`,
    )
}
