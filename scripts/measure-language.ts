/**
 * Measures how often the words of messages alone tell a language right, by number of letters:
 * `node scripts/measure-language.ts FOLDER LANGUAGE`, with a folder of JSON files of messages with a `body`, all held to be
 * in that language (in Cyrillic script, where it is one of that script). `docs/language.md` has the figures of two such sets.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOwnWords } from '../src/analyses/language/own-words.ts'
import { languageName, parseLanguage } from '../src/core/language.ts'

const [folder, code = ''] = process.argv.slice(2)
const wanted = parseLanguage(code)
if (folder === undefined || wanted === null) {
  process.stderr.write('Usage: node scripts/measure-language.ts FOLDER LANGUAGE\n')
  process.exit(2)
}
/** A text in JSON; empty where it is broken. */
function quotedText(json: string): string {
  try {
    return String(JSON.parse(json))
  } catch {
    return ''
  }
}

const needed = ['ru', 'uk', 'be', 'bg', 'sr'].includes(wanted) ? /\p{sc=Cyrillic}/u : /\p{L}/u
const upTo = [5, 10, 20, 40, 80, Number.POSITIVE_INFINITY]
const counts = upTo.map(() => ({ right: 0, notTold: 0, wrong: 0 }))

for (const file of readdirSync(folder).toSorted()) {
  const text = readFileSync(join(folder, file), 'utf8')
  for (const [, quoted = ''] of text.matchAll(/"body": ("(?:[^"\\]|\\.)*")/g)) {
    const body = quotedText(quoted)
    if (!needed.test(body)) continue
    const letters = body.match(/\p{L}/gu)?.length ?? 0
    const count = counts[upTo.findIndex((most) => letters <= most)]
    if (count === undefined) continue
    const told = readOwnWords(body)
    if (told.says !== 'language') count.notTold++
    else if (told.language === wanted) count.right++
    else count.wrong++
  }
}

process.stdout.write(`${languageName(wanted)}, by own words alone\n`)
for (const [i, { right, notTold, wrong }] of counts.entries()) {
  const all = right + notTold + wrong
  const share = (n: number) => `${((100 * n) / Math.max(1, all)).toFixed(2)} %`
  process.stdout.write(
    `up to ${upTo[i]} letters: ${all}, right ${share(right)}, not told ${share(notTold)}, wrong ${share(wrong)}\n`,
  )
}
