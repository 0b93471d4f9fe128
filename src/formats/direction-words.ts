/** What a direction cell says of a row: the owner sent or called, received, or was called and did not answer. */
export type Direction = 'out' | 'in' | 'missed'

/**
 * What a direction cell says, in the languages hand-overs come in; null for any other word. A `0` or `1`, `true` or
 * `false`, `yes` or `no` counts only under a heading that says which is which, as `Outgoing`, `from_me` or
 * `Direction (0=in, 1=out)`.
 */
export function directionOf(cell: string, heading: string): Direction | null {
  const word = plainWord(cell)
  return words.get(word) ?? (flags.has(word) ? flagOf(word, heading) : null)
}

const sent =
  'out outgoing outbound sent send o dialled dialed uit uitgaand uitgaande verzonden aus ausgang ausgehend ' +
  'ausgehende gesendet sortant sortante envoyé envoyée émis émise saliente salida enviado enviada enviados ' +
  'исх исходящее исходящий исходящая исходящие отправлено отправленное'
const received =
  'in incoming inbound received i inkomend inkomende ontvangen binnenkomend ein eingang eingehend eingehende ' +
  'empfangen entrant entrante reçu reçue entrada recibido recibida recibidos ' +
  'вх входящее входящий входящая входящие получено полученное принято'
const missed = ['missed', 'rejected', 'declined', 'unanswered', 'no answer']

const words: ReadonlyMap<string, Direction> = new Map([
  ...sent.split(' ').map((word) => [plainWord(word), 'out'] as const),
  ...received.split(' ').map((word) => [plainWord(word), 'in'] as const),
  ...missed.map((word) => [word, 'missed'] as const),
])

const flags = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
])
const saysOut = /^(?:is )?(?:outgoing|outbound|from me|sent by me)$/
const saysIn = /^(?:is )?(?:incoming|inbound|to me)$/

function flagOf(word: string, heading: string): Direction | null {
  const legend = /([01]) ?[=:] ?(\p{L}{1,20})[ ,;/|]{1,3}([01]) ?[=:] ?(\p{L}{1,20})/u.exec(
    heading.slice(0, 200),
  )
  if (legend) {
    const meant = word === legend[1] ? legend[2] : word === legend[3] ? legend[4] : undefined
    return legend[1] === legend[3] || meant === undefined ? null : (words.get(plainWord(meant)) ?? null)
  }
  const plain = heading
    .slice(0, 200)
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
  const isSet = flags.get(word) === true
  if (saysOut.test(plain)) return isSet ? 'out' : 'in'
  return saysIn.test(plain) ? (isSet ? 'in' : 'out') : null
}

/** A word without case, the space around it, and the full stop of an abbreviation as `Вх.`. */
function plainWord(cell: string): string {
  return cell.slice(0, 100).normalize('NFC').trim().toLowerCase().replace(/\.$/, '')
}
