/** What extraction reads in words, as a search names it. */
export const entityTypes = [
  'money',
  'quantity',
  'phone',
  'email',
  'url',
  'domain',
  'ip',
  'crypto-address',
  'iban',
  'card',
  'imei',
  'plate',
  'coordinate',
  'postcode',
  'date',
  'person',
  'place',
  'handle',
  'credential',
  'slang',
] as const
export type EntityType = (typeof entityTypes)[number]
