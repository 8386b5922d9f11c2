// What the main account keeps on its server: saved feeds, labelers, muted words, and one preference nobody knows.
import type { AppBskyActorDefs } from '@atproto/api'
import type { Reference } from './build-post.ts'
import type { Member } from './repository.ts'

/** Overwrites the account's preferences (app.bsky.actor.putPreferences). */
export async function writePreferences(
  member: Member,
  labelerDid: string,
  { lists, feeds }: Record<'lists' | 'feeds', Map<string, Reference>>,
) {
  const feed = (id: string, key: string, pinned: boolean) => ({
    ...{ id, type: 'feed', value: feeds.get(key)?.uri ?? '', pinned },
  })
  const preferences = [
    {
      $type: 'app.bsky.actor.defs#savedFeedsPrefV2',
      items: [
        { id: '3kdemotimeline', type: 'timeline', value: 'following', pinned: true },
        { id: '3kdemorailway2', type: 'list', value: lists.get('railway-people')?.uri ?? '', pinned: true },
        feed('3kdemosleepers', 'night-trains', true),
        feed('3kdemolight222', 'first-light', true),
        feed('3kdemopage2222', 'one-more-page', false),
        { id: '3kdemokilns222', type: 'list', value: lists.get('kiln-openers')?.uri ?? '', pinned: false },
      ],
    },
    { $type: 'app.bsky.actor.defs#labelersPref', labelers: [{ did: labelerDid }] },
    { $type: 'app.bsky.actor.defs#adultContentPref', enabled: false },
    { $type: 'app.bsky.actor.defs#contentLabelPref', label: 'predation', labelerDid, visibility: 'warn' },
    { $type: 'app.bsky.actor.defs#contentLabelPref', label: 'graphic-media', visibility: 'warn' },
    {
      $type: 'app.bsky.actor.defs#mutedWordsPref',
      items: [
        { id: 'm1', value: 'final episode', targets: ['content', 'tag'], actorTarget: 'all' },
        { id: 'm2', value: 'bitcoin', targets: ['tag'], actorTarget: 'all' },
      ],
    },
    { $type: 'app.bsky.actor.defs#threadViewPref', sort: 'oldest' },
    { $type: 'app.bsky.actor.defs#interestsPref', tags: ['books', 'nature', 'art'] },
    { $type: 'app.bsky.actor.defs#teapotPref', brew: 'oolong' },
  ] as unknown as AppBskyActorDefs.Preferences
  await member.agent.app.bsky.actor.putPreferences({ preferences })
}
