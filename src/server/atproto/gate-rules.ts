// Gates of a post that is there already: read from their records and written back, whatever else those hold.
import type { ReplyRule } from '#types/draft.ts'
import type { PostGates } from '#types/gates.ts'
import { isObject } from './to-embed.ts'

type Loose = Record<string, unknown>
type Group = Exclude<ReplyRule, 'anyone'>['allow'][number]

const threadgate = 'app.bsky.feed.threadgate'
const noQuotes = 'app.bsky.feed.postgate#disableRule'
const groups: Record<Group, string> = {
  mentioned: `${threadgate}#mentionRule`,
  followers: `${threadgate}#followerRule`,
  following: `${threadgate}#followingRule`,
}
const names = Object.keys(groups) as Group[]
/** What the lexicon allows of rules. */
const mostRules = 5

/** What the two records say; anyone may do anything where there is none. */
export function readPostGates(thread: Loose | undefined, quotes: Loose | undefined): PostGates {
  const embedding = Array.isArray(quotes?.embeddingRules) ? quotes.embeddingRules : []
  const canQuote = !embedding.some((rule) => isObject(rule) && rule.$type === noQuotes)
  if (!Array.isArray(thread?.allow)) return { canReply: 'anyone', canQuote }
  const rules = thread.allow.filter(isObject)
  const allow = names.filter((name) => rules.some(({ $type }) => $type === groups[name]))
  const lists = rules.flatMap(({ list }) => (typeof list === 'string' ? [list] : []))
  return { canReply: { allow, lists }, canQuote }
}

/** `canReply` as one text, whatever the order of its groups and lists. */
export function gateText(canReply: ReplyRule): string {
  if (canReply === 'anyone') return canReply
  return [...names.filter((name) => canReply.allow.includes(name)), ...canReply.lists.toSorted()].join(' ')
}

/** A threadgate with `canReply`. Rules of kinds that nobody here knows stay as long as there are any rules. */
export function setReplyRule(record: Loose, canReply: ReplyRule): Loose {
  const { allow: before, ...rest } = record
  if (canReply === 'anyone') return before === undefined ? record : rest
  const known = new Set([...Object.values(groups), `${threadgate}#listRule`])
  const odd = Array.isArray(before) ? before.filter((rule) => isObject(rule) && !known.has(String(rule.$type))) : []
  const lists = canReply.lists.map((list) => ({ $type: `${threadgate}#listRule`, list }))
  const chosen = [...canReply.allow.map((name) => ({ $type: groups[name] })), ...lists]
  return { ...record, allow: chosen.length > 0 ? [...chosen, ...odd].slice(0, mostRules) : [] }
}

/** A postgate that lets others quote or not. */
export function setQuoting(record: Loose, canQuote: boolean): Loose {
  const rules = Array.isArray(record.embeddingRules) ? record.embeddingRules : []
  const others = rules.filter((rule) => !isObject(rule) || rule.$type !== noQuotes)
  if (canQuote === (others.length === rules.length)) return record
  return { ...record, embeddingRules: canQuote ? others : [...others, { $type: noQuotes }] }
}
