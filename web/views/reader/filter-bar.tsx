import {
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconEyeClosed,
  IconEyeOff,
  IconFile,
  IconLink,
  IconPhone,
  IconTag,
  IconX,
} from '@tabler/icons-react'
import { useRef } from 'react'
import type { StreamOutline } from '../../../src/wire/reading.ts'
import { useAddress } from '../../address.ts'
import { dayAfter, dayBefore } from '../../case-time.ts'
import { useKeys } from '../../keys.ts'
import { fieldTerm, hasTerm, valueOf, withField, withoutTerm, withTerm } from '../../query-text.ts'
import { renderAmount, renderCount } from '../../ui/figures.ts'
import { SwitchButton } from '../../ui/switch-button.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { Filter } from './use-filter.ts'

/** Somebody whose messages can be filtered by. */
export interface Person {
  readonly handle: string
}

/** A filter, why it cannot be read (null where it can), and by whom can be filtered. */
export interface Filtering {
  readonly filter: Filter
  readonly error: Error | null
  readonly people: readonly Person[]
}

interface FilterBarProps extends Filtering {
  readonly outline: StreamOutline | undefined
  /** Which match was gone to last, counted from 1. */
  readonly number: number | null
  readonly onStep: (by: 1 | -1) => void
}

/** Terms that a press puts into the filter or takes out of it. */
const terms = [
  { term: 'has:file', label: 'Files', Icon: IconFile },
  { term: 'has:link', label: 'Links', Icon: IconLink },
  { term: 'has:call', label: 'Calls', Icon: IconPhone },
  { term: 'tag:*', label: 'Tagged', Icon: IconTag },
  { term: 'is:relevant', label: 'Relevant', Icon: IconCheck },
  { term: 'is:unread', label: 'Unread', Icon: IconEyeClosed },
] as const

/** What of the thread is looked at: every choice is a term of one search, which stands in a field of its own. Without `filter` in the address and without a filter it is not there. */
export function FilterBar({ filter, error, outline, people, number, onStep }: FilterBarProps) {
  const [params, change] = useAddress()
  const isOpen = params.has('filter') || filter.text !== ''
  useKeys((key, event) => {
    if (key !== 'f') return
    event.preventDefault()
    if (!isOpen) change({ filter: '1' }, { replace: true })
    // The bar stands once the address is read again.
    requestAnimationFrame(() => document.getElementById('filter-words')?.focus())
  })
  if (!isOpen) return null
  return (
    <search className="filter-bar" aria-label="Filter">
      <FilterFields filter={filter} people={people} />
      <span className="filter-count" aria-live="polite">
        {error !== null && (
          <span className="filter-error" role="alert">
            {error.message}
          </span>
        )}
        {error === null && filter.text !== '' && (
          <Counts outline={outline} number={number} isHiding={filter.isHiding} />
        )}
      </span>
      {filter.text !== '' && error === null && (
        <>
          <button type="button" className="button small" onClick={() => onStep(-1)}>
            <IconChevronUp size={14} stroke={1.5} aria-hidden="true" /> Previous <kbd>p</kbd>
          </button>
          <button type="button" className="button small" onClick={() => onStep(1)}>
            <IconChevronDown size={14} stroke={1.5} aria-hidden="true" /> Next <kbd>n</kbd>
          </button>
          <SwitchButton
            isOn={filter.isHiding}
            onTurn={filter.hide}
            icon={IconEyeOff}
            label="Hide others"
            titles={{ on: 'Show the others, greyed', off: 'Take out what does not match' }}
          />
        </>
      )}
      <button
        type="button"
        className="button plain small icon-only"
        aria-label="No filter"
        title="No filter"
        onClick={() => change({ f: null, hide: null, filter: null }, { replace: true })}
      >
        <IconX size={16} stroke={1.5} aria-hidden="true" />
      </button>
    </search>
  )
}

interface CountsProps {
  readonly outline: StreamOutline | undefined
  readonly number: number | null
  readonly isHiding: boolean
}

/** How many of how many match; what is hidden is said. */
function Counts({ outline, number, isHiding }: CountsProps) {
  if (outline === undefined || outline.matching === null) return <span className="meta">…</span>
  const { total, matching } = outline
  return (
    <>
      <strong>{renderCount(matching)}</strong> of {renderAmount(total, 'message')} match
      {number !== null && `, at ${renderCount(number)}`}
      {isHiding && <span className="proposed-text"> · {renderCount(total - matching)} hidden</span>}
    </>
  )
}

type FieldsProps = Pick<Filtering, 'filter' | 'people'>

/** Words, person, days and media, each a term. */
function FilterFields({ filter, people }: FieldsProps) {
  const { text, set } = filter
  const before = valueOf(text, 'before')
  return (
    <>
      <FilterWords key={text} filter={filter} />
      <PersonField filter={filter} people={people} />
      <Day
        label="From"
        value={valueOf(text, 'after')}
        onDay={(day) => set(withField(text, 'after', day && `after:${day}`))}
      />
      <Day
        label="until"
        value={before !== null && /^\d{4}-\d\d-\d\d$/.test(before) ? dayBefore(before) : null}
        onDay={(day) => set(withField(text, 'before', day && `before:${dayAfter(day)}`))}
      />
      {terms.map(({ term, label, Icon }) => (
        <SwitchButton
          key={term}
          isOn={hasTerm(text, term)}
          onTurn={(on) => set(on ? withTerm(text, term) : withoutTerm(text, term))}
          icon={Icon}
          label={label}
          titles={{ on: `Without ${term}`, off: `Only ${term}` }}
        />
      ))}
    </>
  )
}

/** The whole filter as the search it is. */
function FilterWords({ filter: { text, set } }: Pick<FieldsProps, 'filter'>) {
  const words = useRef<HTMLInputElement>(null)
  return (
    <form
      className="filter-words"
      onSubmit={(event) => {
        event.preventDefault()
        set(words.current?.value.trim() ?? '')
      }}
    >
      <input
        ref={words}
        id="filter-words"
        className="input"
        type="search"
        aria-label="Filter: words and terms of a search"
        placeholder="Words, from: has: after: …"
        defaultValue={text}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
    </form>
  )
}

function PersonField({ filter: { text, set }, people }: FieldsProps) {
  const from = valueOf(text, 'from')
  return (
    <select
      className="input"
      aria-label="Person"
      value={from ?? ''}
      onChange={({ target: { value } }) =>
        set(withField(text, 'from', value === '' ? null : fieldTerm('from', value)))
      }
    >
      <option value="">Everybody</option>
      {withChosen(people, from).map((handle) => (
        <option key={handle} value={handle}>
          {visibleText(handle)}
        </option>
      ))}
    </select>
  )
}

/** The handles to choose from; one that the filter names stands among them, whoever it is. */
function withChosen(people: readonly Person[], chosen: string | null): readonly string[] {
  const handles = people.map(({ handle }) => handle)
  return chosen === null || handles.includes(chosen) ? handles : [chosen, ...handles]
}

interface DayProps {
  readonly label: string
  readonly value: string | null
  readonly onDay: (day: string | null) => void
}

function Day({ label, value, onDay }: DayProps) {
  return (
    <label className="meta filter-day">
      <span>{label}</span>
      <input
        className="input"
        type="date"
        value={value !== null && /^\d{4}-\d\d-\d\d$/.test(value) ? value : ''}
        onChange={({ target }) => onDay(target.value === '' ? null : target.value)}
      />
    </label>
  )
}
