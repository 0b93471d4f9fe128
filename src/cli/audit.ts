import { Command } from 'commander'
import { actWords } from '../core/act-words.ts'
import type { AuditItem } from '../store/audit-views.ts'
import { everyAct } from '../workbench/read-journal.ts'
import { askerForCli } from './asker.ts'
import { caseOption, jsonOption, wholeNumber, withCase } from './options.ts'
import { printJson, printLine, renderEvidence } from './print.ts'

interface Options {
  readonly case?: string
  readonly who?: string
  readonly action?: string
  readonly about?: string
  readonly limit: number
  readonly json?: true
}

const examples = `
Examples:
  $ bailey audit --case plover
  $ bailey audit --about xmpp:kestrel@plover.example --limit 1000
  $ bailey audit --who reed --action messages.search --json > searches.jsonl

Acts are printed newest first. Reading them is an act too.`

/** `bailey audit`. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('who saw, searched and decided what, from the audit log')
    .addOption(caseOption())
    .option('--who <name>', 'only acts of this person')
    .option('--action <action>', 'only acts of this kind, as messages.search')
    .option(
      '--about <text>',
      'only acts on this uid, conversation or handle, or with this text in their detail',
    )
    .option('--limit <n>', 'most acts to print', wholeNumber(1, 1_000_000_000), 100)
    .addOption(jsonOption(true))
    .addHelpText('after', examples)
    .action(async ({ case: dir, who, action, about, limit, json }: Options) => {
      await withCase(dir, async ({ store }) => {
        const wanted = {
          actor: who ?? null,
          action: action ?? null,
          object: about ?? null,
          from: null,
          until: null,
        }
        for await (const act of everyAct(store, askerForCli(), wanted, limit)) {
          if (json) printJson(act)
          else printAct(act)
        }
      })
    })
}

function printAct(act: AuditItem): void {
  const { seq, at, actor, via, detail } = act
  const lost = detail === null ? '  (its detail is not kept as it was)' : ''
  printLine(`${seq}  ${at}  ${renderEvidence(actor)} (${via}) ${renderEvidence(actWords(act))}${lost}`)
}
