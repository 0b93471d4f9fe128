import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useLocation } from 'react-router'
import { captureModes, isCaptureMode } from '../../../src/core/exhibit.ts'
import type { ImportOptionsBody } from '../../../src/wire/imports.ts'
import { askFormats } from '../../asks.ts'
import { knownZones } from '../../case-time.ts'

interface ReceiptFormProps {
  readonly zone: string
  readonly nothing: boolean
  readonly busy: boolean
  readonly onSubmit: (options: ImportOptionsBody) => void
  readonly children: ReactNode
}

/** What is put on record when the exhibit is received. What is not known stays empty: nothing is filled in for it. */
export function ReceiptForm({ zone, nothing, busy, onSubmit, children }: ReceiptFormProps) {
  return (
    <form
      className="receipt-form"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit(optionsOf(new FormData(event.currentTarget)))
      }}
    >
      <h2>2 · What is known of it</h2>
      <ReceiptFields zone={zone} />
      {children}
      <div className="receipt-end">
        <button type="submit" className="button main" disabled={nothing || busy}>
          {busy ? 'Sending…' : 'Seal and import'}
        </button>
        <span className="meta">
          {nothing
            ? 'Choose the files first.'
            : 'The originals are hashed while they are read and never altered.'}
        </span>
      </div>
    </form>
  )
}

/** The profile that the mapping page came here with. */
function proposedMapping(state: unknown): string | undefined {
  return typeof state === 'object' &&
    state !== null &&
    'mapping' in state &&
    typeof state.mapping === 'string'
    ? state.mapping
    : undefined
}

function ReceiptFields({ zone }: { readonly zone: string }) {
  const proposed = proposedMapping(useLocation().state)
  return (
    <div className="receipt-fields">
      <Field
        label="Exhibit reference"
        name="exhibitRef"
        hint="Left empty: the next free E/1, E/2, …"
        placeholder="NCA/EC/1"
      />
      <Field label="Received from" name="receivedFrom" placeholder="who handed it over" />
      <Field
        label="Legal authority"
        name="authority"
        placeholder="warrant, order or request it is held under"
      />
      <label className="field">
        <span>How the data was taken</span>
        <select className="input" name="captureMode" defaultValue="unknown">
          {captureModes.map((mode) => (
            <option key={mode}>{mode}</option>
          ))}
        </select>
      </label>
      <ZoneField zone={zone} />
      <Field
        label="Whose device or account"
        name="owner"
        hint="For exports that say “me” only: the owner’s own address, such as a phone number."
        placeholder="+447700900123"
      />
      <Field
        label="Translation of"
        name="translationOf"
        hint="For a set of translations: the language of the originals. Each is put beside its original."
        placeholder="ru"
      />
      <FormatField />
      <label className="field wide-field">
        <span>
          Mapping of columns: the name of a ready-made profile, or a profile’s JSON (for tables only)
        </span>
        <textarea
          className="input mono"
          name="mapping"
          rows={2}
          spellCheck={false}
          placeholder="encrochat-handover"
          defaultValue={proposed}
        />
      </label>
    </div>
  )
}

function ZoneField({ zone }: { readonly zone: string }) {
  return (
    <>
      <Field
        label="Time zone of times that name none"
        name="timezone"
        list="zones"
        hint={`Left empty: such times are read as UTC and flagged. The case zone is ${zone}.`}
        placeholder="Europe/Paris"
      />
      <datalist id="zones">
        {knownZones().map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
    </>
  )
}

function FormatField() {
  const formats = useQuery(askFormats())
  const [format, setFormat] = useState('')
  const chosen = formats.data?.find(({ id }) => id === format)
  return (
    <label className="field">
      <span>Format</span>
      <select
        className="input"
        name="format"
        value={format}
        onChange={(event) => setFormat(event.target.value)}
      >
        <option value="">recognised from the bytes</option>
        {(formats.data ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {chosen && <span>{chosen.accepts}</span>}
    </label>
  )
}

interface FieldProps {
  readonly label: string
  readonly name: string
  readonly hint?: string
  readonly list?: string
  readonly placeholder?: string
}

function Field({ label, name, hint, list, placeholder }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="input" name={name} list={list} placeholder={placeholder} autoComplete="off" />
      {hint !== undefined && <span>{hint}</span>}
    </label>
  )
}

function optionsOf(form: FormData): ImportOptionsBody {
  const stated = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  }
  const mode = stated('captureMode') ?? ''
  return {
    format: stated('format'),
    exhibitRef: stated('exhibitRef'),
    receivedFrom: stated('receivedFrom'),
    authority: stated('authority'),
    captureMode: isCaptureMode(mode) ? mode : 'unknown',
    timezone: stated('timezone'),
    owner: stated('owner'),
    translationOf: stated('translationOf'),
    mapping: stated('mapping'),
  }
}
