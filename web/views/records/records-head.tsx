import { Link } from 'react-router'
import { overviewLink } from '../../links.ts'

interface RecordsHeadProps {
  readonly title: string
  readonly says: string
  readonly exhibit: string | null
}

/** What a list of records shows, and of which exhibit. */
export function RecordsHead({ title, says, exhibit }: RecordsHeadProps) {
  return (
    <header className="page-head">
      <h1>{exhibit === null ? title : `${title} of ${exhibit}`}</h1>
      <p>{says}</p>
      {exhibit !== null && (
        <Link className="button small" to="?">
          Show every exhibit’s
        </Link>
      )}
      <Link className="button small" to={`${overviewLink}#exhibits`}>
        Exhibits
      </Link>
    </header>
  )
}
