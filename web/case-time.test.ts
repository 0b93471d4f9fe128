import assert from 'node:assert/strict'
import test from 'node:test'
import {
  dayAfter,
  dayOf,
  monthAfter,
  renderDays,
  renderLocalWithZone,
  renderLongDay,
  startOfDay,
  timeOf,
} from './case-time.ts'

test('shows summer time in the case zone', () => {
  assert.equal(
    renderLocalWithZone('2020-04-14T19:31:07.158053Z', 'Europe/London'),
    '14 Apr 2020 20:31:07 BST',
  )
})

test('puts a message near midnight on the local day', () => {
  assert.equal(dayOf('2020-04-14T23:30:00Z', 'Europe/London'), '2020-04-15')
  assert.equal(timeOf('2020-04-14T23:30:00Z', 'Europe/London'), '00:30:00')
})

test('finds the instant a local day begins, on both sides of a clock change', () => {
  assert.equal(startOfDay('2020-01-10', 'Europe/London'), '2020-01-10T00:00:00.000Z')
  assert.equal(startOfDay('2020-03-29', 'Europe/London'), '2020-03-29T00:00:00.000Z')
  assert.equal(startOfDay('2020-03-30', 'Europe/London'), '2020-03-29T23:00:00.000Z')
  assert.equal(startOfDay('2020-10-26', 'Europe/London'), '2020-10-26T00:00:00.000Z')
  assert.equal(startOfDay('2020-06-01', 'America/New_York'), '2020-06-01T04:00:00.000Z')
})

test('names a run of days once', () => {
  assert.equal(renderDays('2020-04-14', '2020-04-19'), '14–19 April 2020')
  assert.equal(renderDays('2020-04-29', '2020-05-02'), '29 April – 2 May 2020')
})

test('steps over the ends of months and years', () => {
  assert.equal(dayAfter('2020-02-28'), '2020-02-29')
  assert.equal(dayAfter('2020-12-31'), '2021-01-01')
  assert.equal(monthAfter('2020-12'), '2021-01-01')
  assert.equal(monthAfter('2020-04'), '2020-05-01')
})

test('writes a day out in full for a dated rule', () => {
  assert.equal(renderLongDay('2020-04-14'), 'Tuesday 14 April 2020')
})
