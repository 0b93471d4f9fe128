import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { zip } from '../../test/build-archive.ts'
import { mediaTypeOf } from './media-type.ts'

const typeOf = (bytes: string | Uint8Array) => {
  const whole = Buffer.from(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  return mediaTypeOf({
    size: whole.length,
    read: (start, length) => whole.subarray(start, start + length),
    close() {},
  })
}

test('knows pictures, recordings, films and documents by their first bytes', async () => {
  const samples = {
    '\u00ff\u00d8\u00ff\u00e0': 'image/jpeg',
    '\u0089PNG\r\n\u001a\n': 'image/png',
    GIF89a: 'image/gif',
    'RIFF....WEBPVP8 ': 'image/webp',
    '\u0000\u0000\u0000\u0018ftypheic': 'image/heic',
    '\u0000\u0000\u0000\u0018ftypisom': 'video/mp4',
    '\u0000\u0000\u0000\u0018ftyp3gp4': 'video/3gpp',
    '\u0000\u0000\u0000\u0018ftypM4A ': 'audio/mp4',
    'OggS\u0000\u0002': 'audio/ogg',
    '#!AMR\n': 'audio/amr',
    'ID3\u0003': 'audio/mpeg',
    '%PDF-1.7': 'application/pdf',
  }
  for (const [bytes, type] of Object.entries(samples)) assert.equal(await typeOf(bytes), type)
})

test('knows documents that are zip files inside, and stickers', async () => {
  const parts = ['[Content_Types].xml', '_rels/.rels', 'word/document.xml']
  assert.match((await typeOf(zip(parts.map((name) => ({ name, bytes: 'x' }))))) ?? '', /wordprocessingml/)
  assert.equal(await typeOf(gzipSync('{"tgs":1,"v":"5.5"}')), 'application/x-tgsticker')
})

test('leaves alone whatever may hold messages', async () => {
  const may = [
    '',
    'anna: hi',
    '{"a":1}',
    'SQLite format 3\u0000',
    '\u00d0\u00cf\u0011\u00e0',
    '\u00ff\u00fea\u0000',
  ]
  for (const bytes of [...may, zip([{ name: 'chat.txt', bytes: 'x' }]), gzipSync('{"a":1}')])
    assert.equal(await typeOf(bytes), null)
})
