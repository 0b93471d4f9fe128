import { Link } from 'react-router'
import { importLink } from './links.ts'
import { Empty } from './ui/states.tsx'

/** What every view shows while the case holds no message. */
export function NoMessages({ what }: { readonly what: string }) {
  return (
    <Empty title="No messages yet">
      <p>{what}</p>
      <Link className="button main" to={importLink}>
        Import an exhibit
      </Link>
      <p className="meta">
        or, in a shell: <code>bailey import PATH --case DIR</code>
      </p>
    </Empty>
  )
}
