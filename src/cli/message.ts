import { Command, Option } from 'commander'
import { BaileyError } from '../core/errors.ts'
import { describeLanguage } from '../core/language.ts'
import { parseUid } from '../core/uid.ts'
import type { FileDetail } from '../store/file-detail.ts'
import type { MessageDetail, Sighting } from '../store/message-views.ts'
import type { CaseReader } from '../store/store.ts'
import { readRecordBytes } from '../workbench/read-source.ts'
import { askerForCli } from './asker.ts'
import { layerFacts } from './layer-facts.ts'
import { attachmentFact, detailFacts, type Fact } from './message-details.ts'
import { caseOption, jsonOption, wholeNumber, withCase } from './options.ts'
import { printBytes, printJson, printLine, renderEvidence, renderSentAt } from './print.ts'
import { renderMessageLine } from './thread.ts'

interface Options {
  readonly case?: string
  readonly context: number
  readonly raw?: true
  readonly json?: true
}

/** `bailey message`. */
export function messageCommand(): Command {
  return new Command('message')
    .description('show a message, where it stands in the exhibits, and what was said around it')
    .argument('<uid>', 'the 32 hex digits that search prints')
    .addOption(caseOption())
    .option('--context <n>', 'messages before and after it, 0 to 200', wholeNumber(0, 200), 0)
    .addOption(
      new Option('--raw', 'print the exact bytes of its record in the exhibit and nothing else').conflicts(
        'json',
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ bailey message 5f0c…e1 --context 5\n  $ bailey message 5f0c…e1 --raw | sha256sum',
    )
    .action(async (text: string, { case: dir, context, raw, json }: Options) => {
      const uid = parseUid(text)
      if (uid === null) throw new BaileyError('no-such-message', text)
      await withCase(dir, async (open) => {
        if (raw) return printBytes(await readRecordBytes(open.store, open.dir, askerForCli(), uid))
        const detail = await open.store.ask(askerForCli(), 'message', { uid, context })
        if (json) printJson(detail)
        else printMessage(detail, await fileFacts(open.store, detail))
      })
    })
}

const shownFiles = 20

/** The files sent with it, what the case knows of them, and the words that machines read or heard in them. */
async function fileFacts(store: CaseReader, { message }: MessageDetail): Promise<readonly Fact[]> {
  const { files } = message
  const facts: Fact[] = []
  for (const file of files.slice(0, shownFiles)) {
    const held = file.sha256 === null ? null : await findFile(store, file.sha256)
    const words = held?.derived.filter(({ kind }) => kind !== 'picture') ?? []
    facts.push(attachmentFact(file, held), ...words.flatMap(layerFacts))
  }
  if (files.length > shownFiles) facts.push(['', `and ${files.length - shownFiles} more files: see --json`])
  return facts
}

async function findFile(store: CaseReader, sha256: string): Promise<FileDetail | null> {
  try {
    return await store.ask(askerForCli(), 'file', { sha256, use: 'facts' })
  } catch (error) {
    if (error instanceof BaileyError && error.code === 'no-such-file') return null
    throw error
  }
}

function sentOf(message: MessageDetail['message']): string {
  const { timeText, zone } = message
  if (zone === 'none') return timeText === '' ? renderSentAt(message) : `no time  (as written: ${timeText})`
  return `${renderSentAt(message)}  (as written: ${timeText}; zone ${zone})`
}

/** Where a copy stands and, where it was joined, by what, its own time and its own words. */
function sightingFacts({ exhibit, entry, offset, length, format, repairs, copy }: Sighting): Fact[] {
  const mended = repairs.length > 0 ? `  repaired: ${repairs.join(', ')}` : ''
  const facts: Fact[] = [
    ['seen in', `${exhibit}  ${entry}  bytes ${offset} to ${offset + length}  ${format}${mended}`],
  ]
  if (copy === null) return facts
  const score = copy.score === null ? '' : `, score ${copy.score}`
  facts.push([
    '',
    `joined by ${copy.rule}${score}; its own time ${copy.sentAt} (as written: ${copy.timeText})`,
  ])
  if (copy.body !== null)
    facts.push(['', copy.body === '' ? 'it has no words' : `its own words: ${copy.body}`])
  return facts
}

function printMessage({ message, sightings, before, after }: MessageDetail, files: readonly Fact[]): void {
  const facts = [
    ['uid', message.uid],
    ['sent', sentOf(message)],
    ['from', message.from],
    ['to', message.to.join(', ') || '(a room)'],
    ['conversation', message.conversation],
    ['language', describeLanguage(message.language, message.languageBy)],
    ...detailFacts(sightings),
    ...files,
    ...sightings.flatMap(sightingFacts),
  ]
  for (const [name = '', fact = ''] of facts) printLine(`${name.padEnd(14)}${renderEvidence(fact)}`)
  printLine()
  for (const each of before) printLine(`  ${renderMessageLine(each)}`)
  printLine(`> ${renderMessageLine(message)}`)
  for (const each of after) printLine(`  ${renderMessageLine(each)}`)
}
