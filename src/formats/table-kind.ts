import type { ColumnValues } from './column-values.ts'
import { matchHeading } from './heading-words.ts'
import type { ColumnPart, SheetKind } from './mapping-profile.ts'

/** A column a profile can name, and what its values look like. */
export interface Column {
  /** Its number from 0. */
  readonly column: number
  readonly heading: string
  readonly values: ColumnValues
}

/** What the rows of a table most likely are, and what speaks against the kind that its name says. */
export interface KindGuess {
  readonly kind: SheetKind
  readonly note: string | null
}

/**
 * Tells what the rows of a table most likely are, by the name of its sheet and by its columns. A table with times, with
 * a direction or with words is never taken for contacts, whatever its name: the words would be left out unseen.
 */
export function kindOf(name: string, columns: readonly Column[]): KindGuess {
  const named = sheetNames.find(([pattern]) => pattern.test(name.replaceAll('_', ' ')))?.[1]
  const against = columns.flatMap((column) => againstContacts(column) ?? [])[0]
  if (named !== 'contacts' || against === undefined)
    return { kind: kindBy(named, columns, against !== undefined), note: null }
  const note = `The name says contacts, but ${against}: if it is a list of names all the same, give it the kind contacts yourself.`
  return { kind: kindBy(undefined, columns, true), note }
}

/** Kinds by the names of their sheets, in the languages of {@link matchHeading}; the first that fits counts. */
const sheetNames: readonly (readonly [RegExp, SheetKind])[] = [
  [/contact|kontakt|contacto|контакт|address ?book|adresboek|adressbuch|phone ?book/i, 'contacts'],
  [/calls?\b|call ?log|oproep|gesprekslijst|anruf|appels?\b|llamada|звон|вызов/i, 'calls'],
  [/wi-?fi|wlan|wireless/i, 'wifi'],
  [/\bcells?\b|cell ?(?:event|id|site)|mast|zelle|cellule|celda|сот/i, 'cells'],
  [/note|notitie|notiz|nota\b|memo|замет/i, 'notes'],
  [/message|chat|sms|bericht|nachricht|mensaje|сообщ|чат/i, 'messages'],
]

function kindBy(named: SheetKind | undefined, columns: readonly Column[], noContacts: boolean): SheetKind {
  const has = (part: ColumnPart): boolean => columns.some(({ heading }) => means(heading, part))
  if (named === 'messages' || (named === undefined && (has('body') || columns.some(isWordy))))
    return 'messages'
  if (named !== undefined) return named
  if (has('hardware')) return 'wifi'
  if (has('cell') && (has('area') || has('operator'))) return 'cells'
  if (has('duration')) return 'calls'
  return has('name') && has('address') && !noContacts ? 'contacts' : 'messages'
}

/** Why a table with this column is no list of contacts; null when the column does not speak against it. */
function againstContacts(column: Column): string | null {
  const { heading, values } = column
  const called = `the column ${JSON.stringify(heading.slice(0, 60))}`
  if (values.timely > 0.5 || means(heading, 'time') || means(heading, 'date')) return `${called} holds times`
  // A heading such as "Type" may also say what sort of number it is: its values decide.
  if (values.directions > 0.5) return `${called} says in or out`
  return means(heading, 'body') || isWordy(column) ? `${called} holds words` : null
}

function means(heading: string, part: ColumnPart): boolean {
  return matchHeading(heading, part).sure === 1
}

/** Free text, which the name or the postal address of a contact is not. */
function isWordy({ heading, values }: Column): boolean {
  const isSaved = means(heading, 'name') || means(heading, 'address')
  return !isSaved && values.sentences > 0.5 && values.averageLength > 20
}
