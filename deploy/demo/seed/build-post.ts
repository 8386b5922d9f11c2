// A planned post → the record and the gates beside it.
import type { AppBskyFeedPost } from '@atproto/api'
import { findFacets } from './find-facets.ts'
import type { UploadedPicture } from './picture.ts'
import type { Picture, PlannedPost } from './post-seed.ts'

export type Reference = { uri: string; cid: string }
export type Surroundings = {
  didOf(handle: string): string | undefined
  /** A post written before. */
  refer(key: string): Reference
  /** Uploads into the author's repository. */
  upload(name: string): Promise<UploadedPicture>
  langs: string[]
}

/** The app.bsky.feed.post record of a planned post. */
export async function buildPost(post: PlannedPost, around: Surroundings): Promise<AppBskyFeedPost.Record> {
  const { text, facets } = findFacets(post.text, around.didOf)
  const embed = await buildEmbed(post, around)
  return {
    $type: 'app.bsky.feed.post',
    text,
    langs: post.langs ?? around.langs.slice(0, 1),
    createdAt: post.createdAt.toISOString(),
    ...(facets.length > 0 ? { facets } : {}),
    ...(embed ? { embed } : {}),
    ...(post.parent
      ? { reply: { parent: around.refer(post.parent), root: around.refer(post.root ?? post.parent) } }
      : {}),
    ...(post.selfLabels ? { labels: buildSelfLabels(post.selfLabels) } : {}),
  } as AppBskyFeedPost.Record
}

export function buildSelfLabels(values: string[]) {
  return { $type: 'com.atproto.label.defs#selfLabels', values: values.map((val) => ({ val })) }
}

async function buildEmbed(post: PlannedPost, around: Surroundings): Promise<object | undefined> {
  const media = await buildMedia(post, around)
  if (!post.quote) return media
  const record = { $type: 'app.bsky.embed.record', record: around.refer(post.quote) }
  return media ? { $type: 'app.bsky.embed.recordWithMedia', record, media } : record
}

async function buildMedia(post: PlannedPost, around: Surroundings): Promise<object | undefined> {
  if (post.link) {
    const { thumb, ...external } = post.link
    const blob = thumb ? { thumb: (await around.upload(thumb)).blob } : {}
    return { $type: 'app.bsky.embed.external', external: { ...external, ...blob } }
  }
  if (post.video) {
    const [name, alt] = post.video
    const { blob, aspectRatio } = await around.upload(name)
    return { $type: 'app.bsky.embed.video', video: blob, alt, aspectRatio }
  }
  const pictures = (list: Picture[], $type?: string) =>
    Promise.all(
      list.map(async ([name, alt]) => {
        const { blob, aspectRatio } = await around.upload(name)
        return { ...($type ? { $type } : {}), image: blob, alt, aspectRatio }
      }),
    )
  if (post.images) return { $type: 'app.bsky.embed.images', images: await pictures(post.images) }
  if (!post.gallery) return undefined
  return { $type: 'app.bsky.embed.gallery', items: await pictures(post.gallery, 'app.bsky.embed.gallery#image') }
}

const replyRules = {
  mentioned: { $type: 'app.bsky.feed.threadgate#mentionRule' },
  followed: { $type: 'app.bsky.feed.threadgate#followingRule' },
  followers: { $type: 'app.bsky.feed.threadgate#followerRule' },
}

/** The records that share the post's key: who may reply (threadgate) and quote (postgate). By collection. */
export function buildGates(post: PlannedPost, uri: string): Record<string, object> {
  const createdAt = post.createdAt.toISOString()
  return {
    ...(post.mayReply
      ? { 'app.bsky.feed.threadgate': { post: uri, allow: post.mayReply.map((rule) => replyRules[rule]), createdAt } }
      : {}),
    ...(post.mayQuote === false
      ? {
          'app.bsky.feed.postgate': {
            post: uri,
            embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }],
            createdAt,
          },
        }
      : {}),
  }
}
