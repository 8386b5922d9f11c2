// The library's moderation of a post, with the muted words found by our own matcher.
import { type AppBskyFeedDefs, type ModerationCause, type ModerationDecision, moderatePost } from '@atproto/api'
import type { Lens } from './lens.ts'

/** What `moderatePost` of @atproto/api would decide with the lens's muted words. Throws on views that are broken. */
export function decidePost(view: AppBskyFeedDefs.PostView, lens: Lens): ModerationDecision {
  const decision = moderatePost(view, lens.moderation)
  if (decision.isMe) return decision
  const matches = lens.mutedWords.matchPost(view)
  if (!matches) return decision
  const cause: ModerationCause = { type: 'mute-word', source: { type: 'user' }, priority: 6, matches }
  // Of causes that weigh the same the first one is named, so it stands where the library puts it.
  const next = decision.causes.findIndex((other) => other.downgraded || !isOfContent(other))
  decision.causes.splice(next < 0 ? decision.causes.length : next, 0, cause)
  return decision
}

function isOfContent(cause: ModerationCause): boolean {
  return cause.type === 'hidden' || (cause.type === 'label' && cause.target === 'content')
}
