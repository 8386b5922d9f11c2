// Somebody's posts as one Markdown document, those written last first, a page of records at a time.
import type { Agent } from '@atproto/api'
import { postToMarkdown } from './post-to-markdown.ts'

const collection = 'app.bsky.feed.post'
const limit = 100

type Author = { did: string; handle: string /** ms */; now: number }

/**
 * @throws what the server throws (com.atproto.repo.listRecords): a file that breaks off is no whole one
 */
export async function* writePosts(
  agent: Agent,
  { did, handle, now }: Author,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`# Posts by @${handle}\n\nAs of ${new Date(now).toISOString().slice(0, 10)}. Account: ${did}\n`)
  let cursor: string | undefined
  let count = 0
  do {
    signal.throwIfAborted()
    const params = { repo: did, collection, limit, ...(cursor === undefined ? {} : { cursor }) }
    const { data } = await agent.com.atproto.repo.listRecords(params)
    count += data.records.length
    yield encoder.encode(data.records.map(({ uri, value }) => postToMarkdown(uri, value)).join(''))
    // The same page again would go on for ever.
    cursor = data.records.length === 0 || data.cursor === cursor ? undefined : data.cursor
  } while (cursor !== undefined)
  yield encoder.encode(`\n---\n\n${count} ${count === 1 ? 'post' : 'posts'}.\n`)
}
