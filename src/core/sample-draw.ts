import { sha256 } from '@noble/hashes/sha2.js'

/** Samples are no larger than this. */
export const mostDrawn = 5000

/**
 * Draws places out of `0` to `population - 1`, all different, in the order drawn: number i is the first 16 bytes of
 * SHA-256(seed, a line feed, i) modulo the population, for i from 0 on, those drawn already passed over. Every set of
 * places is as likely as any other over the seeds (but for one part in 2^90); the same seed draws the same.
 */
export function drawPlaces(seed: string, population: number, size: number): readonly number[] {
  const wanted = Math.min(size, population)
  const drawn = new Set<number>()
  for (let i = 0; drawn.size < wanted; i++) {
    const bytes = sha256(new TextEncoder().encode(`${seed}\n${i}`)).subarray(0, 16)
    const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    drawn.add(Number(number % BigInt(population)))
  }
  return [...drawn]
}
