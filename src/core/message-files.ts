import type { Attachment, MessageDetails } from './message-details.ts'

/** The files that the copies of a message name, each once; one that a copy came without only where none came with it. */
export function messageFiles(
  copies: readonly { readonly details: Pick<MessageDetails, 'attachments'> | null }[],
): readonly Attachment[] {
  const files = copies.flatMap(({ details }) => details?.attachments ?? [])
  const held = new Map(files.filter(({ sha256 }) => sha256 !== null).map((file) => [file.sha256, file]))
  const names = new Set([...held.values()].map(({ name }) => name))
  const others = files.filter(({ sha256, name }) => sha256 === null && !names.has(name))
  return [...held.values(), ...new Map(others.map((file) => [`${file.name} ${file.claims}`, file])).values()]
}
