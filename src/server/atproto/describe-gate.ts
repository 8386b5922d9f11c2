// A threadgate in words.
import { isObject } from './to-embed.ts'

const rules: Record<string, string> = {
  'app.bsky.feed.threadgate#mentionRule': 'people mentioned',
  'app.bsky.feed.threadgate#followerRule': 'the author’s followers',
  'app.bsky.feed.threadgate#followingRule': 'people the author follows',
  'app.bsky.feed.threadgate#listRule': 'people on a list',
}

/** Who may reply (app.bsky.feed.threadgate), as a sentence; undefined when anyone may. */
export function describeGate(record: unknown): string | undefined {
  if (!isObject(record) || !Array.isArray(record.allow)) return undefined
  const groups = record.allow.map((rule) => (isObject(rule) ? rules[String(rule.$type)] : undefined))
  const known = [...new Set(groups.filter((group) => group !== undefined))]
  if (known.length === 0) return 'Nobody can reply'
  const sentence = `${new Intl.ListFormat('en').format(known)} can reply`
  return sentence[0]?.toUpperCase() + sentence.slice(1)
}

/** URIs of the replies that the author of the thread hides (app.bsky.feed.threadgate). */
export function hiddenReplies(record: unknown): Set<unknown> {
  return new Set(isObject(record) && Array.isArray(record.hiddenReplies) ? record.hiddenReplies : [])
}
