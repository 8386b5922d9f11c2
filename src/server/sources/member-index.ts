// Who is in which set, in memory: one look-up says of an author all sets that they are in.
import type { MemberSetRow, SetMember } from '#db/queries/member-sets.ts'

/** `members`: people by the key of the record that put them there. */
export type MemberSet = MemberSetRow & { members: Map<string, string> }
export type MemberIndex = ReturnType<typeof createMemberIndex>

const nobody: readonly string[] = []

/** Makes the index, empty. Sets that begin with `followers:` hold who of somebody's follows follows back. */
export function createMemberIndex() {
  const sets = new Map<string, MemberSet>()
  /** Somebody whom two records put into a set is named twice. */
  const byDid = new Map<string, MemberSet[]>()
  const byOwner = new Map<string, MemberSet[]>()
  /** Names of starter packs by the name of the list that they take. */
  const packs = new Map<string, string[]>()
  let size = 0

  function note(set: MemberSet, did: string): void {
    const known = byDid.get(did)
    if (known) known.push(set)
    else byDid.set(did, [set])
    size++
  }

  function forget(set: MemberSet, did: string): void {
    const known = byDid.get(did) ?? []
    const at = known.indexOf(set)
    if (at === -1) return
    size--
    if (known.length === 1) byDid.delete(did)
    else known.splice(at, 1)
  }

  function take(set: MemberSet, recordKey: string): string | undefined {
    const did = set.members.get(recordKey)
    if (did === undefined) return undefined
    set.members.delete(recordKey)
    forget(set, did)
    return did
  }

  function countPacks(): void {
    packs.clear()
    for (const { key, target } of sets.values()) {
      if (target !== null) packs.set(`list:${target}`, [...(packs.get(`list:${target}`) ?? []), key])
    }
  }

  return {
    get: (key: string) => sets.get(key),
    all: () => [...sets.values()],
    /** Sets of which somebody is the owner. */
    ownedBy: (did: string): readonly MemberSet[] => byOwner.get(did) ?? [],
    /** Sets that somebody is in, starter packs and mutuals not yet made of them. */
    setsOf: (did: string): readonly MemberSet[] => byDid.get(did) ?? [],
    get size() {
      return size
    },
    add(row: MemberSetRow, members: SetMember[] = []): MemberSet {
      const set: MemberSet = { ...row, members: new Map() }
      sets.set(set.key, set)
      byOwner.set(set.owner, [...(byOwner.get(set.owner) ?? []), set])
      for (const { recordKey, did } of members) this.put(set, recordKey, did)
      countPacks()
      return set
    },
    drop(set: MemberSet): void {
      for (const recordKey of [...set.members.keys()]) take(set, recordKey)
      sets.delete(set.key)
      const others = (byOwner.get(set.owner) ?? []).filter((other) => other !== set)
      if (others.length > 0) byOwner.set(set.owner, others)
      else byOwner.delete(set.owner)
      countPacks()
    },
    /** Says which list a starter pack takes. */
    aim(set: MemberSet, target: string | null): void {
      set.target = target
      countPacks()
    },
    /** @returns whether this is new */
    put(set: MemberSet, recordKey: string, did: string): boolean {
      if (set.members.get(recordKey) === did) return false
      take(set, recordKey)
      set.members.set(recordKey, did)
      note(set, did)
      return true
    },
    take,
    /** Names of the sets that somebody is in, as feeds call them (src/feeds/member-keys.ts). */
    keysOf(did: string): readonly string[] {
      const found = byDid.get(did)
      if (found === undefined) return nobody
      const keys = new Set<string>()
      for (const { key, owner } of found) {
        keys.add(key)
        for (const pack of packs.get(key) ?? []) keys.add(pack)
        if (key.startsWith('followers:') && found.some((other) => other.key === `follows:${owner}`)) {
          keys.add(`mutuals:${owner}`)
        }
      }
      return [...keys]
    },
  }
}
