// Writes the lists, their members and the starter pack.
import type { Reference } from './build-post.ts'
import { lists, starterPack } from './lists.ts'
import type { PersonName } from './people.ts'
import { createRecords, type Member, recordKey } from './repository.ts'

/** Answers with the address of each list by its key. */
export async function writeLists(members: Map<PersonName, Member>, now: Date): Promise<Map<string, Reference>> {
  const made = new Map<string, Reference>()
  const created = new Date(now.getTime() - 30 * 86_400_000)
  const createdAt = created.toISOString()
  for (const [index, { key, by, purpose, avatar, members: listed, ...words }] of lists.entries()) {
    const owner = memberOf(members, by)
    const image = avatar ? { avatar: (await owner.upload(avatar)).blob } : {}
    const value = { ...words, ...image, purpose: `app.bsky.graph.defs#${purpose}`, createdAt }
    const [list] = await createRecords(owner, [
      { collection: 'app.bsky.graph.list', rkey: recordKey(created, index), value },
    ])
    if (!list) throw new Error(`list ${key} was not made`)
    made.set(key, list)
    await createRecords(
      owner,
      listed.map((name, place) => ({
        collection: 'app.bsky.graph.listitem',
        rkey: recordKey(created, 100 * (index + 1) + place),
        value: { list: list.uri, subject: memberOf(members, name).account.did, createdAt },
      })),
    )
  }
  const { by, list, ...words } = starterPack
  await createRecords(memberOf(members, by), [
    {
      collection: 'app.bsky.graph.starterpack',
      rkey: recordKey(created, 900),
      value: { ...words, list: made.get(list)?.uri, createdAt },
    },
  ])
  return made
}

/** The member called `name`. Throws when nobody is. */
export function memberOf(members: Map<PersonName, Member>, name: PersonName): Member {
  const member = members.get(name)
  if (!member) throw new Error(`nobody is called ${name}`)
  return member
}
