import type { DatabaseSync } from 'node:sqlite'
import { messageKinds } from '../../core/message.ts'
import type { Feature } from '../../core/search/search-query.ts'
import { hasOwnWords } from '../sql/stored-message.ts'
import { writing } from './transaction.ts'

/** What a query must say, word for word, to be answered from an index over the few rows it is true of. */
interface FeatureIndex {
  readonly name: string
  readonly on: string
  readonly where: string
}

/** What copies state beside their words, each with its bit in one indexed number. */
const stated = {
  file: 'attachments',
  reply: 'answers',
  reaction: 'reactions',
  earlier: 'earlier',
  deleted: 'deleted',
  forward: 'forwardedFrom',
  position: 'position',
} as const

/** One number for all of them, because every index more is asked of every row that an import writes. */
const statedBits = `(${Object.values(stated)
  .map((path, place) => `((json_extract(details, '$.${path}') is not null) << ${place})`)
  .join(' | ')})`

const indexes = {
  stated: {
    name: 'sighting_stated',
    on: `sighting(message_id, ${statedBits})`,
    where: 'details is not null',
  },
  copy: { name: 'sighting_copy', on: 'sighting(message_id)', where: 'copy is not null' },
  repair: { name: 'sighting_repair', on: 'sighting(message_id)', where: 'repairs is not null' },
  link: {
    name: 'message_web',
    on: 'message(id)',
    where: `instr(body, '://') > 0 or instr(lower(body), 'www.') > 0`,
  },
  call: { name: 'message_call', on: 'message(id)', where: `kind = ${messageKinds.indexOf('call')}` },
} as const satisfies Record<string, FeatureIndex>

/** Makes the indexes behind `has:`, where they are not there yet. */
export async function indexFeatures(db: DatabaseSync): Promise<void> {
  const isThere = db.prepare('select 1 from sqlite_schema where name = ?')
  const missing = Object.values(indexes).filter(({ name }) => isThere.get(name) === undefined)
  if (missing.length === 0) return
  await writing(db, () => {
    for (const { name, on, where } of missing)
      db.exec(`create index if not exists ${name} on ${on} where ${where}`)
  })
}

const sightings = ({ name, where }: FeatureIndex, more = ''): string =>
  `select message_id from sighting indexed by ${name} where ${where}${more}`
const states = (what: keyof typeof stated): string =>
  sightings(indexes.stated, ` and ${statedBits} & ${1 << Object.keys(stated).indexOf(what)} <> 0`)
const messages = ({ name, where }: FeatureIndex): string =>
  `select id as message_id from message indexed by ${name} where ${where}`

/** Selects the ids of the messages that have a feature, some perhaps twice. */
export const havingFeature: Readonly<Record<Feature, string>> = {
  file: `${states('file')} union all
    select g.message_id from (select distinct sighting_id as id from sighting_media) f join sighting g on g.id = f.id`,
  link: messages(indexes.link),
  call: messages(indexes.call),
  reply: states('reply'),
  reaction: states('reaction'),
  edit: `${states('earlier')} union all
    ${sightings(indexes.copy, ` and copy like '${hasOwnWords}' and json_extract(copy, '$.rule') <> 'translation'`)}`,
  deleted: states('deleted'),
  forward: states('forward'),
  position: states('position'),
  copies: 'select message_id from sighting group by message_id having count(*) > 1',
  translation: sightings(indexes.copy, ` and json_extract(copy, '$.rule') = 'translation'`),
  repair: sightings(indexes.repair),
}
