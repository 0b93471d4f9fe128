import type { Language } from '../../core/language.ts'

/** Scripts that many languages share: the words must tell. */
export const sharedScripts = ['latin', 'cyrillic', 'arabic', 'devanagari', 'ethiopic', 'han'] as const
export type SharedScript = (typeof sharedScripts)[number]

/** A script that is shared, or the one language that is written in it. */
export type Script = SharedScript | Language

/** Blocks of Unicode in order: first and last code unit, and what is written in them. */
const blocks: readonly (readonly [number, number, Script])[] = [
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xaa, 0xaa, 'latin'],
  [0xb5, 0xb5, 'latin'],
  [0xba, 0xba, 'latin'],
  [0xc0, 0xd6, 'latin'],
  [0xd8, 0xf6, 'latin'],
  [0xf8, 0x24f, 'latin'],
  [0x300, 0x36f, 'latin'],
  [0x370, 0x3ff, 'el'],
  [0x400, 0x52f, 'cyrillic'],
  [0x531, 0x587, 'hy'],
  [0x591, 0x5f4, 'he'],
  [0x620, 0x65f, 'arabic'],
  [0x66e, 0x6d3, 'arabic'],
  [0x6d5, 0x6ef, 'arabic'],
  [0x6fa, 0x6ff, 'arabic'],
  [0x750, 0x77f, 'arabic'],
  [0x900, 0x963, 'devanagari'],
  [0x980, 0x9e3, 'bn'],
  [0xa01, 0xa75, 'pa'],
  [0xa81, 0xae3, 'gu'],
  [0xb01, 0xb63, 'or'],
  [0xb82, 0xbd7, 'ta'],
  [0xc00, 0xc63, 'te'],
  [0xc80, 0xce3, 'kn'],
  [0xd00, 0xd63, 'ml'],
  [0xd81, 0xdf3, 'si'],
  [0xe01, 0xe4e, 'th'],
  [0xe81, 0xedf, 'lo'],
  [0x1000, 0x109f, 'my'],
  [0x10a0, 0x10ff, 'ka'],
  [0x1100, 0x11ff, 'ko'],
  [0x1200, 0x137f, 'ethiopic'],
  [0x1780, 0x17d3, 'km'],
  [0x1c90, 0x1cbf, 'ka'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'el'],
  [0x3041, 0x30ff, 'ja'],
  [0x3130, 0x318f, 'ko'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xac00, 0xd7af, 'ko'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfefc, 'arabic'],
]

/** Every script, by the number that {@link scriptOf} gives; nothing is written in the first. */
export const scripts: readonly (Script | null)[] = [
  null,
  ...new Set<Script>([...sharedScripts, ...blocks.map(([, , script]) => script)]),
]

const byUnit = new Uint8Array(0x10000)
for (const [first, last, script] of blocks) byUnit.fill(scripts.indexOf(script), first, last + 1)

/** Number of the script that a UTF-16 unit belongs to; 0 for what is no letter, and for letters beyond the first plane. */
export function scriptOf(unit: number): number {
  return byUnit[unit] ?? 0
}

const ofLanguage: Readonly<Partial<Record<Language, SharedScript>>> = {
  ru: 'cyrillic',
  uk: 'cyrillic',
  be: 'cyrillic',
  bg: 'cyrillic',
  sr: 'cyrillic',
  ar: 'arabic',
  fa: 'arabic',
  ur: 'arabic',
  ku: 'arabic',
  hi: 'devanagari',
  mr: 'devanagari',
  am: 'ethiopic',
}

const alone: ReadonlySet<Script | null> = new Set(scripts.filter((script) => !isShared(script)))

/** Whether a message in a shared script may be in a language. */
export function isWrittenIn(language: Language, script: SharedScript): boolean {
  if (script === 'han') return language === 'zh' || language === 'ja'
  if (language === 'zh') return false
  return !alone.has(language) && (ofLanguage[language] ?? 'latin') === script
}

/** True for one of {@link sharedScripts}. */
export function isShared(script: Script | null): script is SharedScript {
  return sharedScripts.some((shared) => shared === script)
}
