import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMappingProfile, profileId } from './mapping-profile.ts'
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
