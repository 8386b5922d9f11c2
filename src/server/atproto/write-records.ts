// Writes several records of a person at once, and finds out which are there.
import { type Agent, XRPCError } from '@atproto/api'
import { askUpstream } from './ask-upstream.ts'
import type { NewRecord } from './build-post.ts'
import type { Ref } from './find-subjects.ts'

/** Those of `rkeys` that are in the agent's repository (com.atproto.repo.getRecord). @throws AppError 502, 424 */
export async function findRecords(agent: Agent, collection: string, rkeys: string[]): Promise<Map<string, Ref>> {
  const found = new Map<string, Ref>()
  await Promise.all(
    rkeys.map(async (rkey) => {
      const question = agent.com.atproto.repo.getRecord({ repo: agent.assertDid, collection, rkey })
      const answer = await askUpstream(question.catch(orMissing))
      if (answer?.data.cid) found.set(rkey, { uri: answer.data.uri, cid: answer.data.cid })
    }),
  )
  return found
}

/**
 * Creates all of `records` or none (com.atproto.repo.applyWrites), in their order. Where the answer does not come, or
 * says that one is there, another request may have written them: then they are looked for.
 * @returns the posts among them, by record key
 * @throws AppError as upstream answers
 */
export async function writeRecords(agent: Agent, records: NewRecord[]): Promise<Map<string, Ref>> {
  const writes = records.map((record) => ({ $type: 'com.atproto.repo.applyWrites#create' as const, ...record }))
  const posts = records.filter(({ collection }) => collection === 'app.bsky.feed.post').map(({ rkey }) => rkey)
  try {
    const question = agent.com.atproto.repo.applyWrites({ repo: agent.assertDid, writes })
    const { data } = await askUpstream(question)
    const refs = (data.results ?? []).flatMap((result, at) =>
      'cid' in result && 'uri' in result ? [[records[at]?.rkey ?? '', result as Ref] as const] : [],
    )
    return new Map(refs.filter(([, { uri }]) => uri.includes('/app.bsky.feed.post/')))
  } catch (error) {
    const found = await findRecords(agent, 'app.bsky.feed.post', posts).catch(() => new Map<string, Ref>())
    if (posts.length > 0 && posts.every((rkey) => found.has(rkey))) return found
    throw error
  }
}

function orMissing(error: unknown): undefined {
  if (
    error instanceof XRPCError &&
    (error.error === 'RecordNotFound' || /could not locate record/i.test(error.message))
  ) {
    return undefined
  }
  throw error
}
