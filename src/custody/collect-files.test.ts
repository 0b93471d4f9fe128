import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { BaileyError } from '../core/errors.ts'
import { collectFiles } from './collect-files.ts'
import { renderManifest } from './manifest.ts'

async function newFolder(t: TestContext, names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bailey-collect-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), name)
  }
  return folder
}

const namesOf = async (paths: readonly string[]) => (await collectFiles(paths)).files.map(({ name }) => name)

test('takes every file of a folder, hidden ones too, in one order', async (t) => {
  const folder = await newFolder(t, ['b.txt', 'a/z.txt', 'a/.hidden', '.DS_Store', 'B.txt', 'a.txt'])
  assert.deepEqual(await namesOf([folder]), ['.DS_Store', 'B.txt', 'a.txt', 'a/.hidden', 'a/z.txt', 'b.txt'])
})

test('names a single file by its base name and several so that none are the same', async (t) => {
  const folder = await newFolder(t, ['one/chat.txt', 'two/chat.txt', 'other.txt'])
  const at = (name: string) => join(folder, name)
  assert.deepEqual(await collectFiles([at('one/chat.txt')]), {
    files: [{ path: at('one/chat.txt'), name: 'chat.txt' }],
    refused: [],
  })
  assert.deepEqual(await namesOf([at('one'), at('other.txt')]), ['one/chat.txt', 'other.txt'])
  assert.deepEqual(await namesOf([at('one/chat.txt'), at('two/chat.txt')]), ['1/chat.txt', '2/chat.txt'])
  assert.deepEqual(await namesOf([at('other.txt'), at('other.txt')]), ['other.txt'])
})

test('lists links as refused and does not follow them', async (t) => {
  const folder = await newFolder(t, ['a.txt'])
  await symlink(folder, join(folder, 'loop'))
  await symlink('a.txt', join(folder, 'link.txt'))
  const { files, refused } = await collectFiles([folder])
  assert.equal(files.length, 1)
  const reason = 'it is a link, and links are not followed'
  assert.deepEqual(refused, [
    { name: 'link.txt', reason },
    { name: 'loop', reason },
  ])
})

test('refuses a path that is not there', async (t) => {
  const folder = await newFolder(t, [])
  await assert.rejects(
    collectFiles([join(folder, 'none')]),
    (error) => error instanceof BaileyError && error.code === 'cannot-read',
  )
})

test('a manifest is what sha256sum checks, whatever the names', async (t) => {
  const names = ['plain.txt', 'a b.txt', 'new\nline', 'back\\slash', 'return\r', 'é.txt', '-dash']
  const folder = await newFolder(t, names)
  const manifest = renderManifest(
    names.map((name) => ({ name, sha256: createHash('sha256').update(name).digest('hex') })),
  )
  assert.equal(manifest.split('\n').length, names.length + 1)
  let said: string
  try {
    said = execFileSync('sha256sum', ['--check', '--strict', '--quiet'], {
      cwd: folder,
      input: manifest,
      encoding: 'utf8',
    })
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'ENOENT')
      return t.skip('sha256sum is not installed')
    throw error
  }
  assert.equal(said, '')
})
