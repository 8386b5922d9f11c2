// What can be followed from other software, as strangers may see it: profiles, feeds, lists, hashtags, searches.
import type { Channel } from '#types/channel.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Timeline } from '#types/timeline.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readFeedPage } from './feed-page.ts'
import { findHiddenAuthors } from './find-hidden-authors.ts'
import { readHashtag } from './hashtag.ts'
import { readListPage } from './list-page.ts'
import { readNetworkFeed } from './network-feed.ts'
import type { FeedAccess } from './open-feed.ts'
import { readQuery } from './post-query.ts'
import { searchPosts } from './post-search.ts'
import { readProfilePage } from './profile-page.ts'
import { searchPath } from './search-page.ts'

/** Each reads a channel; all throw AppError as the page of the same thing does. */
export type ChannelReader = (ctx: WebContext) => Promise<Channel>

/** What somebody wrote: no reposts, no replies to others. */
export function profileChannel(actor: string): ChannelReader {
  return async (ctx) => {
    const page = await readProfilePage(ctx, undefined, { actor, tab: 'posts', cursor: undefined })
    const { profile, content, failure } = page
    if (failure) throw failure
    if (content?.kind !== 'posts') throw new AppError(403, 'Its author shows posts only to people who are signed in.')
    const { did, name, handle, href, avatar } = profile.actor
    const own = lastOfEach(content).filter((post) => post.author.did === did)
    return {
      title: `${name} (@${handle})`,
      description: profile.bio.map(({ text }) => text).join(''),
      href: absolute(ctx, href),
      image: avatar,
      posts: newestFirst(own),
    }
  }
}

/** What a feed of the network shows, in its own order. */
export function networkFeedChannel(actor: string, rkey: string): ChannelReader {
  return async (ctx) => {
    const { feed, timeline, silence } = await readNetworkFeed(ctx, undefined, { actor, rkey, cursor: undefined })
    if (feed.standing.bar || feed.standing.veil) throw new AppError(403, 'This feed is not for everybody.')
    if (!timeline) throw new AppError(502, silence ?? 'The feed does not answer.')
    return {
      title: feed.title,
      description: feed.description.map(({ text }) => text).join(''),
      href: absolute(ctx, `${feed.creator.href}/feed/${encodeURIComponent(rkey)}`),
      image: feed.avatar,
      posts: lastOfEach(timeline),
    }
  }
}

/** What the people of a list write; a list for moderation has no posts. */
export function listChannel(actor: string, rkey: string): ChannelReader {
  return async (ctx) => {
    const request = { actor, rkey, tab: 'posts' as const, cursor: undefined }
    const { list, posts } = await readListPage(ctx, undefined, request)
    if (!posts) throw new AppError(404, 'This list has no posts for everybody.')
    const shown = lastOfEach(posts)
    const hidden = await findHiddenAuthors(
      ctx,
      shown.map(({ author }) => author.did),
    )
    return {
      title: list.title,
      description: list.description.map(({ text }) => text).join(''),
      href: absolute(ctx, list.href),
      image: list.avatar,
      posts: shown.filter(({ author }) => !hidden.has(author.did)),
    }
  }
}

/** The newest posts that fit a search, as it is typed. */
export function searchChannel(typed: string): ChannelReader {
  return async (ctx) => {
    const { query, problems } = readQuery(new URLSearchParams({ q: typed }))
    if (typed.trim() === '' || problems.length > 0) throw new AppError(400, 'This search cannot be read.')
    const found = await searchPosts(ctx, undefined, { query, order: 'latest', cursor: undefined })
    if (found.problems.length > 0) throw new AppError(404, 'This search names somebody nobody knows.')
    return {
      title: `Search: ${typed}`,
      description: `The newest posts that fit ${typed}`,
      href: absolute(ctx, searchPath(typed, 'latest')),
      posts: lastOfEach(found.timeline),
    }
  }
}

export function hashtagChannel(tag: string): ChannelReader {
  return async (ctx) => ({
    title: `#${tag}`,
    description: `Posts with the hashtag #${tag}`,
    href: absolute(ctx, `/hashtag/${encodeURIComponent(tag)}`),
    posts: lastOfEach((await readHashtag(ctx, undefined, { tag, cursor: undefined })).timeline),
  })
}

/** A feed made here, by its link. */
export function ownFeedChannel(slug: string | undefined, access: FeedAccess): ChannelReader {
  return async (ctx) => {
    const { feed, posts, rule, query, isPersonal } = await readFeedPage(ctx, slug, { before: null, access })
    const { title, description } = feed
    return {
      title,
      description: isPersonal
        ? 'This feed is different for everybody, so nothing is in this document.'
        : description || rule,
      href: absolute(ctx, feed.href + query),
      posts: posts.filter(isShown),
    }
  }
}

/** The posts a timeline is about: of a conversation, the one that brought it here. */
function lastOfEach({ slices }: Timeline): Post[] {
  const posts = slices.filter(({ reason }) => reason?.kind !== 'repost').flatMap(({ posts }) => posts.slice(-1))
  const shown = posts.filter(isShown)
  return [...new Map(shown.map((post) => [post.uri, post])).values()]
}

function isShown<Shown extends Post | Tombstone>(post: Shown): post is Shown & Post {
  return post.kind === 'post' && !post.isFiltered
}

function newestFirst(posts: Post[]): Post[] {
  return posts.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
}

function absolute(ctx: WebContext, path: string): string {
  return new URL(path, ctx.config.publicUrl).href
}
