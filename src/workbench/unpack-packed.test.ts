/** 7-Zip, RAR, xz and bzip2 in the sandbox, and as entries of a case. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { rar5, sevenZip } from '../../test/build-packed-archive.ts'
import { watchMemory } from '../../test/hostile/watch-memory.ts'
import { packedFixture } from '../../test/packed-fixtures.ts'
import { unpackSandboxed } from '../../test/unpack-sandboxed.ts'
import type { Asker } from '../store/store.ts'
import { initCase } from './case-folder.ts'
import { importEvidence } from './import-evidence.ts'
import { nothingOnReceipt } from './import-report.ts'
import { verifyCase } from './verify-case.ts'

const mebi = 2 ** 20
const asker: Asker = { actor: 'tester', via: 'cli', may: ['import-evidence', 'verify-case'] }

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'bailey-packed-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('Z-03 the allowances hold for these archives too', async (t) => {
  const zeros = packedFixture('zeros.bz2')
  const swollen = await unpackSandboxed(t, zeros, { name: 'outer.bz2', ratio: 100, ratioFrom: mebi })
  assert.match(swollen.says.join(), /^archive-budget: Unpacking stopped at outer: its \d+ bytes have swollen/)
  assert.ok(swollen.bytes < 2 * mebi)
  assert.deepEqual((await unpackSandboxed(t, zeros, { name: 'outer.bz2' })).members, [`outer ${32 * mebi}`])
  const three = ['a', 'b', 'c'].map((name) => ({ name, bytes: name }))
  for (const archive of [sevenZip(three), rar5(three)]) {
    const { members, says } = await unpackSandboxed(t, archive, { name: 'outer.bz2', members: 2 })
    assert.deepEqual(members, ['a 1', 'b 1'])
    assert.match(says.join(), /stopped at c: the archive holds more than 2 members/)
  }
})

test('a large member is unpacked piece by piece, whatever its archive and its window', async (t) => {
  const bytes = Buffer.alloc(48 * mebi, 'anna: is it ready?\n')
  for (const archive of [sevenZip([{ name: 'a', bytes }], 28), rar5([{ name: 'a', bytes }])]) {
    const memory = watchMemory()
    assert.deepEqual((await unpackSandboxed(t, archive, { name: 'outer.bz2' })).members, [
      `a ${bytes.length}`,
    ])
    assert.ok(memory.stop() < 300)
  }
})

test('a 7-Zip file in a zip file in a compressed tar is one exhibit, and verifies', async (t) => {
  const root = folderFor(t)
  const [caseDir, evidence] = [join(root, 'case'), join(root, 'evidence')]
  mkdirSync(evidence)
  writeFileSync(join(evidence, 'phone.tar.xz'), packedFixture('nested.tar.xz'))
  writeFileSync(join(evidence, 'cut.7z'), packedFixture('solid.7z').subarray(0, 100))
  writeFileSync(join(evidence, 'secret.7z'), packedFixture('secret.7z'))
  writeFileSync(join(evidence, 'old.rar'), rar5([{ name: 'a.pdf', bytes: '%PDF-1.7' }]))
  await initCase(caseDir, { name: 'Operation Plover', timezone: 'UTC', actor: 'tester' })
  const options = {
    ...nothingOnReceipt,
    receivedFrom: 'Agency',
    authority: 'TI/1',
    captureMode: 'stored',
    timezone: 'UTC',
  } as const
  const report = await importEvidence({ caseDir, paths: [evidence], options, asker })
  assert.deepEqual(report.rejections.map(({ entry, reason }) => `${entry} ${reason}`).toSorted(), [
    'cut.7z unread-part',
    'secret.7z unread-part',
    'secret.7z unread-part',
    'secret.7z!/chat/пусто.txt empty-file',
  ])
  assert.equal(report.records, report.sightings + report.rejected)
  assert.equal(report.sightings, 1)
  assert.deepEqual((await verifyCase(caseDir, asker)).problems, [])
})
