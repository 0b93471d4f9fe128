import { Command } from 'commander'
import type { CountingScope } from '../core/counting-scope.ts'
import type { HandleDetail } from '../store/questions.ts'
import { askerForCli } from './asker.ts'
import { caseOption, countOption, jsonOption, printScope, withCase } from './options.ts'
import { printJson, printLine, renderCount, renderEvidence, renderTable } from './print.ts'

interface Options {
  readonly case?: string
  readonly count: CountingScope
  readonly json?: true
}

/** `bailey handle`. */
export function handleCommand(): Command {
  return new Command('handle')
    .description('show one handle: counts, names, contacts, and when in the week it writes')
    .argument('<handle>', 'written network:address')
    .addOption(caseOption())
    .addOption(countOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ bailey handle xmpp:kestrel@plover.example')
    .action(async (handle: string, { case: dir, count, json }: Options) => {
      await withCase(dir, async ({ store }) => {
        const detail = await store.ask(askerForCli(), 'handle', { handle, count })
        if (json) printJson(detail)
        else printHandle(detail)
      })
    })
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function printHandle(detail: HandleDetail): void {
  printLine(renderEvidence(detail.handle))
  if (detail.names.length > 0) printLine(`names     ${detail.names.map(renderEvidence).join(', ')}`)
  printLine(`sent      ${renderCount(detail.sent)}`)
  printLine(`received  ${renderCount(detail.received)}`)
  printScope(detail.countedBy)
  printLine(`contacts  ${renderCount(detail.contacts)}`)
  printLine(`seen      ${detail.firstAt ?? 'never'} to ${detail.lastAt ?? 'never'}`)
  const rows = detail.conversations.map(({ id, title, participants, messages, sent, received }) => [
    id,
    renderCount(messages),
    renderCount(sent),
    renderCount(received),
    renderEvidence(title ?? participants.filter((other) => other !== detail.handle).join(', ')),
  ])
  printLine(`\n${renderTable(['conversation', 'messages#', 'sent#', 'received#', 'with'], rows)}`)
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}#`)
  const week = days.map((day, at) => [
    day,
    ...detail.hourOfWeek.slice(at * 24, at * 24 + 24).map((count) => (count === 0 ? '.' : String(count))),
  ])
  printLine(`\n${renderTable(['sent', ...hours], week)}`)
}
