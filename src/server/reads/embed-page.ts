// What an embed shows, as strangers may see it: a feed made here, a profile, a list, a post.
import type { Actor } from '#types/actor.ts'
import type { EmbedPage } from '#types/embed-page.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Slice } from '#types/timeline.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import type { EmbedTarget } from './embed-target.ts'
import { readFeedPage } from './feed-page.ts'
import { findHiddenAuthors } from './find-hidden-authors.ts'
import { readListPage } from './list-page.ts'
import type { FeedAccess } from './open-feed.ts'
import { parseActor, readProfilePage } from './profile-page.ts'
import { readThread } from './thread.ts'

type Row = EmbedPage['posts'][number]

type FeedRequest = { access: FeedAccess; before: string | null; limit: number }

/** A feed made here. @throws AppError as readFeedPage does */
export async function readFeedEmbed(
  ctx: WebContext,
  slug: string | undefined,
  request: FeedRequest,
): Promise<EmbedPage> {
  const { feed, posts, older, query, isPublic, isPersonal } = await readFeedPage(ctx, slug, request)
  return {
    kind: 'feed',
    title: feed.title,
    by: `@${feed.owner.handle}`,
    href: feed.href + query,
    isPublic,
    isPersonal,
    older,
    posts: posts.flatMap((post) => (isShown(post) ? [toRow(post)] : [])),
  }
}

/** What somebody wrote and reposted. @throws AppError 403 when only people who are signed in may see it; 404, 410, 502 */
export async function readProfileEmbed(ctx: WebContext, actor: string | undefined): Promise<EmbedPage> {
  const asked = { actor: parseActor(actor), tab: 'posts' as const, cursor: undefined }
  const { profile, content, failure } = await readProfilePage(ctx, undefined, asked)
  if (failure) throw failure
  if (content?.kind !== 'posts' || profile.bar || profile.veil) {
    throw new AppError(403, 'Its author shows posts only to people who are signed in.')
  }
  const { name, handle, did, href, avatar } = profile.actor
  const by = handle === did ? '' : `@${handle}`
  return { kind: 'profile', title: name, by, href, avatar, isPublic: true, posts: lastOfEach(content.slices) }
}

/** What the people of a list write. @throws AppError 403 not for everybody, 404 no such list or none with posts, 502 */
export async function readListEmbed(ctx: WebContext, actor: string | undefined, rkey: string): Promise<EmbedPage> {
  const asked = { actor: parseActor(actor), rkey, tab: 'posts' as const, cursor: undefined }
  const { list, posts } = await readListPage(ctx, undefined, asked)
  if (list.standing.bar || list.standing.veil) throw new AppError(403, 'This list is not for everybody.')
  if (!posts) throw new AppError(404, 'This list has no posts for everybody.')
  const rows = lastOfEach(posts.slices)
  const hidden = await findHiddenAuthors(
    ctx,
    rows.map(({ post }) => post.author.did),
  )
  return {
    kind: 'list',
    title: list.title,
    by: `@${list.creator.handle}`,
    href: list.href,
    avatar: list.avatar,
    isPublic: true,
    posts: rows.filter(({ post }) => !hidden.has(post.author.did)),
  }
}

/** One post. @throws AppError as readThread does; 403 for one that is held back */
export async function readPostEmbed(ctx: WebContext, actor: string | undefined, rkey: string): Promise<EmbedPage> {
  const { post } = await readThread(ctx, undefined, { actor: parseActor(actor), rkey, limit: 1 })
  if (!isShown(post)) throw new AppError(403, 'This post is not for everybody.')
  const { name, handle } = post.author
  return { kind: 'post', title: name, by: `@${handle}`, href: post.href, isPublic: true, posts: [{ post }] }
}

/** What the address of a record leads to. @throws AppError 404 for what is neither list nor post, others as those do */
export async function readRecordEmbed(
  ctx: WebContext,
  { actor, kind, rkey = '' }: Record<string, string | undefined>,
): Promise<EmbedPage> {
  if (kind === 'lists') return readListEmbed(ctx, actor, rkey)
  if (kind === 'post') return readPostEmbed(ctx, actor, rkey)
  throw new AppError(404, 'There is nothing here that can be embedded.')
}

/** Of a conversation, the post that brought it here; each once. */
function lastOfEach(slices: Slice[]): Row[] {
  const rows = slices.flatMap(({ posts, reason }): Row[] => {
    const post = posts.at(-1)
    return post && isShown(post) ? [{ post, reason }] : []
  })
  return [...new Map(rows.toReversed().map((row) => [row.post.uri, row])).values()].toReversed()
}

function toRow(post: Post & { reposter?: Actor | undefined }): Row {
  return { post, reason: post.reposter && { kind: 'repost', by: post.reposter } }
}

function isShown<Shown extends Post | Tombstone>(post: Shown): post is Shown & Post {
  return post.kind === 'post' && !post.isFiltered
}

/** What the embed of `target` shows, for whoever has its address. @throws AppError as each of the above */
export async function readTargetEmbed(ctx: WebContext, target: EmbedTarget, limit: number): Promise<EmbedPage> {
  switch (target.kind) {
    case 'feed':
      return readFeedEmbed(ctx, target.slug, { access: { key: target.key }, before: null, limit })
    case 'profile':
      return readProfileEmbed(ctx, target.actor)
    case 'list':
      return readListEmbed(ctx, target.actor, target.rkey)
    case 'post':
      return readPostEmbed(ctx, target.actor, target.rkey)
  }
}
