/** Units of a quantity by what they measure; weights in grams, volumes in litres, pieces as they are. */
export const units = {
  mg: { measures: 'weight', times: 0.001 },
  g: { measures: 'weight', times: 1 },
  kg: { measures: 'weight', times: 1000 },
  t: { measures: 'weight', times: 1_000_000 },
  oz: { measures: 'weight', times: 28.349523125 },
  lb: { measures: 'weight', times: 453.59237 },
  st: { measures: 'weight', times: 6350.29318 },
  ml: { measures: 'volume', times: 0.001 },
  cl: { measures: 'volume', times: 0.01 },
  l: { measures: 'volume', times: 1 },
  pcs: { measures: 'pieces', times: 1 },
} as const satisfies Record<string, { readonly measures: string; readonly times: number }>
export type Unit = keyof typeof units

const called: Readonly<Record<Unit, string>> = {
  mg: 'mg milligram milligrams',
  g: 'g gr gram grams gramme grammes',
  kg: 'kg kgs kilo kilos kilogram kilograms',
  t: 't tonne tonnes ton tons',
  oz: 'oz ounce ounces',
  lb: 'lb lbs pound pounds',
  st: 'st stone',
  ml: 'ml millilitre millilitres milliliter milliliters',
  cl: 'cl centilitre centilitres centiliter centiliters',
  l: 'l litre litres liter liters',
  pcs: 'pcs pc piece pieces',
}
const byName: ReadonlyMap<string, Unit> = new Map(
  Object.keys(called)
    .filter((name): name is Unit => Object.hasOwn(units, name))
    .flatMap((unit) => called[unit].split(' ').map((name) => [name, unit] as const)),
)

/** A unit by any of its names; null when it is none. */
export function parseUnit(text: string): Unit | null {
  return byName.get(text.toLowerCase()) ?? null
}

const scales: Readonly<Record<string, number>> = { k: 3, m: 6, mn: 6, bn: 9 }

/**
 * A number as people type it: `50000`, `50,000`, `12.5`, `50k`, `1.2m`, `3bn`. A comma parts thousands and a dot decimals. What
 * could be either, such as `50.000` or `1,5`, is no number here: it is not guessed which was meant.
 */
export function parseFigure(text: string): number | null {
  const [, whole = '', decimals = '', scale = ''] =
    /^(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,6}))?(k|mn?|bn)?$/i.exec(text) ?? []
  if (whole === '' || (decimals.length === 3 && scale === '' && whole !== '0' && !whole.includes(',')))
    return null
  const shift = scales[scale.toLowerCase()] ?? 0
  // By moving the point: 1.1 times a million is not 1100000 in binary.
  const digits = decimals.padEnd(shift, '0')
  const value = Number(`${whole.replaceAll(',', '')}${digits.slice(0, shift)}.${digits.slice(shift) || '0'}`)
  return value < 1e15 ? value : null
}

/** A number as {@link parseFigure} reads it. */
export function renderFigure(value: number): string {
  const text = value.toFixed(6).replace(/\.?0+$/, '')
  // Three decimals alone could be thousands, so that a fourth says they are not.
  return /^[1-9]\d*\.\d{3}$/.test(text) ? `${text}0` : text
}
