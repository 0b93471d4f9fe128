import { sha256 } from '@noble/hashes/sha2.js'
import { IconDownload } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import type { MappingPreview } from '../../../src/wire/mapping.ts'
import { importLink } from '../../links.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { download } from '../../ui/download.ts'
import { type Draft, faultOf, profileOf } from './draft.ts'

interface ProfileFormProps {
  readonly draft: Draft
  /** Id of the profile as it was proposed. */
  readonly proposedId: string | null
  readonly onChange: (draft: Draft) => void
}

const dateOrders = {
  sniff: 'only where the file proves it',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
  ymd: 'year, month, day',
} as const satisfies Record<Draft['dateOrder'], string>

const ownerSources = {
  '': 'the owner stated on receipt',
  'file-name': 'the name of the file',
  'folder-name': 'the name of its folder',
} as const satisfies Record<Draft['ownerFrom'], string>

/** What the profile is called and how cells are read, and the profile itself, to be saved and imported with. */
export function ProfileForm({ draft, proposedId, onChange }: ProfileFormProps) {
  const fault = faultOf(draft)
  const profile = profileOf(draft)
  return (
    <section className="section" aria-labelledby="profile-title">
      <div className="section-head">
        <h2 id="profile-title">Profile</h2>
      </div>
      <Fields draft={draft} onChange={onChange} />
      {fault !== null && <p className="proposed-text">{fault}</p>}
      {profile === null && <p className="proposed-text">No column is read yet: there is nothing to save.</p>}
      {profile !== null && fault === null && <Saved profile={profile} proposedId={proposedId} />}
    </section>
  )
}

function Fields({ draft, onChange }: Pick<ProfileFormProps, 'draft' | 'onChange'>) {
  const text = (label: string, name: 'name' | 'network' | 'separator', placeholder: string) => (
    <label className="field">
      <span>{label}</span>
      <input
        className="input"
        value={draft[name]}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
      />
    </label>
  )
  return (
    <div className="profile-fields">
      {text('Name', 'name', 'north-region')}
      <label className="field">
        <span>Version</span>
        <input
          className="input"
          type="number"
          min={1}
          value={Number.isNaN(draft.version) ? '' : draft.version}
          onChange={(event) => onChange({ ...draft, version: event.target.valueAsNumber })}
        />
      </label>
      {text('Network the handles are on', 'network', 'encrochat')}
      <ChoiceField
        label="Slashed dates are"
        value={draft.dateOrder}
        options={dateOrders}
        onChoose={(dateOrder) => onChange({ ...draft, dateOrder })}
      />
      {text('Several recipients are parted by', 'separator', 'one recipient a cell')}
      <ChoiceField
        label="Whose device, where no column says"
        value={draft.ownerFrom}
        options={ownerSources}
        onChoose={(ownerFrom) => onChange({ ...draft, ownerFrom })}
      />
    </div>
  )
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: Readonly<Record<Value, string>>
  readonly onChoose: (value: Value) => void
}

function ChoiceField<Value extends string>({ label, value, options, onChoose }: ChoiceFieldProps<Value>) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys of a constant table
  const values = Object.keys(options) as Value[]
  return (
    <label className="field">
      <span>{label}</span>
      <select
        className="input"
        value={value}
        onChange={(event) => {
          const chosen = values.find((one) => one === event.target.value)
          if (chosen !== undefined) onChoose(chosen)
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {options[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

interface SavedProps extends Pick<ProfileFormProps, 'proposedId'> {
  readonly profile: NonNullable<MappingPreview['profile']>
}

function Saved({ profile, proposedId }: SavedProps) {
  const json = JSON.stringify(profile, null, 2)
  const id = idOf(profile)
  const file = `${profile.name}-v${profile.version}.json`
  return (
    <>
      <div className="profile-actions">
        <button
          type="button"
          className="button main"
          onClick={() => download(file, 'application/json', `${json}\n`)}
        >
          <IconDownload size={16} stroke={1.5} aria-hidden="true" /> Save {file}
        </button>
        <ImportWithIt json={json} />
        <span className="meta">
          {id === proposedId ? 'As proposed' : 'Changed by you'} · id{' '}
          <code title={id}>{id.slice(0, 16)}…</code>
        </span>
      </div>
      <p className="meta">
        The server keeps no profiles: the file is saved by your browser, where it keeps its downloads; put it
        with the papers of the exhibit. Its id is on record of every message read with it.
      </p>
      <details className="profile-json">
        <summary className="meta">
          The profile as JSON, for the field “Mapping of columns” of the import
        </summary>
        <div className="with-copy">
          <pre className="bytes">{json}</pre>
          <CopyButton text={json} what="the profile" />
        </div>
      </details>
    </>
  )
}

/** Goes to the import with the profile in its form. */
function ImportWithIt({ json }: { readonly json: string }) {
  const navigate = useNavigate()
  return (
    <button
      type="button"
      className="button"
      onClick={() => void navigate(importLink, { state: { mapping: json } })}
    >
      Import with it
    </button>
  )
}

/** SHA-256 of its canonical JSON, by which each record says what it was read with. */
function idOf(profile: SavedProps['profile']): string {
  return sha256(new TextEncoder().encode(canonicalJson(profile))).toHex()
}
