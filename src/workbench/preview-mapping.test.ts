import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { parseMappingProfile, profileId } from '../formats/mapping-profile.ts'
import { previewMapping } from './preview-mapping.ts'

async function handOver(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'bailey-preview-'))
  t.after(() => rm(dir, { recursive: true }))
  await mkdir(join(dir, 'Heron 7'))
  await writeFile(join(dir, 'Heron 7', 'chats.csv'), 'Wann;Absender;An;Text\n2021-03-04 05:06;a1;b1;ready?\n')
  await writeFile(join(dir, 'Heron 7', 'contacts.csv'), 'Name,Number\nOtter,+44 7700 900123\n')
  await writeFile(join(dir, 'Heron 7', 'picture.bin'), new Uint8Array([1, 2, 3]))
  return join(dir, 'Heron 7')
}

test('a process of its own looks at the first rows and proposes a profile that can be saved', async (t) => {
  const path = await handOver(t)
  const { profile, id, tables, unread } = await previewMapping({ path, name: null, network: 'encrochat' })
  assert.ok(profile)
  assert.deepEqual(parseMappingProfile(JSON.stringify(profile)), profile)
  assert.deepEqual([profile.name, profile.network, id], ['heron-7', 'encrochat', profileId(profile)])
  assert.deepEqual(
    profile.sheets?.map(({ names, kind }) => [...names, kind]),
    [
      ['chats', 'messages'],
      ['contacts', 'contacts'],
    ],
  )
  assert.deepEqual(tables[0]?.rows, [['2021-03-04 05:06', 'a1', 'b1', 'ready?']])
  assert.deepEqual(unread, [{ name: 'picture.bin', reason: 'it holds no table that can be read' }])
})

test('refuses names that could not be saved, and paths that hold nothing', async (t) => {
  const path = await handOver(t)
  await assert.rejects(previewMapping({ path, name: 'My Profile', network: null }), { code: 'bad-value' })
  await assert.rejects(previewMapping({ path, name: null, network: 'Encro Chat' }), { code: 'bad-value' })
  await assert.rejects(previewMapping({ path: join(path, 'none'), name: null, network: null }), {
    code: 'cannot-read',
  })
})
