import { Link } from 'react-router'
import { overviewLink } from '../../links.ts'
import { Empty } from '../../ui/states.tsx'

/** An address that is no page. */
export function NotFoundView() {
  return (
    <div className="page">
      <h1>There is no such page</h1>
      <Empty title="The address leads nowhere in this case.">
        <p>
          Messages, handles and conversations keep their addresses; a link cut short by an e-mail or a
          document is the usual cause.
        </p>
        <Link className="button" to={overviewLink}>
          Go to the overview
        </Link>
      </Empty>
    </div>
  )
}
