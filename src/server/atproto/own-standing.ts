// How the viewer stands with an account: as the AppView says it, or as they said it a moment ago.
import type { MuteScope, Subscription } from '#types/mute.ts'
import type { OwnActs } from './lens.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>

/** `blocking` is the viewer's block record, `blockList` says that a list blocks for them. */
export type OwnStanding = {
  mute: MuteScope
  isMutedByList: boolean
  blocking: string | undefined
  isBlockedByList: boolean
  subscription: Subscription
}

/** What app.bsky.actor.defs#viewerState of `view` says, a profile view of any size, corrected by `acts`. */
export function readOwnStanding(view: unknown, acts: OwnActs): OwnStanding {
  const viewer = isObject(view) && isObject(view.viewer) ? view.viewer : {}
  const did = isObject(view) && typeof view.did === 'string' ? view.did : ''
  const mute = acts.recall('mute', did)
  const block = acts.recall('block', did)
  const subscription = acts.recall('subscribe', did)
  return {
    mute: mute === undefined ? scopeOf(viewer) : toScope(mute),
    isMutedByList: isObject(viewer.mutedByList),
    blocking: block === undefined ? readBlock(viewer) : (block ?? undefined),
    isBlockedByList: isObject(viewer.blockingByList),
    subscription: subscription === undefined ? subscriptionOf(viewer) : toSubscription(subscription),
  }
}

/** `view`, or a copy of it in which `viewer` says what the viewer just did. */
export function withOwnActs<View>(view: View, acts: OwnActs): View {
  if (!isObject(view) || typeof view.did !== 'string') return view
  const mute = acts.recall('mute', view.did)
  const block = acts.recall('block', view.did)
  if (mute === undefined && block === undefined) return view
  const before = isObject(view.viewer) ? view.viewer : {}
  const viewer: Loose = { ...before }
  if (mute !== undefined) {
    const scope = toScope(mute)
    viewer.muted = scope === 'all' || isObject(before.mutedByList)
    viewer.mutedOnlyReposts = scope.includes('reposts')
    viewer.mutedOnlyQuoteposts = scope.includes('quotes')
  }
  if (block !== undefined) viewer.blocking = block ?? undefined
  return { ...view, viewer }
}

/** `text` as a scope; `none` for what is none. */
export function toScope(text: string | null): MuteScope {
  return text === 'all' || text === 'reposts' || text === 'quotes' || text === 'reposts+quotes' ? text : 'none'
}

/** `text` as a subscription; `none` for what is none. */
export function toSubscription(text: string | null): Subscription {
  return text === 'posts' || text === 'replies' ? text : 'none'
}

/** A mute by a list is not the viewer's own of this account. */
function scopeOf({ muted, mutedByList, mutedOnlyReposts, mutedOnlyQuoteposts }: Loose): MuteScope {
  if (muted === true && !isObject(mutedByList)) return 'all'
  if (mutedOnlyReposts === true) return mutedOnlyQuoteposts === true ? 'reposts+quotes' : 'reposts'
  return mutedOnlyQuoteposts === true ? 'quotes' : 'none'
}

/** A list's block names the list's record, which is not one to delete. */
function readBlock({ blocking }: Loose): string | undefined {
  return typeof blocking === 'string' && blocking.includes('/app.bsky.graph.block/') ? blocking : undefined
}

function subscriptionOf({ activitySubscription: wanted }: Loose): Subscription {
  if (!isObject(wanted) || wanted.post !== true) return 'none'
  return wanted.reply === true ? 'replies' : 'posts'
}
