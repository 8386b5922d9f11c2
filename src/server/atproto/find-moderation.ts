// A person’s moderation settings and timeline settings, and what their labelers' labels mean.
import { Agent, BSKY_LABELER_DID, DEFAULT_LABEL_SETTINGS, interpretLabelValueDefinitions } from '@atproto/api'
import { readSavedFeeds } from './change-saved-feeds.ts'
import { compileMutedWords } from './compile-muted-words.ts'
import type { FeedView, Lens } from './lens.ts'
import { tameName } from './tame-text.ts'

export type Moderation = Pick<
  Lens,
  'moderation' | 'mutedWords' | 'labelerNames' | 'feedViews' | 'replyOrder' | 'threadShape' | 'savedFeeds'
>

/** The rules for somebody signed out: the defaults, no adult content. */
export function publicModeration(): Moderation {
  const labelers = [{ did: BSKY_LABELER_DID, labels: {} }]
  const prefs = {
    adultContentEnabled: false,
    labels: DEFAULT_LABEL_SETTINGS,
    labelers,
    mutedWords: [],
    hiddenPosts: [],
  }
  return {
    moderation: { userDid: undefined, prefs, labelDefs: {} },
    mutedWords: compileMutedWords([]),
    labelerNames: new Map([[BSKY_LABELER_DID, 'Bluesky Moderation']]),
    feedViews: new Map([['home', readFeedView({})]]),
    replyOrder: 'top',
    savedFeeds: [],
    threadShape: 'tree',
  }
}

/** The rules of `did`, from their preferences (app.bsky.actor.getPreferences) and labelers. Two calls upstream, side by side. */
export async function fetchModeration(agent: Agent, did: string): Promise<Moderation> {
  const askServices = (dids: string[]) => agent.app.bsky.labeler.getServices({ dids, detailed: true })
  // Asked beside the preferences: mostly their labelers are those of last time, or Bluesky's alone.
  const guessed = agent.labelers.length > 0 ? [...agent.labelers] : [BSKY_LABELER_DID]
  const early = askServices(guessed)
  early.catch(() => undefined)
  const answer = await agent.app.bsky.actor.getPreferences({})
  // The library stores default feeds for who has none. It reads a copy here: who only reads changes nothing.
  const copy = new Agent({ did, fetchHandler: async () => Response.json(answer.data) })
  const { moderationPrefs: prefs, feedViewPrefs, threadViewPrefs, savedFeeds } = await copy.getPreferences()
  const dids = prefs.labelers.map((labeler) => labeler.did)
  const labelDefs: NonNullable<Moderation['moderation']['labelDefs']> = {}
  const { labelerNames } = publicModeration()
  const services = await (dids.join() === guessed.join() ? early : askServices(dids))
  for (const view of services.data.views) {
    if (!('policies' in view)) continue
    const labeler = view as Parameters<typeof interpretLabelValueDefinitions>[0]
    labelDefs[labeler.creator.did] = interpretLabelValueDefinitions(labeler)
    labelerNames.set(labeler.creator.did, tameName(labeler.creator.displayName || labeler.creator.handle))
  }
  const feedViews = new Map(Object.entries(feedViewPrefs).map(([feed, view]) => [feed, readFeedView({ ...view })]))
  // The tree is in no lexicon any more, but people have it in their preferences, and it is what they chose.
  const { sort, lab_treeViewEnabled: isTree } = threadViewPrefs as { sort?: string; lab_treeViewEnabled?: unknown }
  const threadShape = isTree === false ? 'linear' : 'tree'
  const replyOrder = sort === 'oldest' || sort === 'newest' ? sort : 'top'
  const moderation = { userDid: did, prefs: { ...prefs, mutedWords: [] }, labelDefs }
  const mutedWords = compileMutedWords(prefs.mutedWords)
  const kept = { feedViews, replyOrder, threadShape, savedFeeds: readSavedFeeds(savedFeeds) } as const
  return { moderation, mutedWords, labelerNames, ...kept }
}

/** Replies to people they do not follow are left out unless the person wants them, as in the official client. */
function readFeedView({
  hideReplies,
  hideRepliesByUnfollowed,
  hideReposts,
  hideQuotePosts,
}: Partial<FeedView>): FeedView {
  return {
    hideReplies: hideReplies === true,
    hideRepliesByUnfollowed: hideRepliesByUnfollowed !== false,
    hideReposts: hideReposts === true,
    hideQuotePosts: hideQuotePosts === true,
  }
}
