/** The ways of counting messages of which the case holds several copies. */
export const countingScopes = ['global', 'custodian', 'device'] as const
export type CountingScope = (typeof countingScopes)[number]

/** What each scope counts. */
export const scopeMeanings: Readonly<Record<CountingScope, string>> = {
  global: 'Each message once, however many copies there are.',
  custodian:
    'Each message once for each owner whose copy is there; an exhibit of which no owner is stated is one.',
  device: 'Each message once for each file (a handset, an export) that it stands in.',
}
