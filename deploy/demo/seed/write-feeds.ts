// Writes the feeds and who likes them, and says what the AppView suggests to people.
import type { DemoNetwork } from '../network.ts'
import type { Reference } from './build-post.ts'
import { feeds } from './feeds.ts'
import { newcomers, type PersonName } from './people.ts'
import { createRecords, type Member, recordKey } from './repository.ts'
import { memberOf } from './write-lists.ts'

/** Answers with the address of each feed by its key. */
export async function writeFeeds(
  network: DemoNetwork,
  members: Map<PersonName, Member>,
  now: Date,
): Promise<Map<string, Reference>> {
  const createdAt = new Date(now.getTime() - 90 * 86_400_000).toISOString()
  const made = new Map(
    await Promise.all(
      feeds.map(async ({ key, by, title, description, avatar }): Promise<[string, Reference]> => {
        const owner = memberOf(members, by)
        const picture = avatar ? { avatar: (await owner.upload(avatar)).blob } : {}
        const value = { did: network.feedsDid, displayName: title, description, ...picture, createdAt }
        const [feed] = await createRecords(owner, [{ collection: 'app.bsky.feed.generator', rkey: key, value }])
        if (!feed) throw new Error(`feed ${key} was not made`)
        return [key, feed]
      }),
    ),
  )
  const likedAt = new Date(now.getTime() - 80 * 86_400_000)
  await Promise.all(
    [...members].map(([name, member]) =>
      createRecords(
        member,
        feeds.flatMap(({ key, likedBy }, index) =>
          likedBy.includes(name)
            ? [
                {
                  collection: 'app.bsky.feed.like',
                  rkey: recordKey(likedAt, index),
                  value: { subject: made.get(key), createdAt: likedAt.toISOString() },
                },
              ]
            : [],
        ),
      ),
    ),
  )
  await network.suggest(
    feeds.map(({ key }) => made.get(key)?.uri ?? ''),
    [...newcomers, ...suggested].map((name) => memberOf(members, name).account.did),
  )
  return made
}

/** Whom somebody new may want to follow. */
const suggested: PersonName[] = ['wren', 'tomas', 'ines', 'amina', 'kenji', 'lena', 'oona', 'devdatta', 'vestland']
