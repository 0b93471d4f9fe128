import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { handleStreamQuery } from '../core/search/handle-stream.ts'
import { renderSearch } from '../core/search/render-search.ts'
import { parseInstant, renderInstant, startOfDay } from '../core/time.ts'
import type { StoredMessage } from '../store/message-views.ts'
import type { ReadPage } from '../store/reading.ts'
import type { CaseReader } from '../store/store.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, renderCount, renderEvidence, renderSentAt } from './print.ts'

interface Options {
  readonly case?: string
  readonly handles?: readonly string[]
  readonly rooms?: true
  readonly between?: true
  readonly from?: string
  readonly until?: string
  readonly json?: true
}

interface Bounds {
  readonly from: string | null
  readonly until: string | null
}

/** Messages in order of time, by place. */
interface Readable {
  readonly page: (offset: number, limit: number) => Promise<ReadPage>
  readonly placeOf: (at: string) => Promise<{ readonly offset: number }>
}

const step = 1000

/** `bailey thread`. */
export function threadCommand(): Command {
  return new Command('thread')
    .description('print a conversation, or all messages of several handles, in order')
    .argument('[conversation]', 'the 16 hex digits that search prints')
    .addOption(caseOption())
    .option('--handles <handle...>', 'instead of a conversation: what these wrote or were sent, anywhere')
    .option('--rooms', 'with --handles: also what others wrote in their rooms')
    .option('--between', 'with --handles: only what one of them wrote to another')
    .option('--from <t>', 'from this instant on: a date in the zone of the case, or ISO 8601 with its offset')
    .option('--until <t>', 'up to but not including this instant')
    .addOption(jsonOption(true))
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey thread 1b2c3d4e5f607182 --from 2020-03-20 --until 2020-03-27\n  $ bailey thread 1b2c3d4e5f607182 --json > thread.jsonl\n  $ bailey thread --handles xmpp:wren@x.example whatsapp:447700900123 --json > both.jsonl',
    )
    .action(async (id: string | undefined, { case: dir, from, until, json, ...asked }: Options) => {
      await withCase(dir, async ({ store, summary }) => {
        const bounds = {
          from: readInstant(from, summary.timezone),
          until: readInstant(until, summary.timezone),
        }
        const several = asked.handles !== undefined
        for await (const message of readAll(readable(store, id, asked), bounds)) {
          if (json) printJson(message)
          else printLine(renderMessageLine(message, several))
        }
      })
    })
}

/** A message on one line: when, who (and to whom, where several conversations are read as one), what. */
export function renderMessageLine(message: StoredMessage, several = false): string {
  const to = message.to.length > 0 ? message.to.map(renderEvidence).join(', ') : message.conversation
  const who = several ? `${renderEvidence(message.from)} -> ${to}` : renderEvidence(message.from)
  return `${renderSentAt(message)}  ${who}  ${renderEvidence(message.body)}${moreOf(message)}`
}

/** How much more a very long message says, and where to read it. */
export function moreOf({
  uid,
  body,
  bodyCutFrom,
}: Pick<StoredMessage, 'uid' | 'body' | 'bodyCutFrom'>): string {
  return bodyCutFrom === null
    ? ''
    : ` … ${renderCount(bodyCutFrom - body.length)} more characters: bailey message ${uid}`
}

/** @throws {BaileyError} `bad-value` where neither or both of a conversation and handles are named. */
function readable(
  store: CaseReader,
  id: string | undefined,
  { handles = [], rooms, between }: Pick<Options, 'handles' | 'rooms' | 'between'>,
): Readable {
  const asker = askerForCli()
  if ((id === undefined) === (handles.length === 0))
    throw new BaileyError('bad-value', 'A conversation or --handles is named, one of the two')
  if (id !== undefined) {
    if (rooms || between) throw new BaileyError('bad-value', '--rooms and --between go with --handles')
    return {
      page: (offset, limit) => store.ask(asker, 'thread', { id, offset, limit }),
      placeOf: (at) => store.ask(asker, 'position', { id, uid: null, at }),
    }
  }
  const query = handleStreamQuery({ handles, rooms: rooms === true, between: between === true })
  const wanted = { text: renderSearch(query), query }
  return {
    page: (offset, limit) => store.ask(asker, 'stream', { ...wanted, filter: null, offset, limit }),
    placeOf: (at) => store.ask(asker, 'streamPosition', { ...wanted, uid: null, at }),
  }
}

async function* readAll({ page, placeOf }: Readable, { from, until }: Bounds): AsyncGenerator<StoredMessage> {
  let offset = from === null ? 0 : (await placeOf(from)).offset
  const end = until === null ? Infinity : (await placeOf(until)).offset
  for (;;) {
    const limit = Math.min(step, end - offset)
    if (limit <= 0) return
    const { messages } = await page(offset, limit)
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
