import { Command, Option } from 'commander'
import { type CountingScope, scopeMeanings } from '../core/counting-scope.ts'
import type { FileWords } from '../store/found-words.ts'
import type { Hit, StoredMessage } from '../store/message-views.ts'
import type { Answers } from '../store/questions.ts'
import type { SearchSuggestions } from '../store/search-suggestions.ts'
import { searchMessages, searchThreads } from '../workbench/search-messages.ts'
import { askerForCli } from './asker.ts'
import { caseOption, countOption, jsonOption, wholeNumber, withCase } from './options.ts'
import {
  printJson,
  printLine,
  printNote,
  renderAmount,
  renderCount,
  renderEvidence,
  renderSentAt,
} from './print.ts'
import { moreOf } from './thread.ts'

interface Options {
  readonly case?: string
  readonly limit: number
  readonly offset: number
  readonly sort: 'time' | 'rank'
  readonly count: CountingScope
  readonly context: number
  readonly threads?: true
  readonly fromSearch?: number
  readonly why?: string
  readonly json?: true
}

const examples = `
A query is words (all must be there), "a phrase", "words near"~5, a prefix*, w?ldcards, likeness~1, /expressions/, AND, OR, NOT
and brackets, and fields; docs/search.md is the whole language:
  from:HANDLE to:HANDLE received:HANDLE with:HANDLE pair:HANDLE|HANDLE in:CONVERSATION network:NAME exhibit:REFERENCE
  after:DATE before:DATE on:DATE sent:[DATE TO DATE] hour:22-5 day:fri-sun near:UID~2h
  is:plain|resend|notice|broadcast has:file|link|call|reply|reaction|edit|deleted|forward|position|copies|translation|repair
Words are also looked for in translations, and in what machines read or heard in files (bailey derive), which is printed
as that. written:WORD or written:"a phrase" looks only in what somebody wrote; in-file:WORD only in what a machine made.

Examples:
  $ bailey search 'paper AND (driver OR "the yard")'
  $ bailey search 'deliver* from:xmpp:kestrel@plover.example after:2020-03-20' --json
  $ bailey search 'in-file:invoice NOT written:invoice'
  $ bailey search 'is:broadcast network:xmpp before:2021-01-01'
  $ bailey search paper --context 3
  $ bailey search paper --threads --limit 10`

/** `bailey search`. */
export function searchCommand(): Command {
  return new Command('search')
    .description('search the words of messages')
    .argument('<query...>', 'what to look for')
    .addOption(caseOption())
    .option('--limit <n>', 'most hits to print, 1 to 1000', wholeNumber(1, 1000), 50)
    .option('--offset <n>', 'hits to pass over', wholeNumber(0, 1_000_000_000), 0)
    .addOption(
      new Option('--sort <order>', 'oldest first, or best match first')
        .choices(['time', 'rank'])
        .default('time'),
    )
    .option('--context <n>', 'messages before and after each hit, 0 to 10', wholeNumber(0, 10), 0)
    .option('--threads', 'print the conversations the hits stand in, most hits first')
    .addOption(countOption())
    .option(
      '--from-search <n>',
      'the entry of the search journal that this one narrows',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option('--why <text>', 'why it is made, for the search journal')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (words: string[], options: Options) => {
      const { case: dir, threads, json, context, fromSearch: parent = null, why = null, ...page } = options
      const journal = page.offset === 0 ? { journal: { parent, why } } : {}
      const request = { text: words.join(' '), ...page, ...journal }
      await withCase(dir, async ({ store, summary }) => {
        if (threads) {
          const found = { ...request, limit: Math.min(page.limit, 100), best: 3 }
          const answer = await searchThreads(store, askerForCli(), summary.timezone, found)
          return json ? printJson(answer) : printThreads(answer)
        }
        const answer = await searchMessages(store, askerForCli(), summary.timezone, { ...request, context })
        if (json) return printJson(answer)
        const around = new Map(answer.around.map((each) => [each.uid, each]))
        for (const hit of answer.hits) {
          for (const message of around.get(hit.uid)?.before ?? []) printBeside(message)
          printHit(hit)
          for (const message of around.get(hit.uid)?.after ?? []) printBeside(message)
        }
        printLine(
          `${renderCount(answer.hits.length)} of ${renderAmount(answer.total, 'hit')}, searched for: ${renderEvidence(answer.readAs)}`,
        )
        if (answer.countedBy !== 'global')
          printLine(
            `Counted by ${answer.countedBy}: ${renderCount(answer.counted)}. ${scopeMeanings[answer.countedBy]}`,
          )
        if (answer.suggestions) printSuggestions(answer.suggestions)
      })
    })
}

/** What may have been meant goes beside the answer, not into it. */
function printSuggestions({ words, without }: SearchSuggestions): void {
  for (const { word, near } of words) {
    const others = near.map((one) => `${renderEvidence(one.word)} (${renderCount(one.messages)})`)
    const meant = others.length === 0 ? '' : ` Did you mean ${others.join(', ')}?`
    printNote(`No message has the word ${renderEvidence(word)}.${meant}`)
  }
  for (const { term, messages } of without)
    printNote(`Without ${renderEvidence(term)} there are ${renderCount(messages)}.`)
}

/** A message that is no hit, on one line. */
function printBeside({ uid, from, body, ...sent }: StoredMessage): void {
  printLine(`  | ${renderSentAt(sent)}  ${renderEvidence(from)}: ${renderEvidence(body)}  ${uid}`)
}

function printThreads({
  items,
  total,
  threads,
  readAs,
  countedBy,
  counted,
}: Answers['threads'] & { readonly readAs: string }): void {
  for (const { id, title, participants, messages, firstAt, lastAt, hits } of items) {
    const name = title ?? participants.join(' <-> ')
    const span = firstAt === null ? 'no time stated' : `${firstAt} to ${lastAt ?? firstAt}`
    printLine(`${renderAmount(messages, 'hit')}  ${renderEvidence(name)}  ${span}  ${id}`)
    for (const { body, from, ...hit } of hits)
      printLine(`    ${renderSentAt(hit)}  ${renderEvidence(from)}: ${renderEvidence(body)}`)
  }
  printLine(
    `${renderAmount(total, 'message')}, ${renderAmount(threads, 'thread')}, searched for: ${renderEvidence(readAs)}`,
  )
  if (countedBy !== 'global')
    printLine(`Counted by ${countedBy}: ${renderCount(counted)}. ${scopeMeanings[countedBy]}`)
}

/** A hit with its words, below them the translations put beside it, and what matched in its files. */
function printHit(hit: Hit): void {
  const {
    uid,
    from,
    to,
    conversationTitle,
    conversation,
    body,
    translations,
    files,
    furtherOn,
    earlierWords,
    fileWords,
  } = hit
  const side = to.length > 0 ? to.join(', ') : (conversationTitle ?? conversation)
  printLine(`${renderSentAt(hit)}  ${renderEvidence(from)} -> ${renderEvidence(side)}  ${uid}`)
  printLine(`    ${renderEvidence(body)}${moreOf(hit)}`)
  if (furtherOn)
    printLine(
      `        ${renderCount(furtherOn.before)} characters in: ${shortened(furtherOn.excerpt, furtherOn.before, furtherOn.after)}`,
    )
  for (const { of, body: words } of translations)
    printLine(`        translation of ${renderEvidence(of)}: ${renderEvidence(words)}`)
  for (const { excerpt, before, after, exhibit } of earlierWords)
    printLine(
      `        before it was edited, by ${renderEvidence(exhibit)}: ${shortened(excerpt, before, after)}`,
    )
  for (const words of fileWords) printLine(`        ${fileWordsLine(words, files)}`)
}

/** Words that nobody wrote, on one line, and which machine gave them for which file. */
function fileWordsLine(
  { sha256, kind, engine, version, excerpt, before, after }: FileWords,
  files: Hit['files'],
): string {
  const file = files.find((each) => each.sha256 === sha256)?.name ?? sha256
  const did = kind === 'ocr' ? 'read in' : 'heard in'
  return `${did} ${renderEvidence(file)} by ${renderEvidence(`${engine} ${version}`)}, a machine: ${shortened(excerpt, before, after)}`
}

function shortened(excerpt: string, before: number, after: number): string {
  return renderEvidence(
    `${before > 0 ? '… ' : ''}${excerpt.trim().replace(/\s+/g, ' ')}${after > 0 ? ' …' : ''}`,
  )
}
