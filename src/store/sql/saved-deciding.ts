import type { Decisions } from '../decisions.ts'
import type { Deciding } from './case-decider.ts'
import {
  acknowledgeAlert,
  callSample,
  forgetSaved,
  renameSaved,
  saveSearch,
  watchSaved,
} from './saved-decisions.ts'

type Saved = 'saveSearch' | 'renameSaved' | 'forgetSaved' | 'watchSaved' | 'acknowledgeAlert' | 'callSample'

/** Decisions on what is saved, watched and sampled. */
export const savedDeciding: { readonly [K in Saved & keyof Decisions]: Deciding<K> } = {
  saveSearch: {
    permission: 'review-messages',
    decide: saveSearch,
    act: ({ name, kind, query }, { id }) => ({
      action: 'search.save',
      object: String(id),
      detail: { name: name.trim().toWellFormed(), kind, query: query.toWellFormed() },
    }),
  },
  renameSaved: {
    permission: 'review-messages',
    decide: renameSaved,
    act: ({ id, name }, { before }) => ({
      action: 'search.rename',
      object: String(id),
      detail: { name: name.trim().toWellFormed(), before },
    }),
  },
  forgetSaved: {
    permission: 'review-messages',
    decide: forgetSaved,
    act: ({ id }, forgotten) => ({
      action: 'search.forget',
      object: String(id),
      detail: { ...forgotten },
    }),
  },
  watchSaved: {
    permission: 'review-messages',
    decide: watchSaved,
    act: ({ id, on }, { name }) => ({
      action: on ? 'search.watch' : 'search.unwatch',
      object: String(id),
      detail: { name },
    }),
  },
  acknowledgeAlert: {
    permission: 'review-messages',
    decide: acknowledgeAlert,
    act: ({ id }, of) => ({ action: 'alert.acknowledge', object: String(id), detail: { ...of } }),
  },
  callSample: {
    permission: 'review-messages',
    decide: callSample,
    act: ({ sample, uid, call }, { before }) => ({
      action: 'sample.call',
      object: uid,
      detail: { sample, call, before },
    }),
  },
}
