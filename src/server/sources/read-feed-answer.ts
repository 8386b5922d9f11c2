// What a feed of elsewhere answered, which may be anything: the posts in it.
import type { CandidatePost } from '#types/candidate-post.ts'
import { listIn, loose } from '../backfill/read-answer.ts'
import { BadFrame } from '../ingest/bad-frame.ts'
import { splitPostUri } from '../ingest/fetch-post.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { readPost } from '../ingest/read-post.ts'

/** The first `most` posts of app.bsky.feed.getFeed, each once; what is none is passed over. */
export function readFeedAnswer(answer: unknown, most: number, now: number): CandidatePost[] {
  const found = new Map<string, CandidatePost>()
  for (const entry of listIn(answer, 'feed').slice(0, most)) {
    const { uri, record } = loose(loose(entry).post)
    const did = typeof uri === 'string' ? splitPostUri(uri)?.did : undefined
    if (typeof uri !== 'string' || did === undefined) continue
    try {
      found.set(uri, readCandidate(uri, did, readPost(loose(record), now)))
    } catch (error) {
      if (!(error instanceof BadFrame)) throw error
    }
  }
  return [...found.values()]
}
