import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCheckpoint, renderCheckpoint } from './checkpoint.ts'
import { generateSigner, NoteError, openSigner, signNote, verifyNote } from './signed-note.ts'

const example = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
}

function newSigner(name: string) {
  return openSigner(name, generateSigner(name).privateKey)
}

test('verifies the example of the specification', () => {
  assert.equal(verifyNote(`${example.text}\n${example.signature}`, [example.vkey]), example.text)
})

test('refuses the example after any change of one character', () => {
  const note = `${example.text}\n${example.signature}`
  for (let at = 0; at < note.length; at++) {
    const changed = `${note.slice(0, at)}${note[at] === 'x' ? 'y' : 'x'}${note.slice(at + 1)}`
    assert.throws(() => verifyNote(changed, [example.vkey]), NoteError, `character ${at}`)
  }
})

test('verifies what was signed, whatever the text, and only with the key that signed it', () => {
  const signer = newSigner('log.example/one')
  const other = newSigner('log.example/one')
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !/\p{Cc}/u.test(value))
  fc.assert(
    fc.property(fc.array(text), (lines) => {
      const body = `${lines.join('\n')}\n`
      const note = signNote(body, signer)
      assert.equal(verifyNote(note, [signer.vkey]), body)
      assert.equal(verifyNote(note, [other.vkey, signer.vkey]), body)
      assert.throws(() => verifyNote(note, [other.vkey]), NoteError)
      assert.throws(() => verifyNote(note, []), NoteError)
    }),
    { numRuns: 50 },
  )
})

test('passes over signatures of unknown keys but not a wrong one of a known key', () => {
  const known = newSigner('known')
  const unknown = newSigner('unknown')
  const lineOf = (text: string, signer: typeof known) => signNote(text, signer).slice(text.length + 1)
  const both = `a\n\n${lineOf('a\n', unknown)}${lineOf('a\n', known)}`
  assert.equal(verifyNote(both, [known.vkey]), 'a\n')
  assert.equal(verifyNote(`a\n\n${lineOf('b\n', unknown)}${lineOf('a\n', known)}`, [known.vkey]), 'a\n')
  assert.throws(
    () => verifyNote(`a\n\n${lineOf('b\n', unknown)}${lineOf('a\n', known)}`, [known.vkey, unknown.vkey]),
    NoteError,
  )
})

test('refuses text, names and keys that cannot be in a note', () => {
  const signer = newSigner('n')
  for (const text of ['', 'no newline', 'tab\there\n', '\ud800\n'])
    assert.throws(() => signNote(text, signer), NoteError)
  for (const name of ['', 'a b', 'a+b', 'a\nb']) assert.throws(() => generateSigner(name), NoteError)
  assert.throws(() => openSigner('n', 'no key'), NoteError)
  assert.throws(() => verifyNote(signNote('a\n', signer), ['no key']), NoteError)
  assert.throws(() => verifyNote(signNote('a\n', signer), [signer.vkey.replace('n+', 'm+')]), NoteError)
})

test('never throws anything but a NoteError on a damaged note', () => {
  const note = fc
    .array(fc.constantFrom('\n', '\n\n', '— ', 'PeterNeumann', ' ', 'x08go/ZJ', 'a', '='))
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(note, (damaged) => assert.throws(() => verifyNote(damaged, [example.vkey]), NoteError)),
  )
})

test('reads back every checkpoint it renders', () => {
  const origin = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !value.includes('\n'))
  const root = fc.uint8Array({ minLength: 32, maxLength: 32 })
  fc.assert(
    fc.property(origin, fc.maxSafeNat(), root, (name, size, hash) => {
      const checkpoint = { origin: name, size, root: hash }
      assert.deepEqual(parseCheckpoint(renderCheckpoint(checkpoint)), checkpoint)
    }),
  )
})

test('refuses what is no checkpoint', () => {
  const root = Buffer.alloc(32).toString('base64')
  for (const text of [
    '',
    'a\n1\n',
    `a\n01\n${root}\n`,
    `a\n-1\n${root}\n`,
    `a\n1\n${root}`,
    `\n1\n${root}\n`,
    `a\n1\n${root}=\n`,
  ]) {
    assert.throws(() => parseCheckpoint(text), NoteError)
  }
  assert.equal(parseCheckpoint(`a\n1\n${root}\nextension\n`).size, 1)
})
