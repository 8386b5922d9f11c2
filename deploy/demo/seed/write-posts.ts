// Writes the planned posts, layer by layer, each account's share of a layer in one commit.
import type { DemoNetwork } from '../network.ts'
import { buildGates, buildPost, type Reference } from './build-post.ts'
import { type PersonName, people } from './people.ts'
import type { PlannedPost } from './post-seed.ts'
import { createRecords, type Member, recordKey, type Write } from './repository.ts'

/**
 * Writes all posts and their gates; answers with the address of each by key. The AppView has a layer before the next
 * is written: it hides a reply whose parent it does not know.
 */
export async function writePosts(network: DemoNetwork, members: Map<PersonName, Member>, posts: PlannedPost[]) {
  const written = new Map<string, Reference>()
  const dids = new Map([...members.values()].map(({ account }) => [account.handle, account.did]))
  const refer = (key: string): Reference => {
    const reference = written.get(key)
    if (!reference) throw new Error(`${key} is not written yet`)
    return reference
  }
  const top = Math.max(...posts.map((post) => post.layer))
  for (let layer = 0; layer <= top; layer += 1) {
    const authors = Map.groupBy(
      posts.filter((post) => post.layer === layer),
      (post) => post.by,
    )
    await Promise.all(
      [...authors].map(async ([name, share]) => {
        const member = members.get(name)
        if (!member) throw new Error(`nobody is called ${name}`)
        const around = {
          didOf: (handle: string) => dids.get(handle),
          refer,
          upload: member.upload,
          langs: people[name].langs,
        }
        const writes = await Promise.all(
          share.map(async (post): Promise<Write[]> => {
            const rkey = recordKey(post.createdAt, posts.indexOf(post))
            const uri = `at://${member.account.did}/app.bsky.feed.post/${rkey}`
            const gates = Object.entries(buildGates(post, uri))
            return [
              { collection: 'app.bsky.feed.post', rkey, value: await buildPost(post, around) },
              ...gates.map(([collection, value]) => ({ collection, rkey, value })),
            ]
          }),
        )
        const made = await createRecords(member, writes.flat())
        const references = made.filter(({ uri }) => uri.includes('/app.bsky.feed.post/'))
        share.forEach((post, index) => {
          const reference = references[index]
          if (reference) written.set(post.key, reference)
        })
      }),
    )
    await network.settle()
  }
  return written
}
