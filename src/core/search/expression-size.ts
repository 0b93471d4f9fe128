/**
 * How many steps a regular expression has when its repetitions are written out, about: `(ab{3}){10}` has 40. Matching takes
 * time in proportion to it, and so does making ready to match, which nobody could stop.
 */
export function expressionSize(pattern: string): number {
  const groups: number[] = []
  let [size, last] = [0, 0]
  let i = 0
  while (i < pattern.length) {
    const character = pattern[i] ?? ''
    const repeat = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(i, i + 16))
    if (repeat) {
      const times = Math.max(1, Number(repeat[1]), Number(repeat[2] ?? 0))
      size += last * (times - 1)
      last *= times
      i += repeat[0].length
      continue
    }
    if (character === '(') {
      groups.push(size)
      size = 0
    } else if (character === ')') {
      last = size + 1
      size = (groups.pop() ?? 0) + last
    } else {
      last = 1
      size++
    }
    i += character === '\\' ? 2 : character === '[' ? classLength(pattern, i) : 1
  }
  return groups.reduce((sum, before) => sum + before, size)
}

/** From the bracket that opens a class to the one that closes it. */
function classLength(pattern: string, start: number): number {
  let i = start + 1
  if (pattern[i] === '^') i++
  if (pattern[i] === ']') i++
  while (i < pattern.length && pattern[i] !== ']') {
    const named = pattern.startsWith('[:', i) ? pattern.indexOf(':]', i) : -1
    if (named >= 0) i = named + 1
    i += pattern[i] === '\\' ? 2 : 1
  }
  return i - start + 1
}
