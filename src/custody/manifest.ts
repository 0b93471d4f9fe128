/**
 * The list of the files of an exhibit, in code unit order of name, as `sha256sum` writes and checks it. The SHA-256
 * of its UTF-8 bytes stands for the exhibit when that is more than one file.
 *
 * @see https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
 */
export function renderManifest(
  entries: readonly { readonly name: string; readonly sha256: string }[],
): string {
  return entries
    .toSorted((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))
    .map(({ name, sha256 }) => {
      const escaped = name.replaceAll(/[\\\n\r]/g, (mark) => escapes[mark] ?? mark)
      // A leading backslash tells the reader that the name is escaped.
      return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`
    })
    .join('')
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' }
