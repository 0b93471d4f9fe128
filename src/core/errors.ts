interface Refusal {
  /** HTTP status. */
  readonly http: number
  /** Exit code of the command line. */
  readonly exit: 1 | 2
  readonly says: (about: string) => string
  readonly remedy: string
}

/** Every way Bailey refuses a request. `docs/reference/errors.md` is generated from this table. */
export const refusals = {
  'not-a-case': {
    http: 404,
    exit: 1,
    says: (about) => `${about} is not a case folder.`,
    remedy: 'Make one with `bailey init DIR --name TEXT`, or name the right folder with --case.',
  },
  'case-damaged': {
    http: 500,
    exit: 1,
    says: (about) => `The database of ${about} is damaged.`,
    remedy: 'Restore it from a copy, or import the exhibits into a new case.',
  },
  'log-key-missing': {
    http: 500,
    exit: 1,
    says: (about) => `The key of the audit log of ${about} is not there.`,
    remedy: 'Put `audit-log.key` back into the case folder from a copy.',
  },
  'log-key-wrong': {
    http: 500,
    exit: 1,
    says: (about) => `The key of the audit log in ${about} is not the key of this case.`,
    remedy: 'Put the `audit-log.key` that belongs to the case back into its folder from a copy.',
  },
  'case-exists': {
    http: 409,
    exit: 1,
    says: (about) => `${about} already holds files.`,
    remedy: 'Choose an empty folder, or one that does not exist yet.',
  },
  'case-newer': {
    http: 409,
    exit: 1,
    says: (about) => `${about} was written by a newer Bailey.`,
    remedy: 'Open it with the version that wrote it, or a later one.',
  },
  'bad-query': {
    http: 400,
    exit: 2,
    says: (about) => `The query cannot be read: ${about}.`,
    remedy: 'See `bailey search --help` for words, phrases, fields and operators.',
  },
  'not-extracted': {
    http: 409,
    exit: 1,
    says: (about) => `${about} cannot be searched: extraction has not been run in this case.`,
    remedy: 'Search for the words themselves: extraction is not built yet.',
  },
  'not-told': {
    http: 409,
    exit: 1,
    says: (about) =>
      `${about} cannot be searched: in which language each message is written has not been told yet.`,
    remedy: 'Wait for a running import to end, or run `bailey derive --kind language`.',
  },
  'bad-value': {
    http: 400,
    exit: 2,
    says: (about) => `${about}.`,
    remedy: 'Correct the value and try again.',
  },
  'unknown-format': {
    http: 422,
    exit: 2,
    says: (about) => `There is no format called ${about}.`,
    remedy: 'Run `bailey formats` to see what is read.',
  },
  'bad-profile': {
    http: 422,
    exit: 2,
    says: (about) => `The mapping profile cannot be used: ${about}.`,
    remedy: 'See docs/formats/mapping.md for what a profile holds.',
  },
  'cannot-read': {
    http: 422,
    exit: 1,
    says: (about) => `${about} cannot be read.`,
    remedy: 'Check that it exists and that you may read it.',
  },
  'cannot-write': {
    http: 500,
    exit: 1,
    says: (about) => `Nothing can be written to ${about}.`,
    remedy:
      'Every use of a case writes to it: check that you may read and write the folder and all it holds, and that its disk is not read-only.',
  },
  'disk-failed': {
    http: 500,
    exit: 1,
    says: (about) => `The disk that holds ${about} could not be read or written.`,
    remedy: 'Check the disk and its connection, then run the same command again, and `bailey verify`.',
  },
  'no-evidence': {
    http: 422,
    exit: 1,
    says: (about) => `${about} holds no file.`,
    remedy: 'Name the file or folder that holds the chats.',
  },
  'no-space': {
    http: 507,
    exit: 1,
    says: (about) => `There is no space left to write ${about}.`,
    remedy: 'Free some space and run the same command again: it completes what was begun.',
  },
  'read-otherwise': {
    http: 409,
    exit: 2,
    says: (about) => `${about} was already read with another format, mapping or time zone.`,
    remedy: 'To read it anew, import it into a new case.',
  },
  'within-case': {
    http: 422,
    exit: 2,
    says: (about) => `${about} holds the case, or is part of it.`,
    remedy: 'Name the evidence itself, outside the case folder.',
  },
  'exhibit-ref-taken': {
    http: 409,
    exit: 2,
    says: (about) => `The exhibit reference ${about} is already used for other bytes.`,
    remedy: 'Give another with --exhibit-ref.',
  },
  'not-reconciled': {
    http: 500,
    exit: 1,
    says: (about) => `The totals of ${about} do not reconcile.`,
    remedy: 'Nothing was counted as done. Run `bailey verify` and report the figures.',
  },
  'import-running': {
    http: 409,
    exit: 1,
    says: (about) => `An import into ${about} is already running.`,
    remedy: 'Wait for it to end.',
  },
  'import-cancelled': {
    http: 409,
    exit: 1,
    says: (about) => `The import of ${about} was stopped before its end.`,
    remedy: 'Nothing that was read is lost: import the same files again to complete it.',
  },
  'import-state': {
    http: 409,
    exit: 1,
    says: (about) => `The import ${about}.`,
    remedy: 'Look at the list of imports again: it has changed meanwhile.',
  },
  'no-such-message': {
    http: 404,
    exit: 1,
    says: (about) => `No message has the uid ${about}.`,
    remedy: 'Uids are the 32 hex digits that search prints.',
  },
  'no-such-tag': {
    http: 404,
    exit: 1,
    says: (about) => `There is no tag ${about}.`,
    remedy: 'See the tags there are with `bailey tags`.',
  },
  'hits-changed': {
    http: 409,
    exit: 1,
    says: (about) => `${about}. Nothing was decided.`,
    remedy: 'Search again, look at what is found now, and decide then.',
  },
  'cannot-undo': {
    http: 409,
    exit: 1,
    says: (about) => `That decision cannot be undone: ${about}.`,
    remedy: 'Decide anew instead; what was decided before stays on record.',
  },
  'no-such-file': {
    http: 404,
    exit: 1,
    says: (about) => `The case holds no file with the SHA-256 ${about}.`,
    remedy: 'A file is named by the 64 hex digits that `bailey message` prints beside it.',
  },
  'no-thumbnail': {
    http: 422,
    exit: 1,
    says: (about) => `No thumbnail can be made of ${about}`,
    remedy: 'Save the file and look at it with a program you trust with hostile files.',
  },
  'no-such-handle': {
    http: 404,
    exit: 1,
    says: (about) => `No handle is called ${about}.`,
    remedy: 'Handles are written network:address; `bailey handles` lists them.',
  },
  'no-such-conversation': {
    http: 404,
    exit: 1,
    says: (about) => `No conversation has the id ${about}.`,
    remedy: 'Conversation ids are the 16 hex digits that search prints.',
  },
  'no-such-exhibit': {
    http: 404,
    exit: 1,
    says: (about) => `The case has no exhibit ${about}.`,
    remedy: 'The overview and every import receipt name the references of the exhibits.',
  },
  'no-such-import': {
    http: 404,
    exit: 1,
    says: (about) => `No import has the id ${about}.`,
    remedy: 'Imports are listed until the server stops; what is unfinished then is listed by the next.',
  },
  'no-such-route': {
    http: 404,
    exit: 1,
    says: () => 'There is nothing at this address.',
    remedy: 'See /api/docs for what there is.',
  },
  'port-taken': {
    http: 409,
    exit: 1,
    says: (about) => `Another program listens on ${about} already.`,
    remedy: 'Give another port, or --port 0 for any that is free.',
  },
  'not-permitted': {
    http: 403,
    exit: 1,
    says: (about) => `You may not ${about}.`,
    remedy: 'Ask the owner of the case.',
  },
  'not-signed-in': {
    http: 401,
    exit: 1,
    says: () => 'You are not signed in.',
    remedy: 'Open the link that `bailey serve` printed.',
  },
  'query-too-slow': {
    http: 503,
    exit: 1,
    says: (about) => `The question took longer than ${about} and was stopped.`,
    remedy: 'Ask for less: add a field, a date or another word.',
  },
} as const satisfies Record<string, Refusal>

export type RefusalCode = keyof typeof refusals

/** A refusal the user can do something about. Anything else that is thrown is a bug. */
export class BaileyError extends Error {
  readonly code: RefusalCode
  readonly remedy: string

  constructor(code: RefusalCode, about: string, options?: ErrorOptions) {
    super(refusals[code].says(about), options)
    this.name = 'BaileyError'
    this.code = code
    this.remedy = refusals[code].remedy
  }

  /** A refusal that crossed a process boundary as its code and sentence. */
  static restored(code: RefusalCode, message: string): BaileyError {
    const error = new BaileyError(code, '')
    error.message = message
    return error
  }
}

/** True for a code of {@link refusals}. */
export function isRefusalCode(text: string): text is RefusalCode {
  return Object.hasOwn(refusals, text)
}
