import { type Address, parseAddress } from '../../core/handle.ts'
import { type ConversationRef, directConversation } from '../../core/message.ts'
import type { EvidenceFile, ReadContext } from '../format.ts'
import {
  actors,
  chatNotice,
  groupNotice,
  ownerWords,
  plainWording,
  unmarkedNotice,
  withoutMarks,
} from './app-wording.ts'
import { readChatWords } from './chat-words.ts'

/** A line's sender as displayed, and what follows. */
export interface Spoken {
  readonly name: string
  readonly text: string
}

/** What a first reading of a file shows of who takes part. */
export interface PartyVotes {
  see(rest: string): void
  parties(): Parties
}

/** Who takes part in a chat. */
export interface Parties {
  readonly conversation: ConversationRef
  /** The sender of a line and what they wrote; null for a notice. */
  split(rest: string): Spoken | null
  /** True where a line stands under a name and is the application's notice all the same. */
  isNotice(spoken: Spoken): boolean
  /** Who acts in a notice; null when it does not say, or says "you" and nobody stated whose copy this is. */
  actorOf(notice: string): Address | null
}

interface Seen {
  said: number
  /** What stands between this name's colon and a second one, while it is the same on every line; null once it is not. */
  second: string | null
}

/** More names than any chat has members: those after are not needed to tell that it is a group. */
const mostNames = 20_000

/** Collects who takes part, from lines in the order of the file. `bracketed` says that notices stand under a name too. */
export function partyVotes(file: EvidenceFile, context: ReadContext, bracketed: boolean): PartyVotes {
  const seen = new Map<string, Seen>()
  const chat = { group: false, firstNotice: null as string | null, lines: 0 }
  const see = (rest: string): void => {
    const spoken = splitAtColon(rest, bracketed)
    chat.lines += 1
    if (!spoken) {
      chat.group ||= groupNotice.test(rest.slice(0, 400))
      return
    }
    const notice = bracketed && isMarked(spoken.text, file)
    if (notice && chat.lines === 1) chat.firstNotice = spoken.name
    if (notice) chat.group ||= groupNotice.test(spoken.text.slice(0, 400))
    const known = seen.get(spoken.name)
    const [, second = null] = /^([^:\n]{1,60}): /.exec(spoken.text) ?? []
    if (known) {
      if (!notice) known.said += 1
      if (known.second !== second) known.second = null
    } else if (seen.size < mostNames) seen.set(spoken.name, { said: notice ? 0 : 1, second })
  }
  return {
    see,
    parties: () => {
      const title = titleOf(file.name) ?? chat.firstNotice
      const names = [...seen].filter(([, { said }]) => said > 0)
      const long = new Map(names.flatMap(([name, found]) => longName(name, found, title)))
      const senders = names.map(([name]) => long.get(name) ?? name)
      const conversation = conversationOf({ senders, title, group: chat.group }, file, context)
      return { conversation, ...readersOf({ senders: new Set(senders), long, bracketed }, file, context) }
    },
  }
}

/** A name with a colon in it: every line goes on with the same second part, and the chat is called by both. */
function longName(
  name: string,
  { second }: Seen,
  title: string | null,
): readonly (readonly [string, string])[] {
  const whole = `${name}: ${second ?? ''}`
  return second !== null && title !== null && isAlike(whole, title) ? [[name, whole]] : []
}

interface Chat {
  readonly senders: readonly string[]
  readonly title: string | null
  readonly group: boolean
}

/**
 * A chat of more than two senders, with notices of a group, or whose name is neither of its two senders is a group
 * keyed by its name. Any other is between its two senders, the chat's name standing in for one who has not written,
 * and after that the owner stated on receipt.
 */
function conversationOf(
  { senders, title, group }: Chat,
  file: EvidenceFile,
  { owner }: ReadContext,
): ConversationRef {
  const unnamed = `(unnamed chat of ${file.sha256.slice(0, 8)})`
  const strange = senders.length === 2 && title !== null && !senders.some((name) => isAlike(name, title))
  if (group || senders.length > 2 || strange)
    return { kind: 'group', key: title ?? unnamed, title, participants: [] }
  const other = title !== null && !senders.some((name) => isAlike(name, title)) ? [title] : []
  const [first, second] = [
    ...[...senders, ...other].flatMap((name) => parseAddress(name) ?? []),
    ...(owner ? [owner] : []),
  ]
  if (first === undefined) return { kind: 'group', key: title ?? unnamed, title, participants: [] }
  return directConversation(first, second ?? first)
}

/** File names lose the characters that no file name may have, and copies get something behind their name. */
function isAlike(name: string, title: string): boolean {
  const plain = inFileName(name)
  const uncopied = title.replace(/ (?:\([^()]{1,40}\)|- (?:copy|kopie|copia|copie))$/i, '')
  return name === title || (plain !== '' && [title, uncopied].map(inFileName).includes(plain))
}

function inFileName(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** How exports are called, before and after the chat's name. */
const fileNames: readonly RegExp[] = [
  /^whatsapp[ -]chat (?:with|mit|met|con|com|avec|-|–) (.+)$/i,
  /^whatsapp[ -]chat:? (.+)$/i,
  /^chat (?:de |di )?whatsapp (?:con|com|avec|cu|s uživatelem|s používateľom) (.+)$/i,
  /^(?:conversa (?:do|de) whatsapp com|conversación de whatsapp con|discussion whatsapp avec|czat whatsapp z|чат whatsapp с(?: контактом)?|чат whatsapp з|chat whatsapp dengan|obrolan whatsapp dengan|whatsapp sohbeti:?|whatsapp-chatt med|whatsapp-chat med|whatsapp-samtale med|whatsapp-keskustelu:?|cuộc trò chuyện whatsapp với|محادثة واتساب مع|دردشة واتساب مع|محادثة whatsapp مع|צ'אט whatsapp עם|צ׳אט whatsapp עם|与|與) (.+)$/i,
  /^(.+) ile whatsapp sohbeti$/i,
  /^(?:与|與) ?(.+?) ?(?:的|進行的)? ?whatsapp ?(?:聊天|聊天记录|對話)$/i,
  /^(.+)とのwhatsapp(?:チャット|トーク)$/i,
  /^(.+?) ?(?:님과의|님과) whatsapp (?:대화|채팅)$/i,
]

/** The chat's name from the file's, or from the folder of a `_chat.txt`; null when neither has the look of an export's. */
export function titleOf(fileName: string): string | null {
  const steps = fileName.split('/')
  const last = withoutMarks(steps.at(-1) ?? '').replace(/\.txt$/i, '')
  const stem = /^_chat(?: ?\(\d{1,3}\))?$/i.test(last)
    ? withoutMarks(steps.at(-2) ?? '').replace(/\.zip$/i, '')
    : last
  const plain = stem.replace(/ ?\(\d{1,3}\)$/, '').normalize('NFC')
  for (const pattern of fileNames) {
    const name = pattern.exec(plain)?.[1]?.trim()
    if (name) return name
  }
  return /whatsapp|واتساب/i.test(plain) ? plain : null
}

function splitAtColon(rest: string, bracketed: boolean): Spoken | null {
  const [whole, written, text = ''] = /^([^\n]{1,200}?) ?:(?: ([^]*)|[\u200E\u200F]?)$/.exec(rest) ?? []
  if (whole === undefined || written === undefined) return null
  const name = withoutMarks(written).normalize('NFC')
  if (name === '' || (!bracketed && actorIn(withoutMarks(rest), written.length) !== null)) return null
  return { name, text }
}

/** The one who acts, where the verb of a notice stands before place `before`. */
function actorIn(notice: string, before = Number.POSITIVE_INFINITY): string | null {
  for (const pattern of actors) {
    const found = pattern.exec(notice)?.[1]
    if (
      found !== undefined &&
      found.length < before &&
      !/: |^(?:Your?|This|Messages?) .|(?: was| were)$/.test(found)
    )
      return found
  }
  return null
}

function isMarked(text: string, file: Pick<EvidenceFile, 'beside'>): boolean {
  if (unmarkedNotice.test(withoutMarks(text.slice(0, 300)))) return true
  return /^[\u200E\u200F]/.test(text) && !readChatWords(text, [], file).byApp
}

interface Names {
  readonly senders: ReadonlySet<string>
  readonly long: ReadonlyMap<string, string>
  readonly bracketed: boolean
}

function readersOf(
  { senders, long, bracketed }: Names,
  file: EvidenceFile,
  { owner }: ReadContext,
): Omit<Parties, 'conversation'> {
  return {
    split(rest) {
      const spoken = splitAtColon(rest, bracketed)
      const name = spoken && long.get(spoken.name)
      if (!spoken || name === undefined || name === null) return spoken
      return { name, text: spoken.text.slice(name.length - spoken.name.length) }
    },
    isNotice({ name, text }) {
      if (!bracketed || !isMarked(text, file)) return false
      const plain = withoutMarks(text)
      return (
        !senders.has(name) ||
        plain.startsWith(`${name} `) ||
        chatNotice.test(plain) ||
        actorIn(plain) !== null
      )
    },
    actorOf(notice) {
      const plain = withoutMarks(notice)
      const actor = actorIn(plain) ?? [...senders].find((name) => plain.startsWith(`${name} `)) ?? null
      if (actor === null) return null
      return ownerWords.has(plainWording(actor)) ? owner : parseAddress(actor)
    },
  }
}
