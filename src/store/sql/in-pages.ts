/** Most rows held at a time. */
const pageRows = 5000

/**
 * Rows of a query of any length, in order of their id, fetched a page at a time: no cursor is held open, so that other
 * questions can be asked meanwhile on any database.
 *
 * @param page - at most `limit` rows with an id above `after`, in order of id.
 */
export async function* inPages<Row extends { readonly id: number }>(
  page: (after: number, limit: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = await page(after, pageRows)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageRows) return
    after = last.id
  }
}
