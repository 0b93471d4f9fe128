import type { Icon } from '@tabler/icons-react'

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string; readonly Icon?: Icon }[]
  readonly onChoose: (value: Value) => void
}

/** A row of buttons of which one is pressed. */
export function Choice<Value extends string>({ label, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <fieldset className="choice" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="button small"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
        >
          {option.Icon && <option.Icon size={14} stroke={1.5} aria-hidden="true" />} {option.label}
        </button>
      ))}
    </fieldset>
  )
}
