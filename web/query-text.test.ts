import assert from 'node:assert/strict'
import test from 'node:test'
import { dayAfter } from './case-time.ts'
import {
  daysTerm,
  excluding,
  fieldTerm,
  hasTerm,
  narrowingTerms,
  valueOf,
  withField,
  withoutDays,
  withoutHits,
  withoutTerm,
  withTerm,
} from './query-text.ts'

test('quotes a value only where it must', () => {
  assert.equal(fieldTerm('from', 'xmpp:tango@host.example'), 'from:xmpp:tango@host.example')
  assert.equal(fieldTerm('in', 'The Back Room'), 'in:"The Back Room"')
})

test('adds a term once, and puts an OR in brackets first', () => {
  assert.equal(withTerm('', 'from:a'), 'from:a')
  assert.equal(withTerm('kilo from:a', 'from:a'), 'kilo from:a')
  assert.equal(withTerm('kilo OR box', 'from:a'), '(kilo OR box) from:a')
  assert.equal(withTerm('"this OR that"', 'from:a'), '"this OR that" from:a')
})

test('takes a term out again', () => {
  assert.equal(withoutTerm('kilo from:a box', 'from:a'), 'kilo box')
  assert.equal(withoutTerm('kilo NOT from:a', 'NOT from:a'), 'kilo')
  assert.equal(withoutTerm('kilo', 'from:a'), 'kilo')
})

test('excludes what was asked for', () => {
  assert.equal(withoutHits('kilo from:a', 'from:a'), 'kilo NOT from:a')
  assert.equal(hasTerm('kilo NOT from:a', 'from:a'), false)
  assert.equal(hasTerm('kilo NOT from:a', excluding('from:a')), true)
})

test('asks for days as a half-open range', () => {
  const april = daysTerm('2020-04-01', '2020-04-30', dayAfter)
  assert.equal(april, 'after:2020-04-01 before:2020-05-01')
  assert.equal(excluding(april), 'NOT (after:2020-04-01 before:2020-05-01)')
  assert.equal(withoutTerm(`kilo ${april}`, april), 'kilo')
})

test('reads the value of a field and puts another in its place', () => {
  assert.equal(valueOf('from:"xmpp:a b" boat', 'from'), 'xmpp:a b')
  assert.equal(valueOf('NOT from:a (from:b)', 'from'), null)
  assert.equal(withField('boat from:a', 'from', 'from:b'), 'boat from:b')
  assert.equal(withField('boat from:a', 'from', null), 'boat')
  assert.equal(withField('boat NOT from:a', 'from', 'from:b'), 'boat NOT from:a from:b')
})

test('lists what narrows a query, the excluded as that', () => {
  const query = 'kilo from:a NOT (after:2020-01-01 before:2020-02-01) day:mon hour:22 -x NOT is:resend'
  assert.deepEqual(
    narrowingTerms(query).map(({ term, excluded }) => [term, excluded]),
    [
      ['from:a', false],
      ['NOT (after:2020-01-01 before:2020-02-01)', true],
      ['day:mon hour:22', false],
      ['NOT is:resend', true],
    ],
  )
  assert.equal(withoutTerm(query, 'NOT is:resend'), query.replace(' NOT is:resend', ''))
  assert.deepEqual(narrowingTerms('kilo OR from:a'), [])
  assert.equal(withoutDays('kilo after:2020-01-01 before:2020-02-01 from:a'), 'kilo from:a')
})
