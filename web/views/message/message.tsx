import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from 'react-router'
import { askMessage } from '../../asks.ts'
import { conversationLink } from '../../links.ts'
import { Failure, Pending } from '../../ui/states.tsx'

/** `/messages/:uid`: the short address of a message; leads to its place in its conversation. */
export function MessageView() {
  const { uid = '' } = useParams()
  const found = useQuery(askMessage(uid, 0))
  return (
    <div className="page">
      <h1>Message</h1>
      {found.isPending && <Pending label="Finding the message" />}
      {found.isError && <Failure error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && !found.isPlaceholderData && (
        <Navigate replace to={conversationLink(found.data.message.conversation, found.data.message.uid)} />
      )}
    </div>
  )
}
