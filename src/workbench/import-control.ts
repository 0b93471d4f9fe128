import { BaileyError } from '../core/errors.ts'
import type { Act } from '../store/audit-log.ts'
import type { Asker } from '../store/store.ts'

/** What an import is told while it runs, and by whom. */
export interface ImportOrder {
  readonly what: 'pause' | 'resume' | 'cancel'
  readonly by: Asker
}

/** Writes an act into the audit log, in a transaction of its own. */
export type PutOnRecord = (by: Asker, act: Act) => Promise<void>

/** Pauses an import, lets it go on, or ends it before its end: always between two batches, never within one. */
export interface ImportControl {
  give(order: ImportOrder): void
  /**
   * Does what was ordered since the last call and puts it on record; while the import is paused, waits. The importer
   * calls it where it holds no transaction.
   *
   * @param name - of what is imported, as it is put on record.
   * @throws {BaileyError} `import-cancelled`.
   */
  obey(name: string, putOnRecord: PutOnRecord): Promise<void>
}

/** A control without orders. */
export function openImportControl(onPaused: (paused: boolean) => void = () => {}): ImportControl {
  const orders: ImportOrder[] = []
  let paused = false
  let wake: (() => void) | null = null
  return {
    give(order) {
      orders.push(order)
      wake?.()
    },
    async obey(name, putOnRecord) {
      for (;;) {
        const order = orders.shift()
        if (order) {
          await putOnRecord(order.by, actOf(order, name))
          if (order.what === 'cancel') throw new BaileyError('import-cancelled', name)
          paused = order.what === 'pause'
          onPaused(paused)
        } else if (paused) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        } else return
      }
    },
  }
}

/** What the audit log keeps of an order. */
export function actOf({ what }: Pick<ImportOrder, 'what'>, name: string): Act {
  return { action: `import.${what}`, object: null, detail: { name } }
}
