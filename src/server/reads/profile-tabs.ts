// What a profile offers to look at.
import type { PostsTab, Profile, ProfileTab, ProfileTabLink } from '#types/profile.ts'

type Offer = { tab: ProfileTab; label: string; isOffered: (profile: Profile) => boolean }

const always = () => true
const offers: Offer[] = [
  { tab: 'posts', label: 'Posts', isOffered: always },
  { tab: 'replies', label: 'Replies', isOffered: always },
  { tab: 'media', label: 'Media', isOffered: always },
  { tab: 'video', label: 'Videos', isOffered: always },
  { tab: 'likes', label: 'Likes', isOffered: ({ viewer }) => viewer.isSelf },
  { tab: 'feeds', label: 'Feeds', isOffered: ({ counts }) => counts.feeds > 0 },
  { tab: 'lists', label: 'Lists', isOffered: ({ counts }) => counts.lists > 0 },
  { tab: 'packs', label: 'Starter packs', isOffered: ({ counts }) => counts.packs > 0 },
]

/** The tabs of a profile with their addresses: what a labeler's labels mean comes first, its posts after that. */
export function listTabs({ isLabeler, ...profile }: Profile): ProfileTabLink[] {
  const { href } = profile.actor
  const first = isLabeler ? 'labels' : 'posts'
  const own = offers
    .filter(({ isOffered }) => isOffered({ isLabeler, ...profile }))
    .map(({ tab, label }) => ({ tab, label, href: tab === first ? href : `${href}?tab=${tab}` }))
  return isLabeler ? [{ tab: first, label: 'Labels', href }, ...own] : own
}

/** The tab an address names; undefined for none that is known. */
export function parseTab(name: string | null): ProfileTab | undefined {
  return offers.find(({ tab }) => tab === name)?.tab
}

/** What app.bsky.feed.getAuthorFeed calls the posts of a tab; likes are not theirs. */
export const feedFilters: Record<Exclude<PostsTab, 'likes'>, string> = {
  posts: 'posts_and_author_threads',
  replies: 'posts_with_replies',
  media: 'posts_with_media',
  video: 'posts_with_video',
}
