// Who may answer and who may quote, as records beside a post (app.bsky.feed.threadgate, app.bsky.feed.postgate).
import type { Gates, ReplyGroup, ReplyRule } from '#types/draft.ts'
import { isObject } from './to-embed.ts'
import type { Preference } from './update-preferences.ts'

type GateRecord = { collection: string; rkey: string; value: Record<string, unknown> & { $type: string } }

const gate = 'app.bsky.feed.threadgate'
const groups: Record<ReplyGroup, string> = {
  mentioned: `${gate}#mentionRule`,
  followers: `${gate}#followerRule`,
  following: `${gate}#followingRule`,
}
const noQuotes = { $type: 'app.bsky.feed.postgate#disableRule' }
export const interactionSettings = 'app.bsky.actor.defs#postInteractionSettingsPref'

/** The gates of the post `uri`; a thread has one threadgate, at its first post. None where anyone may. */
export function buildGates(
  { canReply, canQuote }: Gates,
  { uri, createdAt, isRoot }: { uri: string; createdAt: string; isRoot: boolean },
): GateRecord[] {
  const rkey = uri.split('/').at(-1) ?? ''
  const records: GateRecord[] = []
  const allow = toRules(canReply)
  if (isRoot && allow) {
    records.push({ collection: gate, rkey, value: { $type: gate, post: uri, allow, createdAt } })
  }
  if (!canQuote) {
    const $type = 'app.bsky.feed.postgate'
    records.push({ collection: $type, rkey, value: { $type, post: uri, embeddingRules: [noQuotes], createdAt } })
  }
  return records
}

/** The rules of a threadgate; undefined where anyone may reply. */
function toRules(canReply: ReplyRule): Record<string, unknown>[] | undefined {
  if (canReply === 'anyone') return undefined
  const lists = canReply.lists.map((list) => ({ $type: `${gate}#listRule`, list }))
  return [...canReply.allow.map((group) => ({ $type: groups[group] })), ...lists]
}

/** What somebody has said that holds for every new post; anyone may where they said nothing. */
export function readGates(preference: Preference | undefined): Gates {
  const rules = preference?.threadgateAllowRules
  const embedding = preference?.postgateEmbeddingRules
  const isClosed = Array.isArray(embedding) && embedding.some((rule) => isObject(rule) && rule.$type === noQuotes.$type)
  if (!Array.isArray(rules)) return { canReply: 'anyone', canQuote: !isClosed }
  const known = rules.filter(isObject)
  const names = Object.keys(groups) as ReplyGroup[]
  const allow = names.filter((name) => known.some(({ $type }) => $type === groups[name]))
  const lists = known.flatMap(({ list }) => (typeof list === 'string' ? [list] : []))
  return { canReply: { allow, lists: lists.slice(0, 5) }, canQuote: !isClosed }
}

/** The preference with these gates; what else it holds stays. */
export function writeGates(preference: Preference, { canReply, canQuote }: Gates): Preference {
  const { threadgateAllowRules: _, postgateEmbeddingRules: __, ...rest } = preference
  const allow = toRules(canReply)
  return {
    ...rest,
    ...(allow ? { threadgateAllowRules: allow } : {}),
    ...(canQuote ? {} : { postgateEmbeddingRules: [noQuotes] }),
  }
}
