import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import type { Decided } from '../store/decisions.ts'
import { chosenBy, type NamedMessages } from '../workbench/review-messages.ts'
import { searchMessages } from '../workbench/search-messages.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, renderAmount, renderCount, renderEvidence, renderTable } from './print.ts'

interface Options {
  readonly case?: string
  readonly query?: string
  readonly remove?: true
  readonly dryRun?: true
  readonly json?: true
}

/** `bailey tag`. */
export function tagCommand(): Command {
  return new Command('tag')
    .description('put a tag on messages, or take it off')
    .argument('<name>', 'the tag; tags of a family have its name before a slash, as in issue/meeting')
    .argument('[uids...]', 'messages by the uids that search prints')
    .addOption(caseOption())
    .option('--query <query>', 'every message that a search finds, instead of uids')
    .option('--remove', 'take the tag off')
    .option('--dry-run', 'with --query: say how many messages it finds, and do nothing')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  $ bailey tag meeting 5f0c…e1 77ab…09
  $ bailey tag issue/boat --query 'boat from:wren' --dry-run
  $ bailey tag meeting 5f0c…e1 --remove

Who decided it and when is kept, and on record in the audit log.`,
    )
    .action(async (name: string, uids: string[], { case: dir, query, remove, dryRun, json }: Options) => {
      if ((query === undefined) === (uids.length === 0))
        throw new BaileyError('bad-value', 'Either uids are needed or --query')
      await withCase(dir, async ({ store, summary }) => {
        const asker = askerForCli()
        const zone = summary.timezone
        let named: NamedMessages = { uids }
        if (query !== undefined) {
          const page = { sort: 'time', limit: 1, offset: 0 } as const
          const { total } = await searchMessages(store, asker, zone, { text: query, ...page })
          if (dryRun) return json ? printJson({ hits: total }) : printLine(renderAmount(total, 'message'))
          named = { q: query, expected: total }
        }
        const decision = { ...chosenBy(named, zone), tag: name, on: remove !== true }
        printDecided(await store.decide(asker, 'tag', decision), json)
      })
    })
}

function printDecided({ changed, decision }: Decided, json?: true): void {
  if (json) printJson({ changed, decision })
  else printLine(`${renderAmount(changed, 'message')} changed (audit entry ${renderCount(decision)})`)
}

/** `bailey tags`. */
export function tagsCommand(): Command {
  return new Command('tags')
    .description('list the tags and how many messages have each')
    .addOption(caseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ bailey tags --json')
    .action(async ({ case: dir, json }: Pick<Options, 'case' | 'json'>) => {
      await withCase(dir, async ({ store }) => {
        const tags = await store.ask(askerForCli(), 'tags', {})
        if (json) return printJson(tags)
        const rows = tags.map(({ tag, messages }) => [renderCount(messages), renderEvidence(tag)])
        printLine(renderTable(['messages#', 'tag'], rows))
      })
    })
}
