import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'

/** Copies a text and says so. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  const Icon = copied ? IconCheck : IconCopy
  return (
    <button
      type="button"
      className="button plain small"
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      title={copied ? 'Copied' : `Copy ${what}`}
      onClick={() => {
        void copy()
      }}
    >
      <Icon size={14} stroke={1.5} aria-hidden="true" />
    </button>
  )
}
