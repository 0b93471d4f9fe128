/**
 * Not every record of a chat is something said. This tells, message by message in order of time:
 *
 * - `notice`: the application or the service speaking: kind `system`, or words that begin as the notices listed beside this.
 * - `resend`: words of 20 characters or more that the same sender had in the same conversation within seven days before; the
 *   service delivered them again, or they were sent again (in a leaked server log 99 % of such repeats came within five). Shorter words ("ok", "hello") are said again by people, so that
 *   they count as a resend only within five seconds after one, where the same words also followed the first time.
 * - `broadcast`: words of 20 characters or more that one sender wrote in five or more conversations within an hour.
 *
 * And of handles: `room`, an address whose host is that of a conference service, posing as a person in direct messages;
 * `automatic`, a sender of 100 messages or more of whose first 200 four in five repeat an earlier one but for digits.
 *
 * They are marks, not judgements: nothing is left out of anything, and each count says what it counts. Memory is that of two
 * weeks of messages, some 50 bytes each, and eight bytes a mark. Words are compared
 * by a 53-bit hash: at ten million messages a chance collision is expected once in some two hundred runs.
 */
import type { HandleMark } from '../../core/traffic.ts'
import type { Analysis } from '../analysis.ts'
import { MarkedMessages } from './marked-messages.ts'
import { noticeBeginnings } from './notice-patterns.ts'

/** A message as traffic is told from it. Ids and numbers are the caller's own. */
export interface TrafficMessage {
  readonly id: number
  readonly conversation: number
  readonly sender: number
  /** Microseconds since the epoch; never less than that of the message before. */
  readonly at: number
  readonly isSystem: boolean
  readonly body: string
}

/** What was told. Messages and handles that are plain stand in neither map. */
export interface Traffic {
  readonly messages: MarkedMessages
  readonly senders: ReadonlyMap<number, 'automatic'>
}

/** The analysis and its version. */
export const traffic: Analysis = {
  id: 'traffic',
  version: 1,
  asks: 'Which records are the service speaking, sending again, or one text sent to many, and which handles are no person?',
}

const second = 1_000_000
const ownWords = 20
const resendWithin = 7 * 86_400 * second
const burstWithin = 5 * second
const broadcastWithin = 3600 * second
const broadcastTo = 5
const automaticFrom = 100
const automaticSample = 200
const automaticShare = 0.8

/** Marks messages that are added in order of time. */
export function openTraffic(): { add(message: TrafficMessage): void; found(): Traffic } {
  const marks = new MarkedMessages()
  const isResend = resends()
  const broadcasts = broadcastFinder(marks)
  const automatic = automaticFinder()
  return {
    add(message) {
      if (message.isSystem || isNotice(message.body)) {
        marks.add(message.id, 'notice')
        return
      }
      if (isResend(message)) marks.add(message.id, 'resend')
      else broadcasts(message)
      automatic.add(message)
    },
    found: () => ({ messages: marks, senders: automatic.found() }),
  }
}

/** An address of a conference service (XEP-0045 and its common host names), or of a group. */
export function markAddress(address: string): HandleMark {
  return /@(?:conference|muc|chat|rooms?|groups?)\./i.test(address) ? 'room' : 'plain'
}

function isNotice(body: string): boolean {
  const start = body.slice(0, 80).trimStart().toLowerCase()
  return noticeBeginnings.some((beginning) => start.startsWith(beginning))
}

function resends(): (message: TrafficMessage) => boolean {
  const lastSaid = recent<number>(resendWithin)
  /** Per conversation and sender: when something was last sent again, and what followed what the first time. */
  const lastResend = new Map<number, number>()
  return ({ conversation, sender, at, body }) => {
    const who = mix(mix(0, conversation), sender)
    const words = hashOf(body, who)
    const before = lastSaid.get(words, at)
    lastSaid.set(words, at, at)
    if (before === undefined || at - before > resendWithin) return false
    const inBurst = at - (lastResend.get(who) ?? Number.NEGATIVE_INFINITY) <= burstWithin
    if (body.length < ownWords && !inBurst) return false
    lastResend.set(who, at)
    return true
  }
}

interface Wave {
  readonly conversations: Set<number>
  readonly ids: number[]
}

function broadcastFinder(marks: MarkedMessages): (message: TrafficMessage) => void {
  const first = recent<{ readonly id: number; readonly at: number; readonly conversation: number }>(
    broadcastWithin,
  )
  const waves = recent<Wave>(broadcastWithin)
  return ({ id, conversation, sender, at, body }) => {
    if (body.length < ownWords) return
    const words = hashOf(body, mix(1, sender))
    const before = first.get(words, at)
    if (before === undefined || at - before.at > broadcastWithin) {
      first.set(words, { id, at, conversation }, at)
      waves.delete(words)
      return
    }
    const wave = waves.get(words, at) ?? {
      conversations: new Set([before.conversation]),
      ids: [before.id],
    }
    waves.set(words, wave, at)
    wave.conversations.add(conversation)
    wave.ids.push(id)
    if (wave.conversations.size < broadcastTo) return
    for (const each of wave.ids.splice(0)) marks.add(each, 'broadcast')
  }
}

interface Habit {
  sent: number
  repeated: number
}

function automaticFinder(): {
  add(message: TrafficMessage): void
  found(): ReadonlyMap<number, 'automatic'>
} {
  const habits = new Map<number, Habit>()
  const templates = new Set<number>()
  return {
    add({ sender, body }) {
      const habit = habits.get(sender) ?? { sent: 0, repeated: 0 }
      habits.set(sender, habit)
      habit.sent++
      if (habit.sent > automaticSample) return
      const template = hashOf(body.replace(/\d+/g, '0'), mix(2, sender))
      if (body.length >= ownWords && templates.has(template)) habit.repeated++
      else templates.add(template)
    },
    found: () =>
      new Map(
        [...habits]
          .filter(
            ([, { sent, repeated }]) =>
              sent >= automaticFrom && repeated >= Math.min(sent, automaticSample) * automaticShare,
          )
          .map(([sender]) => [sender, 'automatic']),
      ),
  }
}

/** Remembers values for at least `within` microseconds and at most twice as long: what is older is dropped a generation at a time. */
function recent<Value>(within: number): {
  get(key: number, at: number): Value | undefined
  set(key: number, value: Value, at: number): void
  delete(key: number): void
} {
  let now = new Map<number, Value>()
  let before = new Map<number, Value>()
  let turned = Number.NEGATIVE_INFINITY
  const turn = (at: number): void => {
    if (at - turned <= within) return
    before = at - turned <= 2 * within ? now : new Map<number, Value>()
    now = new Map<number, Value>()
    turned = at
  }
  return {
    get(key, at) {
      turn(at)
      return now.get(key) ?? before.get(key)
    },
    set(key, value, at) {
      turn(at)
      now.set(key, value)
    },
    delete(key) {
      now.delete(key)
      before.delete(key)
    },
  }
}

/** 53 bits of a text, by cyrb53 (public domain, https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js), seeded. */
function hashOf(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ Math.floor(seed / 2 ** 21)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 2654435761)
    b = Math.imul(b ^ unit, 1597334677)
  }
  return finish(a, b)
}

function mix(seed: number, number: number): number {
  return finish(Math.imul((seed ^ number) | 0, 2654435761), Math.imul((seed + number) | 0, 1597334677))
}

function finish(a: number, b: number): number {
  const x = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  const y = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(x ^ (x >>> 13), 3266489909)
  return 4294967296 * (2097151 & y) + (x >>> 0)
}
