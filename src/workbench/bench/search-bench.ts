import { openCase } from '../case-folder.ts'
import { openLocalCase } from '../open-case.ts'
import { countFacets, searchMessages } from '../search-messages.ts'
import { benchAsker } from './bench-asker.ts'
import { type Times, timesOf } from './quantiles.ts'

/** One query, how many messages it finds, and how long the first page of 50 takes with its true total. */
export interface QueryFigures extends Times {
  readonly query: string
  readonly total: number
}

/** Times queries chosen from the corpus's own vocabulary: rare, common, very common, and mixtures. */
export async function benchSearch(
  caseDir: string,
  runs: number,
): Promise<Record<string, QueryFigures | Times>> {
  const words = await vocabulary(caseDir)
  const open = await openCase(caseDir)
  const queries = {
    rareWord: words.rare,
    rarePhrase: `"${words.rare} ${words.veryCommon}" OR "${words.rare}"`,
    commonWord: words.common,
    veryCommonWord: words.veryCommon,
    prefix: `${words.common.slice(0, 3)}*`,
    commonWithField: `${words.common} from:north`,
    commonWithDates: `${words.common} after:2020-06-01 before:2020-09-01`,
    veryCommonWithField: `${words.veryCommon} from:north NOT ${words.common}`,
  }
  const figures: Record<string, QueryFigures | Times> = {}
  try {
    for (const [name, text] of Object.entries(queries)) {
      let total = 0
      const times = await timesOf(runs, async () => {
        total = (
          await searchMessages(open.store, benchAsker, 'Europe/London', {
            text,
            sort: 'time',
            limit: 50,
            offset: 0,
          })
        ).total
      })
      figures[name] = { query: text, total, ...times }
    }
    figures['facetsOfCommonWord'] = await timesOf(Math.min(runs, 10), () =>
      countFacets(open.store, benchAsker, 'Europe/London', { text: words.common }),
    )
  } finally {
    await open.close()
  }
  return figures
}

interface Vocabulary {
  readonly rare: string
  readonly common: string
  readonly veryCommon: string
}

/** A word found in some ten-thousandth of the messages, one in about a hundredth, and the commonest. */
async function vocabulary(caseDir: string): Promise<Vocabulary> {
  const { connection } = await openLocalCase(caseDir)
  try {
    connection.raw.exec(`create virtual table temp.words using fts5vocab(main, message_fts, col)`)
    const messages = Number(connection.raw.prepare('select count(*) as n from message').get()?.['n'])
    const near = connection.raw.prepare(
      `select term from temp.words where col = 'body' and length(term) > 2 and term glob '[a-z]*' order by abs(doc - ?), term limit 1`,
    )
    const word = (documents: number): string => String(near.get(documents)?.['term'] ?? '')
    return { rare: word(messages / 10_000), common: word(messages / 100), veryCommon: word(messages) }
  } finally {
    connection.close()
  }
}
