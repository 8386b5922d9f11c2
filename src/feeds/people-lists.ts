// Who is on which list, for lists that definitions name person by person. The same people are one list, kept once.

type List = { number: number; dids: string[] }

export function createPeopleLists() {
  const byHash = new Map<number, List[]>()
  const byNumber = new Map<number, List>()
  /** Most people are on one list only: its number needs no array. */
  const listsOf = new Map<string, number | number[]>()

  const find = (dids: Set<string>, hash: number) =>
    byHash.get(hash)?.find((list) => list.dids.length === dids.size && list.dids.every((did) => dids.has(did)))

  return {
    /** @param makeNumber gives the number of a list that is not known yet */
    numberOf(people: string[], makeNumber: () => number): number {
      const unique = new Set(people)
      const dids = [...unique]
      const hash = hashOf(dids)
      const known = find(unique, hash)
      if (known !== undefined) return known.number
      const list = { number: makeNumber(), dids }
      byHash.set(hash, [...(byHash.get(hash) ?? []), list])
      byNumber.set(list.number, list)
      for (const did of dids) {
        const before = listsOf.get(did)
        if (before === undefined) listsOf.set(did, list.number)
        else if (typeof before === 'number') listsOf.set(did, [before, list.number])
        else before.push(list.number)
      }
      return list.number
    },
    remove(number: number): void {
      const list = byNumber.get(number)
      if (list === undefined) return
      byNumber.delete(number)
      const hash = hashOf(list.dids)
      const others = (byHash.get(hash) ?? []).filter((one) => one !== list)
      if (others.length > 0) byHash.set(hash, others)
      else byHash.delete(hash)
      for (const did of list.dids) {
        const left = [listsOf.get(did) ?? []].flat().filter((one) => one !== number)
        if (left.length === 0) listsOf.delete(did)
        else listsOf.set(did, left.length === 1 ? (left[0] as number) : left)
      }
    },
    listsOf: (did: string): number | number[] | undefined => listsOf.get(did),
  }
}

/** 32 bits, whatever the order; lists of equal hash are compared as a whole. */
function hashOf(dids: string[]): number {
  let sum = dids.length
  for (const did of dids) {
    let hash = 0
    for (let at = 0; at < did.length; at++) hash = Math.imul(hash ^ did.charCodeAt(at), 0x01000193)
    sum = (sum + Math.imul(hash, 0x9e3779b1)) | 0
  }
  return sum
}
