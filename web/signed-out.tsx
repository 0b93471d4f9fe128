/** What a browser sees that has not opened the link `bailey serve` printed. */
export function SignedOut() {
  return (
    <main className="page signed-out">
      <h1>Open the link Bailey printed</h1>
      <p>
        This case is open to one person at a time. The command <code>bailey serve</code> printed a link when
        it started; open it in this browser, and this page will show the case.
      </p>
      <p className="meta">
        The link works once. If it was used already, stop the command with <kbd>Ctrl</kbd> <kbd>C</kbd> and
        start it again: nothing in the case is lost.
      </p>
      <p>
        <code>bailey serve --case DIR</code>
      </p>
    </main>
  )
}
