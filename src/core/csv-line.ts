/**
 * A line of CSV by RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe before it, and the last
 * cell of the line says how many such cells it has.
 */
export function csvLine(cells: readonly string[]): string {
  const safe = cells.map(guard)
  const guarded = safe.filter((cell, i) => cell !== cells[i]).length
  return `${[...safe, String(guarded)].map(quote).join(',')}\r\n`
}

/** The first line: the names of the columns, and of the count of guarded cells. */
export function csvHead(columns: readonly string[]): string {
  return `${[...columns, 'cells_guarded'].map(quote).join(',')}\r\n`
}

function guard(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
