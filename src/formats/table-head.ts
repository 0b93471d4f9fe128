/** The first rows of a table, by which a person or {@link proposeMapping} tells what its columns hold. */
export interface TableHead {
  /** The sheet's name, or the file's without its ending. */
  readonly name: string
  /** The first rows that hold anything, the headings among them; at most {@link mostHeadRows}, long cells cut. */
  readonly rows: readonly (readonly string[])[]
  /** Columns, from 0, whose cells the workbook keeps as dates; they stand in `rows` as `2020-05-01 12:00:00`. */
  readonly dates: readonly number[]
}

/** Most rows of a head. */
export const mostHeadRows = 200
/** Most characters of a cell of a head. */
const mostHeadCharacters = 1000
/** Most columns of a head. */
const mostHeadColumns = 200

/** Rows as the rows of a head. */
export function headRows(rows: readonly (readonly string[])[]): TableHead['rows'] {
  return rows
    .filter((cells) => cells.some((cell) => cell.trim() !== ''))
    .slice(0, mostHeadRows)
    .map((cells) => cells.slice(0, mostHeadColumns).map((cell) => cell.slice(0, mostHeadCharacters)))
}
