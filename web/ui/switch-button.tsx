import type { Icon } from '@tabler/icons-react'

interface SwitchButtonProps {
  readonly isOn: boolean
  readonly onTurn: (on: boolean) => void
  readonly icon: Icon
  readonly label: string
  /** What pressing it does, while it is on and while it is off. */
  readonly titles: { readonly on: string; readonly off: string }
}

/** Turns something on and off. */
export function SwitchButton({ isOn, onTurn, icon: Sign, label, titles }: SwitchButtonProps) {
  return (
    <button
      type="button"
      className="button small"
      aria-pressed={isOn}
      title={isOn ? titles.on : titles.off}
      onClick={() => onTurn(!isOn)}
    >
      <Sign size={14} stroke={1.5} aria-hidden="true" /> {label}
    </button>
  )
}
