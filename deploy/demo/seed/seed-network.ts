// Fills a fresh demo network so that it looks like a place people live in.
import type { Account } from '../account.ts'
import type { DemoNetwork } from '../network.ts'
import type { Reference } from './build-post.ts'
import { moveIn } from './move-in.ts'
import { mainPerson, names, type PersonName } from './people.ts'
import { planPosts } from './plan-posts.ts'
import { postTrees } from './post-trees.ts'
import type { Member } from './repository.ts'
import { writeBookmarks } from './write-bookmarks.ts'
import { writeFeeds } from './write-feeds.ts'
import { writeFollows, writeReactions } from './write-links.ts'
import { memberOf, writeLists } from './write-lists.ts'
import { writeModeration } from './write-moderation.ts'
import { writePosts } from './write-posts.ts'
import { writePreferences } from './write-preferences.ts'
import { writeProfiles } from './write-profiles.ts'
import { writeStanding } from './write-standing.ts'

export type Seeded = {
  /** The main account first. */
  accounts: Account[]
  /** Addresses of the posts by their keys in the seed, the deleted one included. */
  posts: Record<string, Reference>
  lists: Record<string, Reference>
  feeds: Record<string, Reference>
  members: Map<PersonName, Member>
}

/**
 * Seeds a network that holds nothing yet and resolves when its AppView has indexed it all. The same content every
 * time; ages of posts are counted back from `now`; DIDs differ.
 */
export async function seedNetwork(
  network: DemoNetwork,
  say: (line: string) => void,
  now = new Date(),
): Promise<Seeded> {
  say(`${names.length} people move in`)
  const members = new Map(await Promise.all(names.map((name) => moveIn(network.pdsUrl, name))))
  const posts = planPosts(postTrees, now)
  say('they follow each other')
  await writeFollows(members, now)
  await network.settle()
  say(`they write ${posts.length} posts`)
  const written = await writePosts(network, members, posts)
  say('they like, list and label')
  await writeProfiles(members, written, now)
  const [lists, feeds] = await Promise.all([
    writeLists(members, now),
    writeFeeds(network, members, now),
    writeReactions(members, posts, written, now),
  ])
  const main = memberOf(members, mainPerson)
  await Promise.all([
    writePreferences(main, memberOf(members, 'marsh').account.did, { lists, feeds }),
    writeBookmarks(main, written),
  ])
  await network.settle()
  await writeModeration(network, members, written, now)
  await writeStanding(network, members, now)
  await network.settle()
  return {
    accounts: [...members.values()].map(({ account }) => account),
    posts: Object.fromEntries(written),
    lists: Object.fromEntries(lists),
    feeds: Object.fromEntries(feeds),
    members,
  }
}
