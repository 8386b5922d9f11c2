// app.bsky.actor.defs#profileViewDetailed → Profile.
import { type AppBskyActorDefs, moderateProfile, RichText } from '@atproto/api'
import type { Profile, ProfileBar, ProfileViewer } from '#types/profile.ts'
import type { Segment } from '#types/segment.ts'
import { judgeProfile } from './judge.ts'
import type { Lens } from './lens.ts'
import { withOwnActs } from './own-standing.ts'
import { tameName, tameText } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { toLiveStatus } from './to-live-status.ts'
import { readRift, toPeople } from './to-person.ts'
import { safeHref } from './to-segments.ts'
import { toVerification } from './to-verification.ts'

type View = AppBskyActorDefs.ProfileViewDetailed
type Judgement = ReturnType<typeof judgeProfile>

/**
 * A profile as its page shows it at `now` (ms). Where a block stands between, what they say of themselves is left out.
 * @throws TypeError when `given` names nobody
 */
export function toProfile(given: View, lens: Lens, now: number): Profile {
  const view = withOwnActs(given, lens.acts)
  const judgement = judgeProfile(moderateProfile(view, lens.moderation), lens)
  const bar = barOf(view, judgement)
  const actor = toActor(view)
  const isBlocked = bar === 'blocking' || bar === 'blocked-by'
  return {
    actor: judgement.hidesAvatar ? { ...actor, avatar: undefined } : actor,
    banner: judgement.hidesBanner ? undefined : safeHref(view.banner),
    viewer: readViewer(view, lens),
    counts: readCounts(view),
    ...(isBlocked ? { bio: [] } : describe(view, lens, now)),
    labels: judgement.labels,
    veil: bar ? undefined : judgement.veil,
    bar,
    blockList: tameName(view.viewer?.blockingByList?.name ?? '') || undefined,
    isLabeler: view.associated?.labeler === true,
    createdAt: Number.isNaN(Date.parse(view.createdAt ?? '')) ? undefined : view.createdAt,
  }
}

/** What they say of themselves, and what others say. */
function describe(view: View, lens: Lens, now: number) {
  const website = safeHref(view.website)
  return {
    bio: toBio(view.description ?? ''),
    pronouns: tameName(view.pronouns ?? '') || undefined,
    website: website ? { href: website, text: website.replace(/^https?:\/\/(www\.)?|\/$/g, '') } : undefined,
    verification: toVerification(view.verification),
    live: toLiveStatus(view, lens, now),
    known: readKnown(view, lens),
  }
}

function barOf(view: View, { gone, veil }: Judgement): ProfileBar | undefined {
  const rift = readRift(view.viewer)
  if (rift === 'blocking' || rift === 'blocked-by') return rift
  if (gone === 'signed-in-only') return 'signed-in-only'
  return veil?.isLocked ? 'hidden' : undefined
}

function readCounts({ followersCount, followsCount, postsCount, associated }: View): Profile['counts'] {
  const count = (value: unknown) => (Number.isInteger(value) ? Math.max(0, value as number) : 0)
  return {
    followers: count(followersCount),
    following: count(followsCount),
    posts: count(postsCount),
    feeds: count(associated?.feedgens),
    lists: count(associated?.lists),
    packs: count(associated?.starterPacks),
  }
}

function readViewer({ did, viewer }: View, lens: Lens): ProfileViewer {
  const follow = lens.acts.recall('follow', did)
  const list = viewer?.mutedByList
  const mutes = [
    list ? `Muted by the list “${tameName(list.name)}”` : viewer?.muted && 'Muted by you',
    viewer?.mutedOnlyReposts && 'Reposts muted',
    viewer?.mutedOnlyQuoteposts && 'Quote posts muted',
  ]
  return {
    isSelf: did === lens.viewerDid,
    isFollowing: follow === undefined ? Boolean(viewer?.following) : follow !== null,
    isFollowedBy: Boolean(viewer?.followedBy),
    mutes: mutes.filter((mute) => typeof mute === 'string'),
  }
}

/** Up to three faces; whoever cannot be shown counts all the same. */
function readKnown({ did, viewer }: View, lens: Lens): Profile['known'] {
  const { count, followers } = viewer?.knownFollowers ?? {}
  if (did === lens.viewerDid || !Number.isInteger(count)) return undefined
  const { people } = toPeople(followers, lens)
  const seen = people.filter(({ rift, veil }) => !rift && !veil).map(({ actor }) => actor)
  return seen.length > 0 ? { people: seen.slice(0, 3), count: Math.max(count as number, seen.length) } : undefined
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
