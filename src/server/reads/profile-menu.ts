// What the viewer can do with an account, from its profile.
import type { ActMenu, MenuItem } from '#types/act-menu.ts'
import type { Actor } from '#types/actor.ts'
import type { Subscription } from '#types/mute.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readOwnStanding } from '../atproto/own-standing.ts'
import { toActor } from '../atproto/to-actor.ts'
import { isObject } from '../atproto/to-embed.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { listPersonActs } from './person-acts.ts'

/** @param back where acts lead to; the profile, unless told. @throws AppError as upstream answers */
export async function readProfileMenu(
  ctx: WebContext,
  viewer: Viewer,
  subject: string,
  back: string | null,
): Promise<{ actor: Actor; menu: ActMenu }> {
  const { agent, lens } = await openLens(ctx, viewer)
  const { data } = await askUpstream(agent.app.bsky.actor.getProfile({ actor: subject }))
  const actor = toActor(data)
  const standing = readOwnStanding(data, lens.acts)
  const isSelf = data.did === viewer.did
  const report = `/report?${new URLSearchParams({ subject: data.did })}`
  const acts: MenuItem[] = isSelf
    ? []
    : [
        ...listPersonActs(actor, standing, { isBrief: false }),
        { kind: 'link', label: 'Report this account', icon: 'flag', href: report, isDanger: true },
      ]
  const bells = isSelf || !letsSubscribe(data) ? [] : listBells(standing.subscription)
  const groups = [listLinks(ctx, actor), bells, acts].filter(({ length }) => length > 0)
  return { actor, menu: { label: actor.name, fields: { did: data.did, back: back ?? actor.href }, groups } }
}

function listLinks(ctx: WebContext, { href }: Actor): MenuItem[] {
  const link = new URL(href, ctx.config.publicUrl).href
  return [
    { kind: 'link', label: 'Similar accounts', icon: 'user', href: `${href}/similar` },
    { kind: 'copy', label: 'Copy link', icon: 'link', text: link },
    { kind: 'share', label: 'Share', icon: 'share', text: link },
    { kind: 'link', label: 'Open in bsky.app', icon: 'externalLink', href: `https://bsky.app${href}`, isOutside: true },
  ]
}

function listBells(now: Subscription): MenuItem[] {
  const choice = (label: string, value: Subscription): MenuItem[] =>
    value === now
      ? []
      : [
          {
            kind: 'act',
            label,
            icon: value === 'none' ? 'bellOff' : 'bell',
            action: '/subscribe',
            field: ['what', value],
          },
        ]
  return [
    ...choice('Notify me of their posts', 'posts'),
    ...choice('Notify me of their posts and replies', 'replies'),
    ...choice('Stop notifying me of their posts', 'none'),
  ]
}

/** Whom somebody lets subscribe (app.bsky.actor.defs#profileAssociatedActivitySubscription): followers, unless they say. */
function letsSubscribe({ associated, viewer }: { associated?: unknown; viewer?: unknown }): boolean {
  const allowed =
    isObject(associated) && isObject(associated.activitySubscription) ? associated.activitySubscription : {}
  const { following, followedBy } = isObject(viewer) ? viewer : {}
  if (allowed.allowSubscriptions === 'none') return false
  if (allowed.allowSubscriptions === 'mutuals') return Boolean(following) && Boolean(followedBy)
  return Boolean(following) || (isObject(viewer) && viewer.activitySubscription !== undefined)
}
