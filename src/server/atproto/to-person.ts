// AppView profile views → Person. Whoever cannot be shown is counted, never an exception.
import { type AppBskyActorDefs, moderateProfile } from '@atproto/api'
import type { People, Person, Rift, VerifiedAs } from '#types/person.ts'
import { judgePerson } from './judge.ts'
import type { Lens } from './lens.ts'
import { withOwnActs } from './own-standing.ts'
import { tameText } from './tame-text.ts'
import { toActor } from './to-actor.ts'
import { isObject } from './to-embed.ts'

/** What tells somebody from others in a list: the views of a profile have it all. */
type ProfileView = AppBskyActorDefs.ProfileView

/** Two lines of a list hold less; the rest is cut by the page. */
const maxBio = 300

/**
 * Turns anything that should be a profile view (app.bsky.actor.defs#profileViewBasic or larger) into a row of a list.
 * @returns undefined when it is none, or when nothing of it may be shown to the viewer
 */
export function toPerson(view: unknown, lens: Lens): Person | undefined {
  try {
    return isObject(view) ? readPerson(withOwnActs(view, lens.acts) as unknown as ProfileView, lens) : undefined
  } catch {
    return undefined
  }
}

/** A list of profile views, in its order, nobody twice. */
export function toPeople(views: unknown, lens: Lens): Omit<People, 'cursor'> {
  const all = Array.isArray(views) ? views : []
  const people = new Map<string, Person>()
  let held = 0
  for (const view of all) {
    const person = toPerson(view, lens)
    if (person) people.set(person.actor.did, person)
    else held += 1
  }
  return { people: [...people.values()], held }
}

function readPerson(view: ProfileView, lens: Lens): Person | undefined {
  const actor = toActor(view)
  const judgement = judgePerson(moderateProfile(view, lens.moderation), lens)
  if (judgement.isHidden) return undefined
  const rift = readRift(view.viewer)
  const isBlocked = rift === 'blocking' || rift === 'blocked-by'
  const follow = lens.acts.recall('follow', view.did)
  return {
    actor: judgement.hidesAvatar || isBlocked ? { ...actor, avatar: undefined } : actor,
    bio: isBlocked ? '' : tameLine(view.description),
    isSelf: view.did === lens.viewerDid,
    isFollowing: follow === undefined ? Boolean(view.viewer?.following) : follow !== null,
    isFollowedBy: Boolean(view.viewer?.followedBy),
    rift,
    verifiedAs: readVerifiedAs(view.verification),
    isLabeler: view.associated?.labeler === true,
    labels: judgement.labels,
    veil: judgement.veil,
    isFiltered: judgement.isFiltered || rift !== undefined,
  }
}

/** The strongest of what stands between (app.bsky.actor.defs#viewerState). */
export function readRift(viewer: AppBskyActorDefs.ViewerState | undefined): Rift | undefined {
  if (viewer?.blocking || viewer?.blockingByList) return 'blocking'
  if (viewer?.blockedBy) return 'blocked-by'
  if (viewer?.mutedByList) return 'muted-by-list'
  return viewer?.muted ? 'muted' : undefined
}

/** What app.bsky.actor.defs#verificationState amounts to. */
export function readVerifiedAs(state: AppBskyActorDefs.VerificationState | undefined): VerifiedAs | undefined {
  if (state?.trustedVerifierStatus === 'valid') return 'verifier'
  return state?.verifiedStatus === 'valid' ? 'verified' : undefined
}

function tameLine(text: unknown): string {
  if (typeof text !== 'string') return ''
  const line = tameText(text.slice(0, maxBio * 2))
    .replace(/\s+/g, ' ')
    .trim()
  const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(line)]
  if (graphemes.length <= maxBio) return line
  const cut = graphemes.slice(0, maxBio).map(({ segment }) => segment)
  return `${cut.join('').trimEnd()}…`
}
