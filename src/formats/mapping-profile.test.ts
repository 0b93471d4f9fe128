import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMappingProfile, profileId, sheetNamed } from './mapping-profile.ts'
import { findProfile, readyProfiles } from './profiles/ready-profiles.ts'

test('every ready-made profile survives being written and read, with its id', () => {
  for (const profile of readyProfiles) {
    const again = parseMappingProfile(JSON.stringify(profile))
    assert.deepEqual(again, profile)
    assert.equal(profileId(again), profileId(profile))
    assert.equal(findProfile(profile.name), profile)
  }
})

test('names the field that is missing, wrong or not known', () => {
  const good = JSON.stringify(readyProfiles[0])
  for (const [from, to, about] of [
    ['"version":1', '"version":"1"', /version/],
    ['"time":', '"tims":', /columns\.tims/],
    ['"dateOrder":"sniff"', '"dateOrder":"guess"', /dateOrder/],
    ['{', '[{', /JSON/],
  ] as const)
    assert.throws(() => parseMappingProfile(good.replace(from, to)), about)
})

test('the ids of the first profiles never change: they are written into the chain of custody', () => {
  assert.equal(
    profileId(findProfile('encrochat-handover')),
    '899ed984d5e0f866526478b8e577d986b31f2380ddba20bbe36fd00f26effc80',
  )
  assert.equal(
    profileId(findProfile('generic')),
    '943867747bb85dd2ce61e6226c0811764cc5941b9c41e1764e97a4bd74d23626',
  )
})

test('finds the sheet of a name, without case and with stars', () => {
  const profile = findProfile('encrochat-handover-workbook')
  const kinds = [
    'Contacts',
    'otter_CALLS',
    'Wi-Fi events',
    'Cell events',
    'Notes',
    'Chat messages',
    'Pictures',
  ]
  assert.deepEqual(
    kinds.map((name) => sheetNamed(profile, name)?.kind ?? null),
    ['contacts', 'calls', 'wifi', 'cells', 'notes', 'messages', null],
  )
  const odd = { ...profile, sheets: [{ names: ['a*bc*c'], kind: 'notes', columns: {} } as const] }
  assert.deepEqual(
    ['abcc', 'abc', 'axbcxc', 'abccx'].map((name) => sheetNamed(odd, name) !== null),
    [true, false, true, false],
  )
})

test('names what is wrong with a sheet', () => {
  const base = { name: 'x', version: 1, network: 'sms' }
  const sheet = (kind: string, columns: object) =>
    JSON.stringify({ ...base, sheets: [{ names: ['a'], kind, columns }] })
  assert.throws(() => parseMappingProfile(sheet('places', {})), /sheets\[0\]\.kind/)
  assert.throws(() => parseMappingProfile(sheet('contacts', { address: ['a'] })), /columns\.name names no/)
  assert.throws(() => parseMappingProfile(sheet('contacts', { body: ['a'] })), /columns\.body is no field/)
  assert.throws(() => parseMappingProfile(sheet('wifi', { time: ['a'] })), /network or hardware/)
  assert.throws(() => parseMappingProfile(sheet('calls', { time: ['a'], from: ['b'] })), /peer and direction/)
  assert.throws(() => parseMappingProfile(JSON.stringify({ ...base, sheets: [] })), /1 to 100/)
})
