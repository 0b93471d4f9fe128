/** Labels without what follows the @ of each address, where that leaves them all different; as they are where it does not. */
export function shortened(labels: readonly string[]): readonly string[] {
  const short = labels.map((label) => label.replaceAll(/(?<=[^\s↔])@[^\s↔]+/g, ''))
  return new Set(short).size === labels.length ? short : labels
}
