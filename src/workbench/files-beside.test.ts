import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findBeside } from './files-beside.ts'

const names = [
  'users.json',
  'media/a.jpg',
  'a.zip',
  'a.zip!/_chat.txt',
  'a.zip!/chat/_chat.txt',
  'a.zip!/chat/IMG.jpg',
  'a.zip!/IMG.jpg',
  'a.zip!/odd\\u{7}.jpg',
  'a.zip!/in.zip',
  'a.zip!/in.zip!/x.json',
  'odd!/y.json',
  'z.jpg',
]
const files = new Map(names.map((name) => [name, { name, sha256: '', size: 0, path: '' }]))
const from = (name: string, to: string): string | null => findBeside(files, name, to)?.name ?? null

test('a path leads to a file beside another, in a folder and in an archive', () => {
  assert.equal(from('media/x.json', 'a.jpg'), 'media/a.jpg')
  assert.equal(from('media/x.json', '../users.json'), 'users.json')
  assert.equal(from('a.zip!/chat/_chat.txt', 'IMG.jpg'), 'a.zip!/chat/IMG.jpg')
  assert.equal(from('a.zip!/chat/_chat.txt', '../IMG.jpg'), 'a.zip!/IMG.jpg')
  assert.equal(from('a.zip!/_chat.txt', 'in.zip!/x.json'), 'a.zip!/in.zip!/x.json')
  assert.equal(from('a.zip!/_chat.txt', 'odd\u0007.jpg'), 'a.zip!/odd\\u{7}.jpg')
  assert.equal(from('odd!/y.json', '../z.jpg'), 'z.jpg')
})

test('no path leads out of the exhibit or out of an archive', () => {
  assert.equal(from('media/x.json', '../../users.json'), null)
  assert.equal(from('a.zip!/_chat.txt', '../users.json'), null)
  assert.equal(from('a.zip!/chat/_chat.txt', '../../users.json'), null)
  assert.equal(from('a.zip!/chat/_chat.txt', '..'), null)
  assert.equal(from('a.zip!/in.zip!/x.json', '../IMG.jpg'), null)
})
