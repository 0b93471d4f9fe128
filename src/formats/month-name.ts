/** The month, 1 to 12, that a word names in full or by its beginning; null when it names none or more than one. */
export function monthNamed(word: string): number | null {
  const plain = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\s.\p{M}]/gu, '')
  const month = months.findIndex((names) => names.some((name) => plain.startsWith(name)))
  return month < 0 ? null : month + 1
}

/**
 * How the months begin in the languages whose phones write them as words, without accents. Only beginnings that mean
 * the same month in each of them: `lis` is October in Croatia and November in Poland, and is not here.
 */
const months: readonly (readonly string[])[] = [
  ['jan', 'ene', 'gen', 'oca', 'янв'],
  ['feb', 'fev', 'sub', 'фев'],
  ['mar', 'maer', 'mrt', 'мар'],
  ['apr', 'abr', 'avr', 'nis', 'апр'],
  ['may', 'mai', 'mag', 'mei', 'maj', 'мая', 'май', 'маи'],
  ['jun', 'juin', 'giu', 'haz', 'июн'],
  ['jul', 'juil', 'lug', 'tem', 'июл'],
  ['aug', 'ago', 'aou', 'agu', 'авг'],
  ['sep', 'set', 'eyl', 'сен'],
  ['oct', 'okt', 'out', 'ott', 'eki', 'окт'],
  ['nov', 'kas', 'ноя'],
  ['dec', 'dez', 'dic', 'des', 'ara', 'дек'],
]
