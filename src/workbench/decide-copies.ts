import { fork } from 'node:child_process'
import { join } from 'node:path'
import { BaileyError, isRefusalCode } from '../core/errors.ts'
import { openCopyJoiner } from '../store/sqlite/copy-joiner.ts'
import { lockImports } from '../store/sqlite/import-lock.ts'
import { openLanguageMarker } from '../store/sqlite/language-marker.ts'
import { openTrafficMarker } from '../store/sqlite/traffic-marker.ts'
import type { Asker } from '../store/store.ts'
import type { DecideOrder, DecideReply } from './decide-process.ts'
import { isTold, markLanguages } from './mark-language.ts'
import { markCase } from './mark-traffic.ts'
import { openLocalCase } from './open-case.ts'

/** What a person may decide of copies. */
export type CopyDecision =
  | { readonly kind: 'split'; readonly uid: string }
  | { readonly kind: 'join'; readonly uids: readonly [string, string] }

/**
 * Parts a copy from the message it was joined to, or joins two messages as one. Either can be taken back by the other,
 * and both are on record. A parted copy is not joined again by any rule.
 *
 * @throws {BaileyError} `not-permitted`, `import-running`, `no-such-message`, `bad-value`.
 */
export async function decideCopies(caseDir: string, asker: Asker, decision: CopyDecision): Promise<void> {
  if (!asker.may.includes('import-evidence')) throw new BaileyError('not-permitted', 'join or part copies')
  if (decision.kind === 'join' && decision.uids[0] === decision.uids[1])
    throw new BaileyError('bad-value', 'Two different uids are needed')
  const { connection, log, timezone: zone } = await openLocalCase(caseDir)
  try {
    using lock = lockImports(caseDir)
    const joiner = openCopyJoiner({ raw: connection.raw, log, zone })
    await (decision.kind === 'split'
      ? joiner.split(asker, decision.uid)
      : joiner.joinByPerson(asker, decision.uids))
    await markCase(openTrafficMarker({ raw: connection.raw, log }), asker)
    const languages = openLanguageMarker({ raw: connection.raw, log })
    const pair = languages.pairOf(decision.kind === 'split' ? decision.uid : decision.uids[0])
    if (await isTold(languages)) await markLanguages(languages, asker, null, pair === null ? [] : [pair])
    void lock
  } finally {
    connection.close()
  }
}

/** {@link decideCopies} in a process of its own, for a server. */
export async function decideCopiesApart(
  caseDir: string,
  asker: Asker,
  decision: CopyDecision,
): Promise<void> {
  const child = fork(join(import.meta.dirname, 'decide-process.ts'), { serialization: 'advanced' })
  const reply = await new Promise<DecideReply>((resolve) => {
    child.once('message', (message: DecideReply) => resolve(message))
    child.once('exit', () => resolve({ kind: 'fault', message: 'The process ended before it answered' }))
    child.send({ caseDir, asker, decision } satisfies DecideOrder)
  })
  if (reply.kind === 'refusal' && isRefusalCode(reply.code))
    throw BaileyError.restored(reply.code, reply.message)
  if (reply.kind !== 'done') throw new Error(reply.message)
}
