// What of a post decides which acts its menu offers: read from the AppView's view of it, of any shape.
import type { Lens } from './lens.ts'
import { type OwnStanding, readOwnStanding } from './own-standing.ts'
import { isObject } from './to-embed.ts'

export type PostStanding = {
  author: OwnStanding
  /** The post that began the conversation. */
  root: string
  isThreadMuted: boolean
  isHidden: boolean
  isPinned: boolean
  /** The post of the viewer's that it quotes, and whether they took it out of there. */
  quoted: { uri: string; isDetached: boolean } | undefined
  /** The text, to be copied and translated. */
  text: string
}

/** @param view app.bsky.feed.defs#postView */
export function readPostStanding(view: Record<string, unknown>, lens: Lens): PostStanding {
  const { acts, moderation } = lens
  const uri = String(view.uri)
  const root = rootUriOf(view)
  const viewer = isObject(view.viewer) ? view.viewer : {}
  const mutedThread = acts.recall('mute thread', root)
  const pin = acts.recall('pin', uri)
  const quoted = quotedUriOf(view.record)
  const isOwnQuoted = lens.viewerDid !== undefined && quoted?.startsWith(`at://${lens.viewerDid}/`)
  return {
    author: readOwnStanding(view.author, acts),
    root,
    isThreadMuted: mutedThread === undefined ? viewer.threadMuted === true : mutedThread !== null,
    isHidden: moderation.prefs.hiddenPosts.includes(uri),
    isPinned: pin === undefined ? viewer.pinned === true : pin !== null,
    quoted: quoted && isOwnQuoted ? { uri: quoted, isDetached: isDetached(view, lens) } : undefined,
    text: isObject(view.record) && typeof view.record.text === 'string' ? view.record.text.slice(0, 3000) : '',
  }
}

/** The post that began the conversation of `view`: itself, unless it answers one. */
export function rootUriOf(view: { uri?: unknown; record?: unknown }): string {
  const reply = isObject(view.record) ? view.record.reply : undefined
  const root = isObject(reply) ? reply.root : undefined
  return isObject(root) && typeof root.uri === 'string' ? root.uri : String(view.uri)
}

/** The post that a post quotes (app.bsky.embed.record, app.bsky.embed.recordWithMedia). */
export function quotedUriOf(record: unknown): string | undefined {
  const embed = isObject(record) ? record.embed : undefined
  if (!isObject(embed) || !isObject(embed.record)) return undefined
  const inner = isObject(embed.record.record) ? embed.record.record : embed.record
  return typeof inner.uri === 'string' && inner.uri.includes('/app.bsky.feed.post/') ? inner.uri : undefined
}

function isDetached(view: Record<string, unknown>, { acts }: Lens): boolean {
  const own = acts.recall('detach', String(view.uri))
  if (own !== undefined) return own !== null
  const embed = isObject(view.embed) ? view.embed.record : undefined
  const record = isObject(embed) && isObject(embed.record) ? embed.record : embed
  return isObject(record) && record.detached === true
}
