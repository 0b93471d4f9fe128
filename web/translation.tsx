import { IconColumns, IconLanguage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { StoredMessage } from '../src/wire/messages.ts'
import { askOverview } from './asks.ts'
import { translationsBeside, translationsShown } from './kept-switch.ts'
import { Evidence } from './ui/evidence.tsx'
import { SwitchButton } from './ui/switch-button.tsx'
import { useCountingScope } from './use-counting-scope.ts'

type Translated = Pick<StoredMessage, 'translations' | 'translationOf'>

interface TranslationsProps {
  readonly message: Translated
  /** Shown even where the reader switched translations off: what was looked for stands in them alone. */
  readonly always?: boolean
}

/** The translations of a message under its own words, set apart as what they are; that the original is missing is always said. */
export function Translations({ message, always = false }: TranslationsProps) {
  const shown = translationsShown.useIsOn() || always
  const look = translationsBeside.useIsOn() ? 'derived beside' : 'derived'
  const { translations, translationOf } = message
  return (
    <>
      {translationOf !== null && (
        <span className="derived-label only-translation">
          only the translation of {translationOf} is in the case
        </span>
      )}
      {shown &&
        translations.map((translation) => (
          <span key={`${translation.exhibit} ${translation.entry} ${translation.offset}`} className={look}>
            <Evidence text={translation.body} />{' '}
            <span className="derived-label">
              translation of {translation.of}, <code>{translation.exhibit}</code>
            </span>
          </span>
        ))}
    </>
  )
}

/** Switches translations on and off; not there while the case holds none. */
export function TranslationsSwitch() {
  const shown = translationsShown.useIsOn()
  // The overview is on its way for every page: only what has come is looked at.
  const overview = useQuery({ ...askOverview(useCountingScope()), enabled: false })
  if (!overview.data?.exhibits.some(({ translationOf }) => translationOf !== null)) return null
  return (
    <SwitchButton
      isOn={shown}
      onTurn={translationsShown.turn}
      icon={IconLanguage}
      label="Translations"
      titles={{ on: 'Show the originals alone', off: 'Show translations under the originals' }}
    />
  )
}

/** Puts translations beside their originals or beneath them; not there where none are shown. */
export function BesideSwitch() {
  const isOn = translationsBeside.useIsOn()
  const areShown = translationsShown.useIsOn()
  const overview = useQuery({ ...askOverview(useCountingScope()), enabled: false })
  if (!areShown || !overview.data?.exhibits.some(({ translationOf }) => translationOf !== null)) return null
  return (
    <SwitchButton
      isOn={isOn}
      onTurn={translationsBeside.turn}
      icon={IconColumns}
      label="Side by side"
      titles={{ on: 'Translations beneath the originals', off: 'Translations beside the originals' }}
    />
  )
}
