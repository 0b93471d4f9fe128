import { type ComponentType, lazy, Suspense } from 'react'
import { Pending } from './ui/states.tsx'

/** A view whose code is fetched when it is first opened, so that the pages everybody opens come sooner. */
export function lazyView<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  const View = lazy(async () => ({ default: await load() }))
  return function LazyView(props: Props) {
    return (
      <Suspense
        fallback={
          <div className="page">
            <Pending label="Opening the page" />
          </div>
        }
      >
        <View {...props} />
      </Suspense>
    )
  }
}
