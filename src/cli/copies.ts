import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { parseUid, type Uid } from '../core/uid.ts'
import type { Coverage } from '../store/copy-views.ts'
import { findCase } from '../workbench/case-folder.ts'
import { decideCopies } from '../workbench/decide-copies.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, renderAmount, renderCount, renderEvidence, renderTable } from './print.ts'

interface Options {
  readonly case?: string
  readonly split?: string
  readonly join?: string[]
  readonly json?: true
}

/** `bailey copies`. */
export function copiesCommand(): Command {
  return new Command('copies')
    .description('show from which sides a conversation was seen, or decide which copies are one message')
    .argument('[conversation]', 'the 16 hex digits that search prints')
    .addOption(caseOption())
    .option('--split <uid>', 'make a message of its own of a copy that was joined to another')
    .option('--join <uid...>', 'make one message of two, by their uids')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  $ bailey copies 1b2c3d4e5f607182
  $ bailey copies --split 5f0c…e1
  $ bailey copies --join 5f0c…e1 77ab…09

Either decision takes the other back, and both are on record. A copy parted by hand is not joined again by any rule.`,
    )
    .action(async (conversation: string | undefined, { case: dir, split, join, json }: Options) => {
      const asked = [conversation, split, join].filter((given) => given !== undefined)
      if (asked.length !== 1)
        throw new BaileyError('bad-value', 'One of a conversation, --split or --join is needed')
      if (split !== undefined) return await decide(dir, { kind: 'split', uid: readUid(split) })
      if (join !== undefined) return await decide(dir, { kind: 'join', uids: readPair(join) })
      await withCase(dir, async ({ store }) => {
        const coverage = await store.ask(askerForCli(), 'coverage', { id: conversation ?? '' })
        if (json) printJson(coverage)
        else printCoverage(coverage)
      })
    })
}

async function decide(dir: string | undefined, decision: Parameters<typeof decideCopies>[2]): Promise<void> {
  await decideCopies(findCase(dir), askerForCli(), decision)
  printLine(
    decision.kind === 'split' ? 'Parted: it is a message of its own again.' : 'Joined: they are one message.',
  )
}

function readUid(text: string): Uid {
  const uid = parseUid(text)
  if (uid === null) throw new BaileyError('no-such-message', text)
  return uid
}

function readPair(texts: readonly string[]): readonly [Uid, Uid] {
  const [first, second] = texts
  if (first === undefined || second === undefined || texts.length !== 2)
    throw new BaileyError('bad-value', '--join takes the uids of two messages')
  return [readUid(first), readUid(second)]
}

function printCoverage({ seen, sources, gaps, clocks }: Coverage): void {
  printLine(
    `seen from both sides ${renderCount(seen.both)}, the sender's alone ${renderCount(seen.senderOnly)}, the recipient's alone ${renderCount(seen.recipientOnly)}, neither's ${renderCount(seen.neither)}`,
  )
  printLine()
  printLine(
    renderTable(
      ['exhibit', 'owner', 'copies#', 'first', 'last', 'file'],
      sources.map(({ exhibit, owner, sightings, firstAt, lastAt, entry }) =>
        [exhibit, owner ?? '', renderCount(sightings), firstAt, lastAt, entry].map(renderEvidence),
      ),
    ),
  )
  for (const { first, second, offsetSeconds, support, overlap } of clocks)
    printLine(
      `\nclocks: ${renderEvidence(`${second.exhibit} ${second.entry}`)} is ${offsetSeconds} s ahead of ${renderEvidence(`${first.exhibit} ${first.entry}`)} (${renderAmount(support, 'message')} agree; ${renderCount(overlap.both)} of ${renderCount(overlap.first)} and ${renderCount(overlap.second)} in the time both cover)`,
    )
  for (const { from, until, handle, elsewhere } of gaps)
    printLine(
      `\nno message from ${from} to ${until}, while ${renderEvidence(handle)} wrote ${renderCount(elsewhere)} elsewhere`,
    )
}
