import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { AuditPage } from '../src/wire/audit.ts'
import type { JournalPage } from '../src/wire/journal.ts'
import type { AlertList, SampleDetail, SampleList, SavedList } from '../src/wire/saved.ts'
import { ask } from './api.ts'

/** What the pages about searches on record ask. */

/** Which entries of the journal are shown. */
export interface JournalWanted {
  readonly who: string | null
  readonly contains: string | null
  readonly before: string | null
}

export const askJournal = (wanted: JournalWanted) =>
  queryOptions<JournalPage>({
    queryKey: ['journal', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<JournalPage>('/journal', { ...wanted, limit: 300 }, signal),
  })

/** Which acts of the audit log are shown. */
export interface AuditWanted {
  readonly actor: string | null
  readonly action: string | null
  readonly object: string | null
  readonly from: string | null
  readonly until: string | null
  readonly before: string | null
}

export const askAudit = (wanted: AuditWanted) =>
  queryOptions<AuditPage>({
    queryKey: ['audit', wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ask<AuditPage>('/audit', { ...wanted, limit: 100 }, signal),
  })

export const askSaved = () =>
  queryOptions<SavedList>({
    queryKey: ['saved'],
    queryFn: ({ signal }) => ask<SavedList>('/saved', {}, signal),
  })

export const askAlerts = () =>
  queryOptions<AlertList>({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => ask<AlertList>('/alerts', {}, signal),
  })

export const askSamples = () =>
  queryOptions<SampleList>({
    queryKey: ['samples'],
    queryFn: ({ signal }) => ask<SampleList>('/samples', {}, signal),
  })

export const askSample = (entry: string) =>
  queryOptions<SampleDetail>({
    queryKey: ['sample', entry],
    queryFn: ({ signal }) => ask<SampleDetail>(`/samples/${encodeURIComponent(entry)}`, {}, signal),
  })
