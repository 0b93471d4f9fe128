import { serviceAddress } from '../../core/handle.ts'
import { numberOf, objectOf, textOf } from '../json-values.ts'
import { wordsIn } from '../sqlite-columns.ts'
import { firstOf } from '../sqlite-lookup.ts'
import { conversationOf, type Person, personOf } from './people.ts'
import type { MessageSource, Said, SignalRow } from './signal-message.ts'

/** A call as either of its two forms states it. */
interface CallFacts {
  readonly video: boolean
  readonly group: boolean
  readonly incoming: boolean | null
  readonly answered: boolean | null
  readonly seconds: number | null
  readonly ringer: string | null
}

/** Reads the row of a call: who called stands in `callsHistory`, or in the row itself where that table is missing. */
export async function readCall({ people, calls }: MessageSource, { json, chat }: SignalRow): Promise<Said> {
  const logged = await firstOf(calls, textOf(json, 'callId'))
  const facts = logged
    ? {
        video: wordsIn(logged, 'type') === 'Video',
        group: wordsIn(logged, 'mode') === 'Group',
        incoming: directionOf(wordsIn(logged, 'direction')),
        answered: answeredBy(wordsIn(logged, 'status')),
        seconds: null,
        ringer: wordsIn(logged, 'ringerid'),
      }
    : factsOf(objectOf(json, 'callHistoryDetails'))
  const peer = conversationOf(chat, people.owner, null)?.kind === 'direct' ? personOf(chat) : null
  const ringer = facts.ringer === null ? null : await people.person(facts.ringer, null)
  const from: Person | null =
    facts.incoming === null
      ? ringer
      : facts.incoming
        ? (ringer ?? peer)
        : { address: people.owner, name: null }
  return {
    from: from ?? { address: serviceAddress, name: null },
    kind: 'call',
    body: facts.group ? 'Group call' : facts.video ? 'Video call' : 'Voice call',
    details: { call: { durationSeconds: facts.seconds, answered: facts.answered, video: facts.video } },
  }
}

function factsOf(details: Parameters<typeof textOf>[0]): CallFacts {
  const accepted = numberOf(details, 'acceptedTime')
  const ended = numberOf(details, 'endedTime')
  const incoming = details['wasIncoming']
  return {
    video: details['wasVideoCall'] === true,
    group: textOf(details, 'callMode') === 'Group',
    incoming: typeof incoming === 'boolean' ? incoming : null,
    answered: accepted !== null ? true : details['wasDeclined'] === true || ended !== null ? false : null,
    seconds:
      accepted === null || ended === null || ended < accepted ? null : Math.round((ended - accepted) / 1000),
    ringer: textOf(details, 'creatorUuid') ?? textOf(details, 'creatorAci'),
  }
}

function directionOf(text: string | null): boolean | null {
  return text === 'Incoming' ? true : text === 'Outgoing' ? false : null
}

function answeredBy(status: string | null): boolean | null {
  if (status === 'Accepted') return true
  return status !== null && /^(?:Missed|Declined|NotAccepted)/.test(status) ? false : null
}
