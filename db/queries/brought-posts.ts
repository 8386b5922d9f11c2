// Posts that feeds of elsewhere named, and replies below a post: which stands for which, the newest of each.
import { like } from 'drizzle-orm'
import type { IndexDatabase } from '../client.ts'
import { broughtPosts } from '../schema/index-sources.ts'
import { type Step, step } from './index-step.ts'

/** `key` is the source's (see sourceKey); of each the `most` that were named last stay. Times in ms. */
export type BroughtChange =
  | { type: 'bring'; key: string; uris: string[]; now: number; most: number }
  | { type: 'forgetBrought'; key: string }

const bring = `INSERT INTO brought_posts (uri, key, seen_at) SELECT value, ?, ? FROM json_each(?) WHERE true
  ON CONFLICT (uri, key) DO UPDATE SET seen_at = excluded.seen_at`
const trim = `DELETE FROM brought_posts WHERE key = ?1 AND uri NOT IN
  (SELECT uri FROM brought_posts WHERE key = ?1 ORDER BY seen_at DESC LIMIT ?2)`

/** A change as statements. */
export function broughtSteps(change: BroughtChange): Step[] {
  const { key } = change
  if (change.type === 'forgetBrought') return [step('DELETE FROM brought_posts WHERE key = ?', key)]
  return [step(bring, key, change.now, JSON.stringify(change.uris)), step(trim, key, change.most)]
}

/** Every row whose key begins so (`feed:`, `replies:`), the one that was named longest ago first. */
export async function listBroughtPosts(
  db: IndexDatabase,
  prefix: string,
): Promise<{ uri: string; key: string; seenAt: number }[]> {
  return db
    .select()
    .from(broughtPosts)
    .where(like(broughtPosts.key, `${prefix}%`))
    .orderBy(broughtPosts.seenAt)
}
