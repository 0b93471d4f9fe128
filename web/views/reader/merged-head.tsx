import { IconArrowsLeftRight, IconUsersGroup, IconX } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { StreamOutline } from '../../../src/wire/reading.ts'
import { useAddress } from '../../address.ts'
import { dayOf } from '../../case-time.ts'
import { Badge, HandleLink } from '../../handle-name.tsx'
import { searchLink } from '../../links.ts'
import { renderSpan } from '../../message-time.ts'
import { streamSides } from '../../sides.ts'
import { renderAmount } from '../../ui/figures.ts'
import { SwitchButton } from '../../ui/switch-button.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { HandleChooser } from './handle-chooser.tsx'
import type { Merged } from './merged.tsx'
import { Actions } from './reader-head.tsx'

interface MergedHeadProps {
  readonly merged: Merged
  readonly outline: StreamOutline | undefined
  readonly zone: string
}

/** Whose messages stand here, which of them, how many, and from when to when; handles are added and taken out here. */
export function MergedHead({ merged, outline, zone }: MergedHeadProps) {
  const { handles, q } = merged
  const span = outline?.span ?? null
  const isSearch = handles.length === 0 && q !== null
  return (
    <header className="reader-head">
      <div className="reader-title">
        <h1>
          {isSearch ? 'Hits as one stream' : handles.length === 1 ? 'One handle' : 'Several handles'}
          {isSearch && (
            <>
              {': '}
              <Link to={searchLink(q)}>
                <bdi>{visibleText(q)}</bdi>
              </Link>
            </>
          )}
        </h1>
        <p className="meta">
          {outline === undefined
            ? '\u00a0'
            : `${renderAmount(outline.total, 'message')} · ${renderSpan(span?.firstAt ?? null, span?.lastAt ?? null, zone)}`}
        </p>
      </div>
      {!isSearch && <Handles merged={merged} />}
      {q !== null && (
        <Actions from={span && dayOf(span.firstAt, zone)} until={span && dayOf(span.lastAt, zone)} />
      )}
    </header>
  )
}

/** The handles of the stream, and what of theirs is read. */
function Handles({ merged: { handles, rooms, between } }: Pick<MergedHeadProps, 'merged'>) {
  const [, change] = useAddress()
  const sides = streamSides(handles)
  const choose = (chosen: readonly string[]) => change({ handle: chosen }, { replace: true })
  return (
    <div className="stream-handles">
      <ul className="reader-senders">
        {handles.map((handle) => (
          <li key={handle}>
            <Badge handle={handle} side={sides.get(handle) ?? 0} />
            <HandleLink handle={handle} />
            <button
              type="button"
              className="button plain small icon-only"
              aria-label={`Without ${visibleText(handle)}`}
              title="Take out"
              onClick={() => choose(handles.filter((other) => other !== handle))}
            >
              <IconX size={14} stroke={1.5} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <HandleChooser chosen={handles} onChoose={(handle) => choose([...handles, handle])} />
      {handles.length > 0 && (
        <SwitchButton
          isOn={rooms}
          onTurn={(on) => change({ rooms: on ? '1' : null }, { replace: true })}
          icon={IconUsersGroup}
          label="With rooms"
          titles={{
            on: 'Only what they wrote or were sent alone',
            off: 'Also what others wrote in rooms they take part in',
          }}
        />
      )}
      {handles.length > 1 && (
        <SwitchButton
          isOn={between}
          onTurn={(on) => change({ between: on ? '1' : null }, { replace: true })}
          icon={IconArrowsLeftRight}
          label="Only between these"
          titles={{ on: 'All that they wrote or were sent', off: 'Only what one of them wrote to another' }}
        />
      )}
    </div>
  )
}
