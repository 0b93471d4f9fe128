import { Command } from 'commander'
import { BaileyError } from '../core/errors.ts'
import type { FileDetail } from '../store/file-detail.ts'
import { copyFileOut, openCaseFiles } from '../workbench/case-files.ts'
import { askerForCli } from './asker.ts'
import { layerFacts } from './layer-facts.ts'
import { caseOption, jsonOption, withCase } from './options.ts'
import { printJson, printLine, printNote, renderAmount, renderBytes, renderEvidence } from './print.ts'

interface Options {
  readonly case?: string
  readonly out?: string
  readonly json?: true
}

const examples = `
Examples:
  $ bailey file 9c1e…07
  $ bailey file 9c1e…07 --out photo.jpg

A file of evidence may be made to harm whatever opens it.`

/** `bailey file`. */
export function fileCommand(): Command {
  return new Command('file')
    .description('show a file of the case: where it stands, which messages carry it, what was made of it')
    .argument('<sha256>', 'the 64 hex digits that bailey message prints')
    .addOption(caseOption())
    .option('--out <path>', 'also write its bytes to a new, read-only file')
    .addOption(jsonOption())
    .addHelpText('after', examples)
    .action(async (text: string, { case: dir, out, json }: Options) => {
      const sha256 = text.toLowerCase()
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw new BaileyError('no-such-file', text)
      await withCase(dir, async (open) => {
        const files = openCaseFiles(open.store, open.dir)
        try {
          const detail = await files.describe(askerForCli(), sha256)
          if (json) printJson(detail)
          else printFile(detail)
          if (out === undefined) return
          await copyFileOut(files, askerForCli(), { caseDir: open.dir, sha256, to: out })
          printNote(`Written to ${renderEvidence(out)}`)
        } finally {
          files.close()
        }
      })
    })
}

function printFile({ sha256, size, mediaType, places, messages, derived }: FileDetail): void {
  const facts = [
    ['sha256', sha256],
    ['size', `${renderBytes(size)}  (${size} bytes)`],
    ['type', mediaType ?? 'not known by its bytes'],
    ...places.items.map(({ exhibit, entry }) => ['stands in', `${exhibit}  ${entry}`]),
    ...more(places.total - places.items.length, 'place'),
    ['carried by', renderAmount(messages.total, 'message')],
    ...messages.uids.map((uid) => ['', uid]),
    ...more(messages.total - messages.uids.length, 'message'),
    ...derived.flatMap(layerFacts),
  ]
  for (const [name = '', fact = ''] of facts) printLine(`${name.padEnd(14)}${renderEvidence(fact)}`)
}

function more(count: number, word: string): readonly string[][] {
  return count > 0 ? [['', `and ${renderAmount(count, word)} more`]] : []
}
