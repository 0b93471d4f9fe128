import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { parseInstant, renderInstant, startOfDay } from '../core/time.ts'
import type { StoredMessage } from '../store/questions.ts'
import type { CaseReader } from '../store/store.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, renderEvidence, renderSentAt } from './print.ts'

interface Options {
  readonly case?: string
  readonly from?: string
  readonly until?: string
  readonly json?: true
}

interface Bounds {
  readonly from: string | null
  readonly until: string | null
}

const step = 1000

/** `bailey thread`. */
export function threadCommand(): Command {
  return new Command('thread')
    .description('print a conversation in order')
    .argument('<conversation>', 'the 16 hex digits that search prints')
    .addOption(caseOption())
    .option('--from <t>', 'from this instant on: a date in the zone of the case, or ISO 8601 with its offset')
    .option('--until <t>', 'up to but not including this instant')
    .addOption(jsonOption(true))
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey thread 1b2c3d4e5f607182 --from 2020-03-20 --until 2020-03-27\n  $ bailey thread 1b2c3d4e5f607182 --json > thread.jsonl',
    )
    .action(async (id: string, { case: dir, from, until, json }: Options) => {
      await withCase(dir, async ({ store, summary }) => {
        const bounds = {
          from: readInstant(from, summary.timezone),
          until: readInstant(until, summary.timezone),
        }
        for await (const message of readThread(store, id, bounds)) {
          if (json) printJson(message)
          else printLine(renderMessageLine(message))
        }
      })
    })
}

/** A message on one line: when, who, what. */
export function renderMessageLine(message: StoredMessage): string {
  return `${renderSentAt(message)}  ${renderEvidence(message.from)}  ${renderEvidence(message.body)}`
}

async function* readThread(
  store: CaseReader,
  id: string,
  { from, until }: Bounds,
): AsyncGenerator<StoredMessage> {
  const placeOf = async (at: string): Promise<number> =>
    (await store.ask(askerForCli(), 'position', { id, uid: null, at })).offset
  let offset = from === null ? 0 : await placeOf(from)
  const end = until === null ? Infinity : await placeOf(until)
  for (;;) {
    const limit = Math.min(step, end - offset)
    if (limit <= 0) return
    const { messages } = await store.ask(askerForCli(), 'thread', { id, offset, limit })
    yield* messages
    if (messages.length < limit) return
    offset += messages.length
  }
}

function readInstant(text: string | undefined, zone: string): string | null {
  if (text === undefined) return null
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? startOfDay(text, zone) : parseInstant(text)
  if (at === null)
    throw new BaileyError(
      'bad-value',
      `${text} is neither a date such as 2020-03-20 nor an instant such as 2020-03-20T18:00:00Z`,
    )
  return renderInstant(at)
}
