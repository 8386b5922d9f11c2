// Which of some posts a definition takes, before there is a feed of it.
import { listPrivateMembers } from '#db/queries/private-lists.ts'
import type { Definition } from '#feeds/definition.ts'
import { createExplainer } from '#feeds/explain-post.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import type { Viewer } from '#types/viewer.ts'
import { askCandidates, readRecord } from '../atproto/read-candidates.ts'
import type { WebContext } from '../context.ts'

/** A post to try: one of the network by its at-uri, or a record, of whom `did` says. */
export type TestPost = { uri: string } | { record: Record<string, unknown>; did: string }

/** `isIn`: it is in the feed; `mayComeIn`: not now, but with likes, for example. `why` in sentences; `problem` where nothing can be said. */
export type TestResult = { uri: string | null; isIn: boolean; mayComeIn: boolean; why?: string; problem?: string }

/**
 * Tries `definition` on `posts`, in their order. What is known only from the stream (rates, counts, who is on public
 * lists and whom somebody follows) is taken for unknown.
 * @throws AppError as the AppView answers for posts that are named by their address
 */
export async function testDefinition(
  ctx: WebContext,
  viewer: Viewer,
  definition: Definition,
  posts: TestPost[],
): Promise<TestResult[]> {
  const uris = posts.flatMap((post) => ('uri' in post ? [post.uri] : []))
  const [found, members] = await Promise.all([
    uris.length > 0 ? askCandidates(ctx, uris) : new Map<string, CandidatePost>(),
    readMembers(ctx, viewer, definition),
  ])
  const explain = createExplainer(definition, { lookups: { now: ctx.now }, members })
  return posts.map((post): TestResult => {
    const read =
      'uri' in post ? fromNetwork(found, post.uri) : readRecord(post.record, { uri: '', did: post.did }, ctx.now())
    const uri = 'uri' in post ? post.uri : null
    if ('problem' in read) return { uri, isIn: false, mayComeIn: false, problem: read.problem }
    const { isIn, mayCome, summary } = explain(read.post)
    return { uri, isIn, mayComeIn: mayCome, why: summary }
  })
}

function fromNetwork(found: Map<string, CandidatePost>, uri: string) {
  const post = found.get(uri)
  return post ? { post } : { problem: 'There is no such post, or it is not for everybody.' }
}

/** Who is on the viewer's private lists that a definition names. */
async function readMembers(ctx: WebContext, viewer: Viewer, definition: Definition): Promise<Map<string, string[]>> {
  const keys = [...JSON.stringify(definition).matchAll(/"list":"([2-7a-z]{13})"/g)].map(([, key = '']) => key)
  const lists = [...new Set(keys)].map(async (key): Promise<[string, string[]]> => {
    const members = await listPrivateMembers(ctx.main, viewer.userId, key)
    return [key, members.map(({ did }) => did)]
  })
  return new Map(await Promise.all(lists))
}
