import type { DatabaseSync } from 'node:sqlite'
import { messageKinds } from '../../core/message.ts'
import type { Feature } from '../../core/search/search-query.ts'
import { hasOwnWords } from '../sql/stored-message.ts'
import { writing } from './transaction.ts'

/** What a query over one table must say, word for word, to be answered from an index over the few rows it is true of. */
interface FeatureIndex {
  readonly name: string
  readonly table: 'message' | 'sighting'
  readonly where: string
}

const states = (name: string, path: string): FeatureIndex => ({
  name: `sighting_${name}`,
  table: 'sighting',
  where: `json_extract(details, '$.${path}') is not null`,
})

const indexes = {
  file: states('attachments', 'attachments'),
  reply: states('answers', 'answers'),
  reaction: states('reactions', 'reactions'),
  earlier: states('earlier', 'earlier'),
  deleted: states('deleted', 'deleted'),
  forward: states('forwarded', 'forwardedFrom'),
  position: states('position', 'position'),
  copy: { name: 'sighting_copy', table: 'sighting', where: 'copy is not null' },
  repair: { name: 'sighting_repair', table: 'sighting', where: 'repairs is not null' },
  link: { name: 'message_link', table: 'message', where: `body like '%://%' or body like '%www.%'` },
  call: { name: 'message_call', table: 'message', where: `kind = ${messageKinds.indexOf('call')}` },
} as const satisfies Record<string, FeatureIndex>

/** Makes the indexes behind `has:`, where they are not there yet. */
export async function indexFeatures(db: DatabaseSync): Promise<void> {
  const isThere = db.prepare('select 1 from sqlite_schema where name = ?')
  const missing = Object.values(indexes).filter(({ name }) => isThere.get(name) === undefined)
  if (missing.length === 0) return
  await writing(db, () => {
    for (const { name, table, where } of missing)
      db.exec(
        `create index if not exists ${name} on ${table}(${table === 'message' ? 'id' : 'message_id'}) where ${where}`,
      )
  })
}

const sightings = ({ name, where }: FeatureIndex, more = ''): string =>
  `select message_id from sighting indexed by ${name} where ${where}${more}`
const messages = ({ name, where }: FeatureIndex): string =>
  `select id as message_id from message indexed by ${name} where ${where}`

/** Selects the ids of the messages that have a feature, some perhaps twice. */
export const havingFeature: Readonly<Record<Feature, string>> = {
  file: `${sightings(indexes.file)} union all
    select g.message_id from (select distinct sighting_id as id from sighting_media) f join sighting g on g.id = f.id`,
  link: messages(indexes.link),
  call: messages(indexes.call),
  reply: sightings(indexes.reply),
  reaction: sightings(indexes.reaction),
  edit: `${sightings(indexes.earlier)} union all
    ${sightings(indexes.copy, ` and copy like '${hasOwnWords}' and json_extract(copy, '$.rule') <> 'translation'`)}`,
  deleted: sightings(indexes.deleted),
  forward: sightings(indexes.forward),
  position: sightings(indexes.position),
  copies: 'select message_id from sighting group by message_id having count(*) > 1',
  translation: sightings(indexes.copy, ` and json_extract(copy, '$.rule') = 'translation'`),
  repair: sightings(indexes.repair),
}
