// Trees of post seeds → a flat list with times and layers.
import type { PlannedPost, PostSeed } from './post-seed.ts'
import { stableNumber } from './stable-number.ts'

/** Flattens `trees`; a post's layer is above that of its parent and of the post it quotes. Throws on an unknown key. */
export function planPosts(trees: PostSeed[], now: Date): PlannedPost[] {
  const planned = new Map<string, PlannedPost>()
  const add = (seed: PostSeed, parent?: PlannedPost): void => {
    const key = seed.key ?? `post-${planned.size + 1}`
    if (planned.has(key)) throw new Error(`two posts have the key ${key}`)
    const createdAt = new Date(now.getTime() - ageInHours(seed, key, parent, now) * 3_600_000)
    const post: PlannedPost = { ...seed, key, createdAt, layer: -1 }
    if (parent) Object.assign(post, { parent: parent.key, root: parent.root ?? parent.key })
    planned.set(key, post)
    for (const reply of seed.replies ?? []) add(reply, post)
  }
  for (const tree of trees) add(tree)
  for (const post of planned.values()) setLayer(post, planned)
  return [...planned.values()]
}

function ageInHours(seed: PostSeed, key: string, parent: PlannedPost | undefined, now: Date): number {
  if (seed.hours !== undefined) return seed.hours
  if (!parent) throw new Error(`a first post needs hours: ${seed.text}`)
  const parentAge = (now.getTime() - parent.createdAt.getTime()) / 3_600_000
  return parentAge - Math.min(parentAge * 0.3, 0.05 + stableNumber(key + seed.text) * 1.4)
}

function setLayer(post: PlannedPost, planned: Map<string, PlannedPost>): number {
  if (post.layer >= 0) return post.layer
  const below = [post.parent, post.quote].filter((key) => key !== undefined)
  post.layer = 0
  for (const key of below) {
    const other = planned.get(key)
    if (!other) throw new Error(`${post.key} refers to ${key}, which nobody wrote`)
    post.layer = Math.max(post.layer, setLayer(other, planned) + 1)
  }
  return post.layer
}
