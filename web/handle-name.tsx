import { Link } from 'react-router'
import { handleLink } from './links.ts'
import {
  initialOf,
  sharedHost,
  splitAddress,
  splitHandle,
  visibleParts,
  visibleText,
} from './ui/visible-text.ts'

interface HandleNameProps {
  readonly handle: string
  /** Names the network before the address, where a page is about the handle itself. */
  readonly full?: boolean
  /** Leaves the host out, where it stands beside several handles that share it. */
  readonly bare?: boolean
}

/** A handle as written; what cannot be seen in it is written out, what follows its @ is set back. */
export function HandleName({ handle, full = false, bare = false }: HandleNameProps) {
  const { network, address } = splitHandle(handle)
  const { local, host } = splitAddress(address)
  return (
    <bdi className="handle" title={visibleText(handle)}>
      {full && <span className="handle-rest">{network}:</span>}
      <Visible text={local} />
      {host !== '' && !bare && (
        <>
          <wbr />
          <Host host={host} />
        </>
      )}
    </bdi>
  )
}

function Host({ host }: { readonly host: string }) {
  return (
    <span className="handle-rest">
      <Visible text={host} />
    </span>
  )
}

/** Who wrote to whom; a host they share stands once, at the end. */
export function FromTo({
  from,
  to,
  room,
}: {
  readonly from: string
  readonly to: readonly string[]
  readonly room: string
}) {
  const [first] = to
  const host = first === undefined ? null : sharedHost([from, first])
  return (
    <>
      <HandleName handle={from} bare={host !== null} />
      <span className="handle-rest"> → </span>
      {first === undefined ? (
        <bdi>{visibleText(room)}</bdi>
      ) : (
        <HandleName handle={first} bare={host !== null} />
      )}
      {host !== null && (
        <>
          {' '}
          <Host host={host} />
        </>
      )}
      {to.length > 1 && <span className="handle-rest"> and {to.length - 1} more</span>}
    </>
  )
}

/** A handle that leads to its own page. */
export function HandleLink({ handle }: { readonly handle: string }) {
  return (
    <Link className="handle-link" to={handleLink(handle)}>
      <HandleName handle={handle} />
    </Link>
  )
}

/** The side a participant is on in a conversation: colour and letter, never colour alone. */
export function Badge({ handle, side }: { readonly handle: string; readonly side: number }) {
  return (
    <span className={`badge side-${((side % 8) + 8) % 8}`} aria-hidden="true">
      {initialOf(handle)}
    </span>
  )
}

/** The two handles of a conversation, or the title of a room, or its first members. */
export function ConversationName(props: {
  readonly title: string | null
  readonly participants: readonly string[]
}) {
  const { title, participants } = props
  if (title !== null) return <bdi title={visibleText(title)}>{visibleText(title)}</bdi>
  const shown = participants.slice(0, 3)
  const host = sharedHost(participants)
  return (
    <span>
      {shown.map((handle, i) => (
        <span key={handle}>
          {i > 0 && <span className="handle-rest"> ↔ </span>}
          <HandleName handle={handle} bare={host !== null} />
        </span>
      ))}
      {host !== null && (
        <>
          {' '}
          <Host host={host} />
        </>
      )}
      {participants.length > shown.length && (
        <span className="handle-rest"> and {participants.length - shown.length} more</span>
      )}
    </span>
  )
}

function Visible({ text }: { readonly text: string }) {
  return visibleParts(text).map((part, i) =>
    part.escaped ? (
      <span key={i} className="escape" title="A character that cannot be seen">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  )
}
