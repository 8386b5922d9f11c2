// What the main account has put aside to read again: private, so the AppView keeps it (app.bsky.bookmark).
import type { Reference } from './build-post.ts'
import type { Member } from './repository.ts'

/** Keys of posts, the first saved first. */
const saved = ['atlas', 'three-hundred', 'sleeper', 'piano', 'wren-weight', 'gallery', 'november-kiln']

/** One after the other: their order is that of their saving. */
export async function writeBookmarks({ agent }: Member, written: Map<string, Reference>): Promise<void> {
  for (const key of saved) {
    const post = written.get(key)
    if (!post) throw new Error(`no post ${key}`)
    await agent.app.bsky.bookmark.createBookmark({ uri: post.uri, cid: post.cid })
  }
}
