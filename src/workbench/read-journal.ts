import type { AuditItem, AuditQuestion } from '../store/audit-views.ts'
import type { JournalEntry, JournalQuestion } from '../store/journal.ts'
import type { Asker, CaseReader } from '../store/store.ts'

const atOnce = 500

/** Every entry of the search journal that is wanted, newest first, asked for a page at a time. */
export async function* everyEntry(
  store: CaseReader,
  asker: Asker,
  wanted: Pick<JournalQuestion, 'who' | 'contains'>,
): AsyncGenerator<JournalEntry> {
  let before: number | null = null
  for (;;) {
    const question: JournalQuestion = { ...wanted, before, limit: atOnce }
    const { entries, more } = await store.ask(asker, 'journal', question)
    yield* entries
    before = entries.at(-1)?.entry ?? null
    if (!more || before === null) return
  }
}

/** Acts of the audit log that are wanted, newest first, asked for a page at a time, through the whole log. */
export async function* everyAct(
  store: CaseReader,
  asker: Asker,
  wanted: Omit<AuditQuestion, 'before' | 'limit'>,
  most: number,
): AsyncGenerator<AuditItem> {
  let before: number | null = null
  for (let left = most; left > 0; ) {
    const question: AuditQuestion = { ...wanted, before, limit: Math.min(atOnce, left) }
    const { items, lookedTo } = await store.ask(asker, 'audit', question)
    yield* items
    left -= items.length
    if (lookedTo === null) return
    before = lookedTo
  }
}
