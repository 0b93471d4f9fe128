import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildJpeg, buildPng, redAndBlue } from '../../test/build-picture.ts'
import { openPictureWorker } from './picture-worker.ts'

test('a picture is read in a process of its own, and one that is refused does not keep the next from it', async (t) => {
  const worker = openPictureWorker()
  t.after(() => worker.close())
  const small = buildPng([1, 1, 8, 0], Buffer.of(0, 9))
  // A header of 48 million pixels before a few bytes of a progressive picture: more than a decoder is given to keep.
  const greedy = await buildJpeg(redAndBlue(16, 16))
  const frame = greedy.indexOf(Buffer.of(0xff, 0xc2))
  greedy.writeUInt16BE(6000, frame + 5)
  greedy.writeUInt16BE(8000, frame + 7)
  const read = await Promise.all(
    [small, greedy, Buffer.from('no picture'), small].map((file) => worker.read(file)),
  )
  assert.deepEqual(
    read.map((one) => one && [one.facts?.width ?? null, one.thumbnail !== null, one.refused]),
    [
      [1, true, null],
      [8000, false, 'It is damaged, or of a kind that is not decoded.'],
      [null, false, 'It is no JPEG, PNG, GIF or WebP.'],
      [1, true, null],
    ],
  )
})

test('a decoder that takes too long is stopped, and the next picture is read', {
  timeout: 60_000,
}, async (t) => {
  const worker = openPictureWorker()
  t.after(() => worker.close())
  // Millions of chunks, each a piece of nothing: the process runs out of time or memory on the way.
  const nothing = Buffer.alloc(12)
  nothing.write('IDAT', 4, 'latin1')
  const png = buildPng([8000, 8000, 8, 6], Buffer.of(0))
  const endless = Buffer.concat([
    png.subarray(0, 33),
    Buffer.alloc(30 * 1024 * 1024, nothing),
    png.subarray(33),
  ])
  assert.equal(await worker.read(endless), null)
  assert.equal((await worker.read(buildPng([1, 1, 8, 0], Buffer.of(0, 9))))?.refused, null)
})
