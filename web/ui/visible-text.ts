/** A stretch of a handle: shown as it is, or a character that cannot be seen (or reorders what is seen) written as its code point. */
export interface VisiblePart {
  readonly text: string
  readonly escaped: boolean
}

// Control, format, private-use and unassigned characters, lone surrogates, and every space but the plain one.
const unseen = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u

/** Splits an address so that nothing in it can hide or reorder: `a\u{202E}b`. */
export function visibleParts(text: string): readonly VisiblePart[] {
  const parts: VisiblePart[] = []
  let plain = ''
  for (const character of text) {
    if (!unseen.test(character)) {
      plain += character
      continue
    }
    if (plain !== '') parts.push({ text: plain, escaped: false })
    plain = ''
    parts.push({
      text: `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`,
      escaped: true,
    })
  }
  if (plain !== '') parts.push({ text: plain, escaped: false })
  return parts
}

/** The address with what cannot be seen written out, as one string for titles and labels. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => part.text)
    .join('')
}

/** `network:address` taken apart at its first colon. */
export function splitHandle(handle: string): { readonly network: string; readonly address: string } {
  const colon = handle.indexOf(':')
  return colon < 0
    ? { network: '', address: handle }
    : { network: handle.slice(0, colon), address: handle.slice(colon + 1) }
}

/** The letter or digit a participant is known by beside their colour. */
export function initialOf(handle: string): string {
  return (
    splitHandle(handle)
      .address.match(/[\p{L}\p{N}]/u)?.[0]
      .toUpperCase() ?? '?'
  )
}

/** An address at its last @: what stands before it, and the @ with the host after it; no host where it has none. */
export function splitAddress(address: string): { readonly local: string; readonly host: string } {
  const at = address.lastIndexOf('@')
  return at > 0 ? { local: address.slice(0, at), host: address.slice(at) } : { local: address, host: '' }
}

/** The network and host all of several handles share, as `@host`; null where they differ or have none. */
export function sharedHost(handles: readonly string[]): string | null {
  const hosts = new Set(
    handles.map((handle) => {
      const { network, address } = splitHandle(handle)
      return JSON.stringify([network, splitAddress(address).host])
    }),
  )
  const [first] = handles
  if (first === undefined || hosts.size !== 1 || handles.length < 2) return null
  const { host } = splitAddress(splitHandle(first).address)
  return host === '' ? null : host
}
