// Profiles, with pictures and pinned posts.
import { buildSelfLabels, type Reference } from './build-post.ts'
import { type Person, type PersonName, people } from './people.ts'
import { createRecords, type Member } from './repository.ts'

/** Writes everybody's app.bsky.actor.profile; the newcomer without a name writes a picture only. */
export async function writeProfiles(members: Map<PersonName, Member>, written: Map<string, Reference>, now: Date) {
  await Promise.all(
    [...members].map(async ([name, member]) => {
      const person: Person = people[name]
      const { displayName, description, pronouns, website, pinned, signedInOnly } = person
      const value = {
        ...(displayName ? { displayName, description } : {}),
        ...(pronouns ? { pronouns } : {}),
        ...(website ? { website } : {}),
        avatar: (await member.upload(person.avatar)).blob,
        ...(person.banner ? { banner: (await member.upload(person.banner)).blob } : {}),
        ...(pinned ? { pinnedPost: written.get(pinned) } : {}),
        ...(signedInOnly ? { labels: buildSelfLabels(['!no-unauthenticated']) } : {}),
        createdAt: new Date(now.getTime() - 400 * 86_400_000).toISOString(),
      }
      const visibility = {
        collection: 'app.bsky.actor.contentVisibilityDeclaration',
        rkey: 'self',
        value: { hideFromAlgorithmicRecommendations: true },
      }
      await createRecords(member, [
        { collection: 'app.bsky.actor.profile', rkey: 'self', value },
        ...(signedInOnly ? [visibility] : []),
      ])
    }),
  )
}
