// The name of a feed in addresses: /f/<slug>, and the record key of its generator record.

const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/**
 * Words of the title, then six characters from `random` (six bytes), so that a page is found by its link alone. At most
 * 15 characters, all of them allowed in a record key (atproto.com/specs/record-key).
 */
export function makeSlug(title: string, random: Uint8Array): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
  let name = (words[0] ?? 'feed').slice(0, 8)
  for (const word of words.slice(1)) {
    if (name.length + word.length + 1 > 8) break
    name += `-${word}`
  }
  const tail = [...random.slice(0, 6)].map((byte) => alphabet[byte % alphabet.length]).join('')
  return `${name}-${tail}`
}
