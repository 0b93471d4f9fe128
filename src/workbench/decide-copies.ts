import { BaileyError } from '../core/errors.ts'
import { openCopyJoiner } from '../store/sqlite/copy-joiner.ts'
import { lockImports } from '../store/sqlite/import-lock.ts'
import type { Asker } from '../store/store.ts'
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
  const { connection, log, timezone: zone } = await openLocalCase(caseDir)
  try {
    using lock = lockImports(caseDir)
    const joiner = openCopyJoiner({ raw: connection.raw, log, zone })
    await (decision.kind === 'split'
      ? joiner.split(asker, decision.uid)
      : joiner.joinByPerson(asker, decision.uids))
    void lock
  } finally {
    connection.close()
  }
}
