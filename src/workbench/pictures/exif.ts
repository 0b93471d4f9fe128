/**
 * What a camera wrote into a picture: the fields of an EXIF block that say when, with what and where. Nothing in it can
 * be relied on to be true, and the time states no zone.
 *
 * @see CIPA DC-008 (Exif 2.32), TIFF 6.0
 */
import type { Exif } from '../../core/derived.ts'

/** A field as its directory holds it. */
interface Field {
  readonly type: number
  readonly count: number
  readonly bytes: Buffer
}

interface Block {
  readonly bytes: Buffer
  readonly little: boolean
}

/** Bytes of one value of each type of field, by the type's number. */
const sizes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 }
const mostFields = 500
const longestText = 256

/** Reads an EXIF block; null when it is none or states nothing that is read here. */
export function readExif(block: Uint8Array): Exif | null {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  const mark = bytes.toString('latin1', 0, 4)
  if (bytes.length < 8 || (mark !== 'II*\0' && mark !== 'MM\0*')) return null
  const tiff = { bytes, little: mark.startsWith('II') }
  const main = readDirectory(tiff, long(tiff, 4))
  const detail = readDirectory(tiff, pointer(tiff, main.get(0x8769)))
  const place = readDirectory(tiff, pointer(tiff, main.get(0x8825)))
  const gps = placeOf(tiff, place)
  const exif = {
    takenText: textOf(detail.get(0x9003)) ?? textOf(main.get(0x0132)),
    make: textOf(main.get(0x010f)),
    model: textOf(main.get(0x0110)),
    orientation: orientationOf(tiff, main.get(0x0112)),
    gpsText: gps?.text ?? null,
    position: gps?.position ?? null,
  }
  return Object.values(exif).every((value) => value === null) ? null : exif
}

/** The fields of a directory whose values lie inside the block; later ones of the same tag are not read. */
function readDirectory(tiff: Block, at: number): ReadonlyMap<number, Field> {
  const fields = new Map<number, Field>()
  if (at < 8 || at + 2 > tiff.bytes.length) return fields
  const count = Math.min(short(tiff, at), mostFields)
  for (let i = 0, entry = at + 2; i < count && entry + 12 <= tiff.bytes.length; i++, entry += 12) {
    const type = short(tiff, entry + 2)
    const values = long(tiff, entry + 4)
    const length = values * (sizes[type] ?? 0)
    const start = length <= 4 ? entry + 8 : long(tiff, entry + 8)
    if (length === 0 || start + length > tiff.bytes.length || fields.has(short(tiff, entry))) continue
    fields.set(short(tiff, entry), {
      type,
      count: values,
      bytes: tiff.bytes.subarray(start, start + length),
    })
  }
  return fields
}

function short({ bytes, little }: Block, at: number): number {
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)
}

function long({ bytes, little }: Block, at: number): number {
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
}

function pointer(tiff: Block, field: Field | undefined): number {
  return field?.type === 4 ? long({ ...tiff, bytes: field.bytes }, 0) : 0
}

/** The words up to the first NUL, in UTF-8 where they are that, else each byte a character. */
function textOf(field: Field | undefined): string | null {
  if (field?.type !== 2) return null
  const end = field.bytes.indexOf(0)
  const bytes = field.bytes.subarray(0, Math.min(end < 0 ? field.bytes.length : end, longestText))
  const read = new TextDecoder('utf-8').decode(bytes)
  const text = (read.includes('\ufffd') ? bytes.toString('latin1') : read).trim()
  return text === '' ? null : text
}

function orientationOf(tiff: Block, field: Field | undefined): number | null {
  if (field?.type !== 3) return null
  const value = short({ ...tiff, bytes: field.bytes }, 0)
  return value >= 1 && value <= 8 ? value : null
}

function placeOf(tiff: Block, fields: ReadonlyMap<number, Field>): Pick<Place, 'text' | 'position'> | null {
  const latitude = angleOf(tiff, textOf(fields.get(1)), fields.get(2))
  const longitude = angleOf(tiff, textOf(fields.get(3)), fields.get(4))
  if (latitude === null || longitude === null) return null
  const isPlace =
    /^[NS]$/.test(latitude.side) &&
    /^[EW]$/.test(longitude.side) &&
    Math.abs(latitude.degrees) <= 90 &&
    Math.abs(longitude.degrees) <= 180
  return {
    text: `${latitude.text}, ${longitude.text}`,
    position: isPlace ? { latitude: latitude.degrees, longitude: longitude.degrees } : null,
  }
}

interface Place {
  readonly text: string
  readonly position: Exif['position']
}

interface Angle {
  readonly side: string
  readonly text: string
  readonly degrees: number
}

/** Degrees, minutes and seconds as the three fractions that are written; NaN where one divides by nothing. */
function angleOf(tiff: Block, side: string | null, field: Field | undefined): Angle | null {
  if (side === null || field?.type !== 5 || field.count !== 3) return null
  const parts = [0, 8, 16].map((at) => {
    const part = { ...tiff, bytes: field.bytes }
    return { over: long(part, at), under: long(part, at + 4) }
  })
  const [degrees = NaN, minutes = NaN, seconds = NaN] = parts.map(({ over, under }) => over / under)
  const angle = Math.round((degrees + minutes / 60 + seconds / 3600) * 1e7) / 1e7
  return {
    side,
    text: `${side} ${parts.map(({ over, under }) => `${over}/${under}`).join(' ')}`,
    degrees: side === 'S' || side === 'W' ? -angle : angle,
  }
}
