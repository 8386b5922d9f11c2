// What another site shows of a link to us (oembed.com, 1.0): a post, a profile, a feed made here.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { escapeHtml, writeHtml } from '../syndication/write-html.ts'
import { readFeedPage } from './feed-page.ts'
import { openSite } from './open-site.ts'
import { readProfile } from './profile.ts'
import { parseActor } from './profile-page.ts'
import { readThread } from './thread.ts'

/** How long others may keep an answer (s). */
const cacheAge = 3600

export type Oembed = {
  version: '1.0'
  type: 'rich' | 'link'
  title: string
  author_name: string
  author_url: string
  provider_name: string
  provider_url: string
  cache_age: number
  html?: string
  width?: number
  height?: number | null
}

/**
 * The answer for `url`, an address of ours.
 * @throws AppError 400 no address, 501 a format other than JSON, 404 an address of which nothing is known, 403 what is
 * shown to people who are signed in only
 */
export async function readOembed(ctx: WebContext, query: URLSearchParams): Promise<Oembed> {
  const format = query.get('format')
  if (format !== null && format !== 'json') throw new AppError(501, 'Answers are JSON only.')
  const text = query.get('url') ?? ''
  if (!URL.canParse(text)) throw new AppError(400, 'Which page? Give its address as url.')
  const url = new URL(text)
  const base = ctx.config.publicUrl
  if (url.host !== base.host) throw new AppError(404, 'This address is not of this site.')
  const maxWidth = Number(query.get('maxwidth')) || 600
  const [first = '', second, third, fourth] = url.pathname.split('/').slice(1).map(decode)
  if (first === 'f' && second && !third) return feedOembed(ctx, second, maxWidth)
  if (first === 'profile' && second && third === 'post' && fourth) return postOembed(ctx, second, fourth, maxWidth)
  if (first === 'profile' && second && !third) return profileOembed(ctx, second)
  throw new AppError(404, 'There is nothing to embed at this address.')
}

async function postOembed(ctx: WebContext, actor: string, rkey: string, maxWidth: number): Promise<Oembed> {
  const { post } = await readThread(ctx, undefined, { actor: parseActor(actor), rkey, limit: 1 })
  const base = ctx.config.publicUrl
  const href = escapeHtml(new URL(post.href, base).href)
  const name = escapeHtml(post.author.name)
  const by = `<p><a href="${href}">${name} (@${escapeHtml(post.author.handle)})</a></p>`
  return {
    ...frame(ctx, post.author),
    type: 'rich',
    title: `A post by ${post.author.name}`,
    html: `<blockquote>${writeHtml(post, openSite(ctx))}${by}</blockquote>`,
    width: Math.min(600, maxWidth),
    height: null,
  }
}

async function profileOembed(ctx: WebContext, actor: string): Promise<Oembed> {
  const profile = await readProfile(ctx, undefined, parseActor(actor))
  if (profile.bar) throw new AppError(403, 'This account is shown to people who are signed in only.')
  return { ...frame(ctx, profile.actor), type: 'link', title: `${profile.actor.name} (@${profile.actor.handle})` }
}

async function feedOembed(ctx: WebContext, slug: string, maxWidth: number): Promise<Oembed> {
  const { feed } = await readFeedPage(ctx, slug, null)
  const width = Math.min(480, maxWidth)
  const src = escapeHtml(new URL(`${feed.href}/embed`, ctx.config.publicUrl).href)
  const title = escapeHtml(feed.title)
  const { handle } = feed.owner
  return {
    ...frame(ctx, { name: `@${handle}`, href: `/profile/${handle}` }),
    type: 'rich',
    title: feed.title,
    html: `<iframe src="${src}" title="${title}" width="${width}" height="640" loading="lazy"></iframe>`,
    width,
    height: 640,
  }
}

function frame(ctx: WebContext, author: { name: string; href: string }) {
  const { publicUrl } = ctx.config
  return {
    version: '1.0' as const,
    provider_name: 'SkyPanel',
    provider_url: publicUrl.origin,
    author_name: author.name,
    author_url: new URL(author.href, publicUrl).href,
    cache_age: cacheAge,
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
