/** An act of the audit log, as far as it is told in words. */
interface ToldAct {
  readonly action: string
  readonly object: string | null
  readonly detail: Readonly<Record<string, unknown>> | null
}

/** What was done, in plain words that follow a name: `searched for “bag”: 412 hits`. */
export function actWords(act: ToldAct): string {
  const tell = words[act.action]
  if (tell === undefined) return `did ${act.action}${about(act)}`
  return tell(fieldsOf(act))
}

interface Fields {
  readonly object: string
  /** A field as text, or the empty text. */
  readonly text: (name: string) => string
  /** A count and its word. */
  readonly amount: (name: string, word: string) => string
  readonly has: (name: string) => boolean
}

function fieldsOf({ object, detail }: ToldAct): Fields {
  const value = (name: string): unknown => detail?.[name] ?? null
  return {
    object: object ?? '',
    text: (name) => {
      const field = value(name)
      return typeof field === 'string' || typeof field === 'number' ? String(field) : ''
    },
    amount: (name, word) => {
      const n = value(name)
      if (typeof n !== 'number') return `${word}s`
      return n === 1 ? `1 ${word}` : `${String(n).replace(/\B(?=(\d{3})+$)/g, ',')} ${word}s`
    },
    has: (name) => value(name) !== null,
  }
}

const about = ({ object }: ToldAct): string => (object === null ? '' : ` of ${object}`)
const quoted = (text: string): string => (text.trim() === '' ? 'every message' : `“${text}”`)
const of = (object: string, what: string): string => (object === '' ? '' : ` of ${what} ${object}`)

const words: Readonly<Record<string, (fields: Fields) => string>> = {
  'case.init': () => 'made the case',
  'case.verify': ({ text, amount }) =>
    text('problems') === '0'
      ? 'verified the case: no problem'
      : `verified the case: ${amount('problems', 'problem')}`,
  'case.overview': () => 'looked at the overview',
  'exhibits.list': () => 'looked at the exhibits',
  'exhibits.diff': ({ text }) => `compared ${text('before')} with ${text('after')}`,
  'exhibit.receive': ({ text }) => `received exhibit ${text('ref')}`,
  'exhibit.complete': () => 'finished reading an exhibit',
  'exhibit.read': () => 'began to read an exhibit',
  'exhibit.receive-again': () => 'received an exhibit that the case holds already',
  'exhibit.reopen': () => 'opened an exhibit again to read the rest',
  'archive.begin': () => 'began to unpack an archive',
  'archive.unpack': () => 'unpacked an archive',
  'entry.begin': () => 'began to read a file of an exhibit',
  'entry.read': ({ amount }) => `read ${amount('records', 'record')} of a file`,
  'entry.end': () => 'finished a file of an exhibit',
  'entry.set-aside': () => 'set aside files that hold no messages',
  'copies.join': () => 'put copies to their messages',
  'copies.split': () => 'said that a copy is none of its message',
  'copies.clock': () => 'compared the clocks of two sources',
  'language.mark': () => 'told in which language messages are written',
  'traffic.mark': () => 'marked resends, notices and broadcasts',
  'derive.begin': () => 'began to make words and small pictures of files',
  'files.derive': () => 'kept words and small pictures made of files',
  'rejections.list': ({ object }) => `looked at rejected records${of(object, 'exhibit')}`,
  'repairs.list': ({ object }) => `looked at repaired records${of(object, 'exhibit')}`,
  'messages.search': ({ text, amount, has }) =>
    `searched for ${quoted(text('text'))}: ${amount('total', 'hit')}${
      has('offset') && text('offset') !== '0' ? `, from ${Number(text('offset')) + 1} on` : ''
    }${has('journalEntry') ? ' (the same as before)' : ''}`,
  'messages.threads': ({ text }) => `looked at the conversations with hits of ${quoted(text('text'))}`,
  'messages.facets': ({ text }) => `counted the hits of ${quoted(text('text'))}`,
  'messages.batch': ({ text, amount }) =>
    `searched for ${amount('terms', 'term')} of ${text('list') === '' ? 'a list' : `the list “${text('list')}”`}`,
  'messages.watch': ({ text, amount }) =>
    `had “${text('name')}” watched in exhibit ${text('exhibit')}: ${amount('newHits', 'new hit')}`,
  'messages.count': () => 'counted messages',
  'messages.tag': ({ text, amount }) => `put the tag “${text('tag')}” on ${amount('changed', 'message')}`,
  'messages.untag': ({ text, amount }) => `took the tag “${text('tag')}” off ${amount('changed', 'message')}`,
  'messages.relevance': ({ text, amount }) =>
    `said of ${amount('changed', 'message')}: ${text('relevance') === 'undecided' ? 'relevance undecided' : text('relevance')}`,
  'messages.reading': () => 'looked at how much was read',
  'decision.undo': ({ text, amount }) =>
    `took back decision ${text('decision')}: ${amount('changed', 'message')}`,
  'tags.list': () => 'looked at the tags',
  'message.read': ({ object }) => `read message ${object}`,
  'message.source': ({ object }) => `looked at the source of message ${object}`,
  'file.read': ({ object }) => `opened file ${object}`,
  'conversation.summary': ({ object }) => `opened conversation ${object}`,
  'conversation.read': ({ object, amount, text }) =>
    `read ${amount('messages', 'message')} of conversation ${object}, from ${Number(text('offset')) + 1} on`,
  'conversation.locate': ({ object }) => `looked for a place in conversation ${object}`,
  'conversation.coverage': ({ object }) => `looked at the sources of conversation ${object}`,
  'stream.read': ({ text, amount }) =>
    `read ${amount('messages', 'message')} of the stream of ${quoted(text('text'))}, from ${Number(text('offset')) + 1} on`,
  'stream.locate': ({ text }) => `looked for a place in the stream of ${quoted(text('text'))}`,
  'stream.outline': ({ text, amount }) =>
    `opened the stream of ${quoted(text('text'))}: ${amount('total', 'message')}`,
  'stream.step': ({ text, object }) =>
    `stepped through the stream of ${quoted(text('text'))}${object === '' ? '' : ` to message ${object}`}`,
  'handles.list': ({ text }) =>
    text('contains') === '' ? 'looked at the handles' : `looked for handles with ${quoted(text('contains'))}`,
  'handle.read': ({ text }) => `looked at handle ${text('handle')}`,
  'imports.read': () => 'looked at the imports',
  'import.refused': ({ text }) => `was refused an import (${text('code')})`,
  'question.refused': ({ text }) => `was refused: ${text('kind')} (${text('code')})`,
  'decision.refused': ({ text }) => `was refused: ${text('kind')} (${text('code')})`,
  'journal.read': () => 'looked at the search journal',
  'search.explain': ({ object, text }) => `gave the reason for search ${object}: ${quoted(text('why'))}`,
  'search.open-hit': ({ object, text }) => `opened message ${object}, a hit of search ${text('entry')}`,
  'search.save': ({ text }) =>
    `saved ${text('kind') === 'list' ? 'the list' : 'the search'} “${text('name')}”`,
  'search.rename': ({ text }) => `renamed “${text('before')}” to “${text('name')}”`,
  'search.forget': ({ text }) => `deleted “${text('name')}” from the saved searches`,
  'search.watch': ({ text }) => `began to watch “${text('name')}”`,
  'search.unwatch': ({ text }) => `ended the watch “${text('name')}”`,
  'saved.list': () => 'looked at the saved searches',
  'alerts.list': () => 'looked at the watch alerts',
  'alert.acknowledge': ({ text }) =>
    `acknowledged the alert of “${text('name')}” for exhibit ${text('exhibit')}`,
  'sample.draw': ({ text, amount }) =>
    `drew a sample of ${amount('drawn', 'message')} that ${quoted(text('text'))} does not find`,
  'sample.read': ({ object }) => `looked at sample ${object}`,
  'samples.list': () => 'looked at the samples',
  'sample.call': ({ object, text }) =>
    `called message ${object} of sample ${text('sample')} ${text('call') === '' ? 'not reviewed' : text('call')}`,
  'audit.read': ({ object }) => `looked at the audit log${object === '' ? '' : ` for ${object}`}`,
}
