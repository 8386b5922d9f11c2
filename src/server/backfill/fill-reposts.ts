// What one person reposted before a feed asked for it: named by their repository, looked over at the AppView, proved one by one.
import type { CandidatePost } from '#types/candidate-post.ts'
import { BadFrame } from '../ingest/bad-frame.ts'
import { splitPostUri } from '../ingest/fetch-post.ts'
import { readRepostRecord, repostCollection } from '../ingest/find-reposts.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { readPost, readTime } from '../ingest/read-post.ts'
import type { Asker } from '../sources/create-asker.ts'
import type { PostKeeper } from './create-post-keeper.ts'
import { listIn, loose } from './read-answer.ts'

type Tools = {
  asker: Asker
  appviewUrl: string
  findPds: (did: string) => Promise<string>
  keeper: Pick<PostKeeper, 'awaitRepost'>
  /** Brings how much people post into memory. */
  load: (dids: string[]) => Promise<unknown>
  /** Whether the feed takes it now or may later. */
  wants: (candidate: CandidatePost) => boolean
  now: () => number
  passOver: (error: unknown) => void
}

/** Reposts of one person: app.bsky.feed.getPosts takes as many posts. */
const most = 25

/** Those that the feed wants wait to be judged, like reposts that come by. @throws AskFailure, Unreachable */
export async function fillReposts(tools: Tools, repo: string): Promise<void> {
  const { asker, keeper, wants, now, passOver } = tools
  const params = { repo, collection: repostCollection, limit: most }
  const answer = await asker.json(await tools.findPds(repo), 'com.atproto.repo.listRecords', params)
  const named = listIn(answer, 'records')
    .slice(0, most)
    .flatMap((entry) => readNamed(entry, repo))
  if (named.length === 0) return
  const uris = [...new Set(named.map(({ subject }) => subject))]
  const views = await asker.json(tools.appviewUrl, 'app.bsky.feed.getPosts', { uris })
  const posts = new Map(listIn(views, 'posts').flatMap((view) => readView(view, now())))
  await tools.load([...posts.values()].map(({ did }) => did))
  for (const { rkey, subject, createdAt } of named) {
    const post = posts.get(subject)
    const at = orNothing(() => readTime(createdAt, now()))
    if (!post || at === undefined) continue
    const repost = { uri: `at://${repo}/${repostCollection}/${rkey}`, did: repo, createdAt: at }
    if (wants({ ...post, repost })) await keeper.awaitRepost({ did: repo, rkey }).catch(passOver)
  }
}

/** A record of com.atproto.repo.listRecords. */
function readNamed(entry: unknown, repo: string): { rkey: string; subject: string; createdAt: unknown }[] {
  const { uri, value } = loose(entry)
  const start = `at://${repo}/${repostCollection}/`
  const found = readRepostRecord(loose(value))
  return typeof uri === 'string' && uri.startsWith(start) && found ? [{ rkey: uri.slice(start.length), ...found }] : []
}

/** A post of app.bsky.feed.getPosts as the feed engine sees it, by its URI. */
function readView(view: unknown, now: number): [string, CandidatePost][] {
  const { uri, record } = loose(view)
  const { did } = typeof uri === 'string' ? (splitPostUri(uri) ?? {}) : {}
  if (typeof uri !== 'string' || did === undefined) return []
  const post = orNothing(() => readCandidate(uri, did, readPost(loose(record), now)))
  return post ? [[uri, post]] : []
}

function orNothing<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof BadFrame) return undefined
    throw error
  }
}
