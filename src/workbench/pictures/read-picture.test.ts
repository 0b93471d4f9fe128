import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import {
  buildExif,
  buildGif,
  buildJpeg,
  buildPng,
  buildWebp,
  redAndBlue,
} from '../../../test/build-picture.ts'
import { encodePng, pngChunk } from './png-encode.ts'
import { readPicture } from './read-picture.ts'

/** The pixels of a thumbnail, which is always RGBA with each row filtered by the pixel before. */
function pixelsOf(thumbnail: Uint8Array | null): number[][] {
  assert.ok(thumbnail)
  const png = Buffer.from(thumbnail)
  const at = png.indexOf('IDAT') + 4
  const rows = inflateSync(png.subarray(at, at + png.readUInt32BE(at - 8)))
  const width = png.readUInt32BE(16)
  for (let i = 0; i < rows.length; i++) {
    const inRow = i % (width * 4 + 1)
    if (inRow === 0) assert.equal(rows[i], 1)
    else if (inRow > 4) rows[i]! += rows[i - 4]!
  }
  return Array.from({ length: width * png.readUInt32BE(20) }, (_, i) => {
    const from = Math.floor(i / width) * (width * 4 + 1) + 1 + (i % width) * 4
    return [...rows.subarray(from, from + 4)]
  })
}

const thumbnailOf = async (file: Buffer) => {
  const { thumbnail, refused } = await readPicture(file)
  assert.equal(refused, null)
  return pixelsOf(thumbnail)
}

test('a picture no larger than a thumbnail comes back pixel for pixel', async () => {
  const side = fc.integer({ min: 1, max: 20 })
  await fc.assert(
    fc.asyncProperty(side, side, fc.infiniteStream(fc.integer({ min: 1, max: 255 })), async (w, h, bytes) => {
      const rgba = Uint8ClampedArray.from(bytes.take(w * h * 4))
      const png = encodePng({ width: w, height: h, rgba })
      const { facts, thumbnail } = await readPicture(png)
      assert.deepEqual(facts, { width: w, height: h, exif: null })
      assert.deepEqual(Buffer.from(thumbnail!), png)
    }),
    { numRuns: 40 },
  )
})

test('reads each way in which a PNG keeps its colours', async () => {
  const palette = pngChunk('PLTE', Buffer.of(1, 2, 3, 9, 8, 7))
  assert.deepEqual(await thumbnailOf(buildPng([2, 1, 1, 0], Buffer.of(0, 0b01000000))), [
    [0, 0, 0, 255],
    [255, 255, 255, 255],
  ])
  assert.deepEqual(await thumbnailOf(buildPng([1, 1, 16, 2], Buffer.of(0, 10, 99, 20, 99, 30, 99))), [
    [10, 20, 30, 255],
  ])
  assert.deepEqual(await thumbnailOf(buildPng([1, 1, 8, 4], Buffer.of(0, 70, 128))), [[70, 70, 70, 128]])
  const clear = pngChunk('tRNS', Buffer.of(255, 40))
  assert.deepEqual(await thumbnailOf(buildPng([2, 1, 4, 3], Buffer.of(0, 0x01), [palette, clear])), [
    [1, 2, 3, 255],
    [9, 8, 7, 40],
  ])
  const grey = pngChunk('tRNS', Buffer.of(0, 5))
  assert.deepEqual(await thumbnailOf(buildPng([2, 1, 8, 0], Buffer.of(0, 5, 6), [grey])), [
    [0, 0, 0, 0],
    [6, 6, 6, 255],
  ])
})

test('undoes each of the five filters of a PNG row', async () => {
  const rows = [0, 10, 20, 1, 5, 5, 2, 1, 1, 3, 4, 4, 4, 2, 2]
  const expected = [10, 20, 5, 10, 6, 11, 7, 13, 9, 15]
  const pixels = await thumbnailOf(buildPng([2, 5, 8, 0], Buffer.from(rows)))
  assert.deepEqual(
    pixels.map(([grey]) => grey),
    expected,
  )
})

const greyAt = (x: number, y: number) => (x * 17 + y * 5) % 256

test('an interlaced PNG is the picture that it is without', async () => {
  const side = 9
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const
  const rows: number[] = []
  for (const [fromX, fromY, stepX, stepY] of passes)
    for (let y = fromY; y < side; y += stepY) {
      rows.push(0)
      for (let x = fromX; x < side; x += stepX) rows.push(greyAt(x, y))
    }
  const pixels = await thumbnailOf(buildPng([side, side, 8, 0, 1], Buffer.from(rows)))
  assert.deepEqual(
    pixels.map(([grey]) => grey),
    Array.from({ length: side * side }, (_, i) => greyAt(i % side, Math.floor(i / side))),
  )
})

test('undoes the compression of a GIF whatever its pixels', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 200, maxLength: 200 }), async (places) => {
      const pixels = await thumbnailOf(buildGif(20, 10, [places]))
      assert.deepEqual(
        pixels.map(([grey]) => grey),
        [...places],
      )
    }),
    { numRuns: 30 },
  )
  const long = Uint8Array.from({ length: 256 * 200 }, (_, at) => (at * at) % 251)
  const pixels = await thumbnailOf(buildGif(256, 200, [long]))
  assert.deepEqual(
    pixels.map(([grey]) => grey),
    [...long],
  )
})

test('a large picture is made small by the mean of its pixels', async () => {
  const rows = Buffer.alloc(300 * (600 * 3 + 1), 100)
  for (let y = 0; y < 300; y++) rows[y * (600 * 3 + 1)] = 0
  const { thumbnail, facts } = await readPicture(buildPng([600, 300, 8, 2], rows))
  assert.deepEqual(facts, { width: 600, height: 300, exif: null })
  const png = Buffer.from(thumbnail!)
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 128])
  assert.ok(pixelsOf(thumbnail).every((pixel) => pixel.join() === '100,100,100,255'))
})

test('reads a JPEG and a WebP', async () => {
  for (const file of [await buildJpeg(redAndBlue(64, 32)), await buildWebp(redAndBlue(64, 32))]) {
    const { facts, thumbnail } = await readPicture(file)
    assert.deepEqual(facts, { width: 64, height: 32, exif: null })
    const pixels = pixelsOf(thumbnail)
    const [[red = 0], [, , blue = 0]] = [pixels[0]!, pixels[63]!]
    assert.ok(red > 230 && blue > 230)
  }
})

const taken = buildExif(
  { 0x010f: 'Quaymaker', 0x0110: 'Q-7 “café”', 0x0112: { short: 6 } },
  { 0x9003: '2020:03:16 10:00:00' },
  {
    1: 'N',
    2: [
      [51, 1],
      [30, 1],
      [2600, 100],
    ],
    3: 'W',
    4: [
      [0, 1],
      [7, 1],
      [39, 1],
    ],
  },
)

test('reads what a camera wrote, each text as it stands, and turns the thumbnail upright', async () => {
  const { facts, thumbnail } = await readPicture(await buildJpeg(redAndBlue(64, 32), taken))
  assert.deepEqual(facts, {
    width: 64,
    height: 32,
    exif: {
      takenText: '2020:03:16 10:00:00',
      make: 'Quaymaker',
      model: 'Q-7 “café”',
      orientation: 6,
      gpsText: 'N 51/1 30/1 2600/100, W 0/1 7/1 39/1',
      position: { latitude: 51.5072222, longitude: -0.1275 },
    },
  })
  const pixels = pixelsOf(thumbnail)
  assert.equal(Buffer.from(thumbnail!).readUInt32BE(16), 32)
  assert.ok(pixels[0]![0]! > 230 && pixels.at(-1)![2]! > 230, 'what was left is above')
})

test('a place that is none is kept as it is written, and only so', async () => {
  const nowhere = [
    [1, 0],
    [0, 1],
    [0, 1],
  ] as const
  const exif = buildExif({}, {}, { 1: 'N', 2: nowhere, 3: 'E', 4: nowhere })
  const { facts } = await readPicture(await buildJpeg(redAndBlue(8, 8), exif))
  assert.equal(facts?.exif?.gpsText, 'N 1/0 0/1 0/1, E 1/0 0/1 0/1')
  assert.equal(facts.exif.position, null)
})

test('a header that promises too much is refused before anything is decoded', async () => {
  const huge = buildPng([60_000, 60_000, 8, 6], Buffer.alloc(100))
  assert.deepEqual(await readPicture(huge), {
    facts: { width: 60_000, height: 60_000, exif: null },
    thumbnail: null,
    refused: 'It has more than 64 million pixels.',
  })
  const gif = buildGif(1, 1, [])
  gif.writeUInt16LE(60_000, 6)
  gif.writeUInt16LE(60_000, 8)
  assert.equal((await readPicture(gif)).refused, 'It has more than 64 million pixels.')
})

test('a bomb is inflated no further than its header says', async () => {
  const bomb = buildPng([1, 1, 8, 0], Buffer.alloc(400_000_000))
  const before = process.memoryUsage().rss
  assert.equal((await readPicture(bomb)).refused, null)
  assert.ok(process.memoryUsage().rss - before < 50_000_000)
})

test('of ten thousand frames the first is read', async () => {
  const frames = Array.from({ length: 10_000 }, (_, at) => Uint8Array.of(at % 256))
  assert.deepEqual(await thumbnailOf(buildGif(1, 1, [Uint8Array.of(7), ...frames])), [[7, 7, 7, 255]])
})

test('what only calls itself a picture is refused, and what else a picture holds is not passed on', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  assert.equal((await readPicture(svg)).refused, 'It is no JPEG, PNG, GIF or WebP.')
  const script = Buffer.from('*/=1;alert("harmful")//<html>')
  for (const picture of [
    buildGif(2, 2, [Uint8Array.of(1, 2, 3, 4)]),
    buildPng([1, 1, 8, 0], Buffer.of(0, 1)),
  ]) {
    const { thumbnail } = await readPicture(Buffer.concat([picture, script]))
    assert.ok(!Buffer.from(thumbnail!).includes('harmful'))
  }
})

test('a picture cut short or changed anywhere ends in a sentence, never in a fault', async () => {
  const whole = [
    buildPng([7, 5, 8, 2, 1], Buffer.alloc(200), [pngChunk('eXIf', taken)]),
    buildGif(30, 30, [Uint8Array.from({ length: 900 }, (_, at) => (at * 7) % 256)]),
    await buildJpeg(redAndBlue(32, 32), taken),
    await buildWebp(redAndBlue(32, 32)),
  ]
  for (const file of whole) {
    const place = fc.nat({ max: file.length - 1 })
    await fc.assert(
      fc.asyncProperty(place, place, fc.nat({ max: 255 }), async (end, at, byte) => {
        const changed = Buffer.from(file)
        changed[at] = byte
        const cut = await readPicture(changed.subarray(0, end))
        assert.equal(cut.thumbnail === null, cut.refused !== null)
        await readPicture(changed)
      }),
      { numRuns: 60 },
    )
  }
  const noise = Buffer.from(
    Array.from({ length: 101 * 100 }, (_, at) => (at % 101 === 0 ? 0 : (at * at) % 251)),
  )
  const png = buildPng([100, 100, 8, 0], noise)
  assert.equal(
    (await readPicture(png.subarray(0, png.length / 2))).refused,
    'The file ends before its picture does.',
  )
})
