/** The first hit after an instant, or the last before it; hits stand in order of time. Without an instant, the first or the last of all. */
export function nearestHit<H extends { readonly sentAt: string }>(
  hits: readonly H[],
  at: string | null,
  by: 1 | -1,
): H | undefined {
  if (at === null) return by > 0 ? hits[0] : hits.at(-1)
  const instant = comparable(at)
  return by > 0
    ? hits.find((hit) => comparable(hit.sentAt) > instant)
    : hits.findLast((hit) => comparable(hit.sentAt) < instant)
}

/** Instants of differing precision sort as text once their Z is gone. */
function comparable(instant: string): string {
  return instant.replace('Z', '')
}
