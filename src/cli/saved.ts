import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import type { SavedSearch } from '../store/saved-views.ts'
import type { CaseStore } from '../store/store.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, renderAmount, renderEvidence } from './print.ts'

interface Options {
  readonly case?: string
  readonly save?: string
  readonly rename?: string
  readonly delete?: true
  readonly watch?: true
  readonly unwatch?: true
  readonly alerts?: true
  readonly json?: true
}

const examples = `
Examples:
  $ bailey saved --case plover
  $ bailey saved "The paper" --save 'paper AND (driver OR "the yard")'
  $ bailey saved "The paper" --watch
  $ bailey saved --alerts

A watch is run over what each new exhibit brings; the import prints what it finds.`

/** `bailey saved`. */
export function savedCommand(): Command {
  return new Command('saved')
    .description('saved searches and lists, watches, and what watches found')
    .argument('[name]', 'the saved search that an option is about')
    .addOption(caseOption())
    .option('--save <query>', 'save this query by the name')
    .option('--rename <name>', 'give it another name')
    .option('--delete', 'delete it; the audit log keeps what it was')
    .option('--watch', 'have it run over every exhibit that comes')
    .option('--unwatch', 'no longer')
    .option('--alerts', 'print what watches found')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (name: string | undefined, options: Options) => {
      await withCase(options.case, async ({ store }) => {
        if (options.alerts) return await printAlerts(store, options)
        if (name !== undefined) return await decide(store, name, options)
        const saved = await store.ask(askerForCli(), 'saved', {})
        if (options.json) printJson(saved)
        else for (const each of saved) printSaved(each)
      })
    })
}

async function decide(store: CaseStore, name: string, options: Options): Promise<void> {
  const asker = askerForCli()
  if (options.save !== undefined) {
    await store.decide(asker, 'saveSearch', { name, kind: 'search', query: options.save })
    return printLine(`Saved ${renderEvidence(name)}.`)
  }
  const all = await store.ask(asker, 'saved', {})
  const saved = all.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (!saved) throw new BaileyError('bad-value', `Nothing is saved as ${name}`)
  const { id } = saved
  if (options.rename !== undefined) await store.decide(asker, 'renameSaved', { id, name: options.rename })
  if (options.watch || options.unwatch)
    await store.decide(asker, 'watchSaved', { id, on: options.watch === true })
  if (options.delete) await store.decide(asker, 'forgetSaved', { id })
  else if (options.json) printJson(saved)
  else printSaved(saved)
}

function printSaved({ name, kind, query, owner, watched, lastRun }: SavedSearch): void {
  const what = kind === 'list' ? renderAmount(query.split('\n').length, 'term') : renderEvidence(query)
  const ran = lastRun === null ? 'never run' : `last run ${lastRun.at}`
  const hits = lastRun === null || lastRun.hits === null ? '' : `: ${renderAmount(lastRun.hits, 'hit')}`
  printLine(`${renderEvidence(name)}  ${what}`)
  printLine(`    ${renderEvidence(owner)} · ${ran}${hits}${watched === null ? '' : ' · watched'}`)
}

async function printAlerts(store: CaseStore, { json }: Options): Promise<void> {
  const alerts = await store.ask(askerForCli(), 'alerts', {})
  if (json) return printJson(alerts)
  for (const { name, exhibit, newHits, newCopies, failed, seen, at } of alerts) {
    const found = failed ?? `${renderAmount(newHits, 'new hit')}, ${newCopies} with a new copy`
    const by = seen === null ? 'not acknowledged' : `acknowledged by ${renderEvidence(seen.by)}`
    printLine(`${at}  ${renderEvidence(exhibit)}  ${renderEvidence(name)}: ${renderEvidence(found)}  (${by})`)
  }
}
