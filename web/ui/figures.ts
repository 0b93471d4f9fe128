/** How numbers are written: `1,234,567`, `12.4 MB`, `3 h 12 m`. */

const grouped = new Intl.NumberFormat('en-GB')

/** `1,234,567`. */
export function renderCount(n: number): string {
  return grouped.format(n)
}

/** `1 message`, `2 messages`; the plural is given where it is not the word and an s. */
export function renderAmount(n: number, word: string, plural = `${word}s`): string {
  return `${renderCount(n)} ${n === 1 ? word : plural}`
}

/** Bytes in the unit that reads best: `640 B`, `12.4 MB`. Units are powers of ten. */
export function renderBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** Seconds as `0.42 s`, `12 s`, `3 m 12 s`, `3 h 12 m`. */
export function renderSeconds(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${Math.floor(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} m`
}
