import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { wallHours } from './clock.ts'
import { parseEpochMicros } from './time.ts'

test('a wall hour is that of the zone, however the clocks change', () => {
  const zones = [
    'Europe/London',
    'UTC',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Caracas',
    'Pacific/Apia',
  ]
  for (const zone of zones) {
    const wallHour = wallHours(zone)
    const near = fc.constantFrom(
      Date.UTC(2020, 2, 29, 1),
      Date.UTC(2020, 9, 25, 1),
      Date.UTC(2011, 11, 30, 10),
      Date.UTC(2016, 4, 1, 7),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: -60e9, max: 4e12 }),
          fc.tuple(near, fc.integer({ min: -7200, max: 7200 })).map(([ms, s]) => ms + s * 1000),
          near,
        ),
        (ms) => {
          const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
          assert.deepEqual(wallHour(parseEpochMicros(ms * 1000)!), {
            day: Math.floor((ms + wall.offsetNanoseconds / 1e6) / 86_400_000),
            hourOfWeek: (wall.dayOfWeek - 1) * 24 + wall.hour,
          })
        },
      ),
    )
  }
})
