// app.bsky.actor.defs#profileViewDetailed → Profile.
import { type AppBskyActorDefs, moderateProfile, RichText } from '@atproto/api'
import type { Profile, ProfileBar } from '#types/profile.ts'
import type { Segment } from '#types/segment.ts'
import { judgeProfile } from './judge.ts'
import type { Lens } from './lens.ts'
import { tameName, tameText } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { safeHref } from './to-segments.ts'

export function toProfile(view: AppBskyActorDefs.ProfileViewDetailed, lens: Lens): Profile {
  const judgement = judgeProfile(moderateProfile(view, lens.moderation), lens)
  const bar = barOf(judgement.gone, judgement.veil?.isLocked === true)
  const actor = toActor(view)
  const follow = lens.acts.recall('follow', view.did)
  const website = safeHref(view.website)
  const count = (value: unknown) => (Number.isInteger(value) ? Math.max(0, value as number) : 0)
  return {
    actor: judgement.hidesAvatar ? { ...actor, avatar: undefined } : actor,
    banner: judgement.hidesBanner ? undefined : safeHref(view.banner),
    bio: toBio(view.description ?? ''),
    pronouns: tameName(view.pronouns ?? '') || undefined,
    website: website ? { href: website, text: website.replace(/^https?:\/\/(www\.)?|\/$/g, '') } : undefined,
    counts: {
      followers: count(view.followersCount),
      following: count(view.followsCount),
      posts: count(view.postsCount),
    },
    viewer: {
      isSelf: view.did === lens.viewerDid,
      isFollowing: follow === undefined ? Boolean(view.viewer?.following) : follow !== null,
      isFollowedBy: Boolean(view.viewer?.followedBy),
      isMuted: Boolean(view.viewer?.muted),
    },
    labels: judgement.labels,
    veil: bar ? undefined : judgement.veil,
    bar,
    isLabeler: view.associated?.labeler === true,
  }
}

function barOf(gone: string | undefined, isLocked: boolean): ProfileBar | undefined {
  if (gone === 'blocked') return 'blocking'
  if (gone === 'blocked-by') return 'blocked-by'
  if (gone === 'signed-in-only') return 'signed-in-only'
  return isLocked ? 'hidden' : undefined
}

/** A bio has no facets of its own: links, handles and hashtags are found in its text. */
function toBio(description: string): Segment[] {
  const text = new RichText({ text: tameText(description.slice(0, 5000)) })
  text.detectFacetsWithoutResolution()
  return [...text.segments()].map((part): Segment => {
    const href = safeHref(part.link?.uri)
    if (href) return { kind: 'link', text: part.text, href }
    if (part.mention) return { kind: 'mention', text: part.text, href: `/profile/${part.text.slice(1).toLowerCase()}` }
    if (part.tag) return { kind: 'tag', text: part.text, href: `/hashtag/${encodeURIComponent(part.tag.tag)}` }
    return { kind: 'text', text: part.text }
  })
}
