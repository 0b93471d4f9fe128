import assert from 'node:assert/strict'
import test from 'node:test'
import { initialOf, sharedHost, splitHandle, visibleParts, visibleText } from './visible-text.ts'

test('writes out what would reorder or hide', () => {
  assert.deepEqual(visibleParts('ab\u202Ecd'), [
    { text: 'ab', escaped: false },
    { text: '\\u{202E}', escaped: true },
    { text: 'cd', escaped: false },
  ])
  assert.equal(visibleText('a\u200Bb\0\uD800'), 'a\\u{200B}b\\u{0000}\\u{D800}')
})

test('leaves letters of any script and the plain space alone', () => {
  assert.equal(visibleText('тоня سلام 李 x'), 'тоня سلام 李 x')
  assert.equal(visibleText('a\u00A0b'), 'a\\u{00A0}b')
})

test('takes a handle apart at its first colon', () => {
  assert.deepEqual(splitHandle('xmpp:a:b'), { network: 'xmpp', address: 'a:b' })
  assert.equal(initialOf('xmpp:_tango@host'), 'T')
  assert.equal(initialOf('xmpp:…'), '?')
})

test('names a host once only where every handle is on it', () => {
  assert.equal(sharedHost(['xmpp:tango@a.example', 'xmpp:brick@a.example']), '@a.example')
  assert.equal(sharedHost(['xmpp:tango@a.example', 'xmpp:brick@b.example']), null)
  assert.equal(sharedHost(['xmpp:tango', 'xmpp:brick']), null)
  assert.equal(sharedHost(['xmpp:tango@a.example']), null)
})
