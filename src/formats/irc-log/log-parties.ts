import { type Address, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EvidenceFile } from '../format.ts'

/** What a first reading of a log shows. */
export interface LogFacts {
  /** The first three nicks that said something: more than two are as good as many. */
  readonly nicks: readonly string[]
  /** The first channel a notice names; null when none does. */
  readonly channel: string | null
  /** True where somebody joined or left: only channels have that. */
  readonly joined: boolean
}

/**
 * The conversation a log holds: the channel of its file name, else the one its notices name, in lower case because IRC
 * does not tell case apart. Without one it is between its two nicks, or between its one nick and the other one its file
 * is called after, or the owner; and where more write, a group keyed by the file's name.
 */
export function conversationOf(
  { nicks, channel, joined }: LogFacts,
  file: EvidenceFile,
  owner: Address | null,
): ConversationRef {
  const named = channelOfName(file.name)
  const found =
    named !== null && channel !== null && isNamedAfter(named, channel) ? channel : (named ?? channel)
  if (found !== null) return groupOf(found)
  const stem = stemOf(file.name)
  const [first, second] = nicks.flatMap((nick) => parseAddress(nick) ?? [])
  if (joined || nicks.length > 2 || first === undefined) return groupOf(stem)
  if (second !== undefined) return directConversation(first, second)
  if (stem.toLowerCase() === first.toLowerCase()) return directConversation(first, owner ?? first)
  const other = owner ?? (/\.weechatlog$/i.test(file.name) ? parseAddress(stem) : null)
  return other ? directConversation(first, other) : groupOf(stem)
}

function groupOf(name: string): ConversationRef {
  return { kind: 'group', key: name.toLowerCase(), title: name, participants: [] }
}

/** `#otters.libera` is named after `#otters`. */
function isNamedAfter(named: string, channel: string): boolean {
  return named.toLowerCase().startsWith(channel.toLowerCase())
}

/** The channel in a file's name or in the folder of a file named by its day; null when neither names one. */
function channelOfName(name: string): string | null {
  for (const step of name.split('/').toReversed().slice(0, 2)) {
    const found = /[#&][^\s,]{1,120}$/.exec(withoutEnding(step))?.[0]
    if (found !== undefined && found.length > 1) return found
  }
  return null
}

/** A file's name without ending and day; of WeeChat's `irc.NETWORK.NICK` only the nick. */
function stemOf(name: string): string {
  const plain = withoutEnding(name.split('/').at(-1) ?? '')
  const weechat = /^irc\.[^.]{1,100}\.(.{1,100})$/.exec(plain)?.[1]
  const stem = weechat ?? plain
  return stem === '' ? name : stem
}

function withoutEnding(step: string): string {
  return step
    .replace(/\.(?:log|txt|weechatlog|irclog|irc)(?:\.\d{1,4})?$/i, '')
    .replace(/[._-]?(?:19|20)\d{2}-?\d{2}-?\d{2}$/, '')
}
