import type { Asker, CaseStore } from '../../store/store.ts'

/** What routes that read and decide need. */
export interface StoreRoutes {
  readonly store: CaseStore
  readonly asker: Asker
}
