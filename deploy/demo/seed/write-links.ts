// Who follows whom, who likes and reposts what.
import type { Reference } from './build-post.ts'
import { names, newcomers, type PersonName } from './people.ts'
import type { PlannedPost } from './post-seed.ts'
import { createRecords, type Member, recordKey, type Write } from './repository.ts'
import { stableNumber } from './stable-number.ts'

/** Accounts that follow and like nobody: services, and somebody who has just arrived. */
const quiet: PersonName[] = ['marsh', 'paperboat', 'kveldsposten', 'vestland']

/** Everybody follows nearly everybody; the newcomer follows three and is followed by nobody. */
export async function writeFollows(members: Map<PersonName, Member>, now: Date): Promise<void> {
  await eachMember(members, (name) => {
    const followed = names.filter((other) => other !== name && other !== 'paperboat' && doesFollow(name, other))
    return followed.map((other, index) => ({
      collection: 'app.bsky.graph.follow',
      rkey: recordKey(hoursBefore(now, 2000), index),
      value: { subject: members.get(other)?.account.did, createdAt: hoursBefore(now, 2000 - index).toISOString() },
    }))
  })
}

function doesFollow(name: PersonName, other: PersonName): boolean {
  if (name === 'paperboat') return ['marit', 'wren', 'ines'].includes(other)
  if (quiet.includes(name)) return false
  if (newcomers.includes(name)) return ['wren', 'ines', 'oona', 'lena'].includes(other)
  if (name === 'marit') return !newcomers.includes(other)
  return stableNumber(`${name} follows ${other}`) < 0.85
}

/** Likes by a share of the people that depends on the post alone; reposts as the seed says. */
export async function writeReactions(
  members: Map<PersonName, Member>,
  posts: PlannedPost[],
  written: Map<string, Reference>,
  now: Date,
): Promise<void> {
  await eachMember(members, (name) =>
    posts.flatMap((post, index): Write[] => {
      const subject = written.get(post.key)
      if (!subject || post.by === name) return []
      const createdAt = new Date(post.createdAt.getTime() + (now.getTime() - post.createdAt.getTime()) * 0.4)
      const rkey = recordKey(createdAt, index)
      const value = { subject, createdAt: createdAt.toISOString() }
      return [
        ...(doesLike(name, post) ? [{ collection: 'app.bsky.feed.like', rkey, value }] : []),
        ...(post.reposts?.includes(name) ? [{ collection: 'app.bsky.feed.repost', rkey, value }] : []),
      ]
    }),
  )
}

function doesLike(name: PersonName, post: PlannedPost): boolean {
  if (quiet.includes(name) || newcomers.includes(name)) return false
  const liked = post.liked ?? (post.parent ? 0.3 : 0.7) * stableNumber(post.text)
  return stableNumber(`${name} likes ${post.key}`) < liked
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}

async function eachMember(members: Map<PersonName, Member>, write: (name: PersonName) => Write[]): Promise<void> {
  await Promise.all([...members].map(([name, member]) => createRecords(member, write(name))))
}
