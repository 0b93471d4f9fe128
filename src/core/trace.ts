import type { SentTime } from './time.ts'

/** A place as a device or a network recorded it. */
export type Place =
  | {
      readonly kind: 'point'
      /** WGS 84 degrees. */
      readonly latitude: number
      readonly longitude: number
      /** Radius of uncertainty where the source states one. */
      readonly radiusMetres: number | null
    }
  | {
      readonly kind: 'cell'
      /** Country, network, area and cell as the source writes them (decimal or hexadecimal is not guessed), e.g. `234-15-1203-40211`. */
      readonly cell: string
    }
  | {
      readonly kind: 'wifi'
      /** Network name and hardware address as the source writes them. */
      readonly network: string
    }

/** Where a device was: an interval, not an instant. Not a message. */
export interface Trace {
  /** The device as the source names it: a handle, an IMEI, a phone. */
  readonly device: string
  readonly from: SentTime
  /** Null where the source states one time only. */
  readonly until: SentTime | null
  readonly place: Place
}
