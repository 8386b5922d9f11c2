// The drafts that the network keeps for somebody (app.bsky.draft.*).
import { type Agent, AppBskyDraftCreateDraft, type AppBskyDraftDefs } from '@atproto/api'
import { askUpstream } from './ask-upstream.ts'

/** One page, the ones changed last: what was changed elsewhere lately is among them. */
const limit = 100
/** How long a change may take, in ms. */
const patience = 15_000
const sending = () => ({ signal: AbortSignal.timeout(patience), encoding: 'application/json' as const })

export type NetworkDraftView = AppBskyDraftDefs.DraftView

/** By id. @throws AppError as askUpstream, 501 where the AppView has none */
export async function askNetworkDrafts(agent: Agent): Promise<Map<string, NetworkDraftView>> {
  const { data } = await askUpstream(agent.app.bsky.draft.getDrafts({ limit }))
  return new Map(data.drafts.map((view) => [view.id, view]))
}

/** The CIDs of posts by URI; those that are gone are left out. @throws AppError as askUpstream */
export async function askCids(agent: Agent, uris: string[]): Promise<Map<string, string>> {
  const cids = new Map<string, string>()
  const wanted = [...new Set(uris)]
  for (let at = 0; at < wanted.length; at += 25) {
    const { data } = await askUpstream(agent.app.bsky.feed.getPosts({ uris: wanted.slice(at, at + 25) }))
    for (const { uri, cid } of data.posts) cids.set(uri, cid)
  }
  return cids
}

/** @returns its id; undefined when the network takes no more. @throws AppError as askUpstream */
export async function createNetworkDraft(agent: Agent, draft: AppBskyDraftDefs.Draft): Promise<string | undefined> {
  const question = agent.app.bsky.draft.createDraft({ draft }, sending())
  const full = (error: unknown) => {
    if (error instanceof AppBskyDraftCreateDraft.DraftLimitReachedError) return undefined
    throw error
  }
  return (await askUpstream(question.catch(full)))?.data.id
}

/** One that is gone there stays gone. @throws AppError as askUpstream */
export async function updateNetworkDraft(agent: Agent, draft: AppBskyDraftDefs.DraftWithId): Promise<void> {
  await askUpstream(agent.app.bsky.draft.updateDraft({ draft }, sending()))
}

/** @throws AppError as askUpstream */
export async function deleteNetworkDraft(agent: Agent, id: string): Promise<void> {
  await askUpstream(agent.app.bsky.draft.deleteDraft({ id }, sending()))
}
