import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { elusionOf, exactInterval, wilsonInterval } from './elusion.ts'
import { betaQuantile, incompleteBeta } from './incomplete-beta.ts'

const near = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`)

test('the incomplete beta function is the closed forms it has', () => {
  for (const x of [0.001, 0.1, 0.37, 0.5, 0.9, 0.999]) {
    near(incompleteBeta(x, 1, 1), x, 1e-12)
    near(incompleteBeta(x, 1, 7), 1 - (1 - x) ** 7, 1e-12)
    near(incompleteBeta(x, 5, 1), x ** 5, 1e-12)
    near(incompleteBeta(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)), 1e-12)
  }
})

test('it is the tail of a binomial, and its quantile undoes it', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.nat(),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (n, at, p) => {
        const k = 1 + (at % n)
        let tail = 0
        for (let i = k; i <= n; i++) tail += choose(n, i) * p ** i * (1 - p) ** (n - i)
        near(incompleteBeta(p, k, n - k + 1), tail, 1e-10)
        near(incompleteBeta(betaQuantile(p, k, n - k + 1), k, n - k + 1), p, 1e-10)
      },
    ),
  )
})

// R 4: binom.test(k, n)$conf.int; also the tables of Newcombe, Statistics in Medicine 17 (1998) 857–872, table I.
test('the exact interval has the published values', () => {
  const published = [
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ] as const
  for (const [k, n, low, high] of published) {
    const found = exactInterval(k, n)
    near(found[0], low, 5e-5)
    near(found[1], high, 5e-5)
  }
  assert.deepEqual(exactInterval(0, 10)[0], 0)
  assert.deepEqual(exactInterval(10, 10)[1], 1)
  // One-sided closed form: 1 - 0.025^(1/n).
  near(exactInterval(0, 1500)[1], 1 - 0.025 ** (1 / 1500), 1e-12)
})

test('Wilson’s interval has the published values', () => {
  const published = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const
  for (const [k, n, low, high] of published) {
    const found = wilsonInterval(k, n)
    near(found[0], low, 5e-5)
    near(found[1], high, 5e-5)
  }
})

test('the exact interval is right at least nineteen times in twenty, whatever the true share', () => {
  const n = 60
  const choose = Array.from({ length: n + 1 }, () => 1)
  for (let k = 1; k <= n; k++) choose[k] = (choose[k - 1]! * (n - k + 1)) / k
  const intervals = Array.from({ length: n + 1 }, (_, k) => exactInterval(k, n))
  for (let p = 0.005; p < 1; p += 0.005) {
    let right = 0
    for (const [k, [low, high]] of intervals.entries())
      if (low <= p && p <= high) right += choose[k]! * p ** k * (1 - p) ** (n - k)
    assert.ok(right >= 0.95 - 1e-9, `${p}: ${right}`)
  }
})

test('the elusion of a reviewed sample, what was missed, and the recall that leaves', () => {
  assert.equal(elusionOf({ responsive: 0, notResponsive: 0, population: 9, hits: 1 }), null)
  const found = elusionOf({ responsive: 2, notResponsive: 398, population: 100_000, hits: 4500 })
  assert.equal(found?.rate, 0.005)
  near(found?.missed.estimate ?? 0, 500, 1e-9)
  near(found?.recallAtMost.estimate ?? 0, 0.9, 1e-9)
  assert.ok((found?.missed.low ?? 0) < 500 && (found?.missed.high ?? 0) > 500)
  const all = elusionOf({ responsive: 1, notResponsive: 9, population: 10, hits: 3 })
  assert.deepEqual([all?.missed.low, all?.missed.estimate, all?.missed.high], [1, 1, 1])
})
