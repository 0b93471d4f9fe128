import type { DatabaseSync } from 'node:sqlite'

/** Records read into the case so far: only reading adds messages whose language is not told yet. */
export function readSoFar(raw: DatabaseSync): number {
  return Number(raw.prepare('select coalesce(sum(rows_done), 0) as n from entry').get()?.['n'])
}

/** Version of the analysis by which every message read so far is marked; null when some are not. */
export function languagesMarkedBy(raw: DatabaseSync): number | null {
  const state = raw.prepare('select version, records from language_state').get()
  return state !== undefined && state['records'] === readSoFar(raw) ? Number(state['version']) : null
}

/** Takes the marks of messages that go from the case, before they go; `ids` selects their row ids. */
export const forgetLanguages = (ids: string): string => `
  update language_habit set messages = messages - n from (
    select m.conversation_id as c, m.sender_id as s, l.language as own, count(*) as n
    from message m join message_language l on l.message_id = m.id
    where m.id in (${ids}) and l.ground in (1, 2) group by 1, 2, 3) t
    where language_habit.conversation_id = t.c and language_habit.sender_id = t.s and language_habit.language = t.own;
  delete from language_habit where messages = 0 and conversation_id in (select conversation_id from message where id in (${ids}));
  delete from message_language where message_id in (${ids})`
