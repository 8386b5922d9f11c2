// Profiles, posts and feeds → what their public pages say about themselves to programs.
import type { PageMeta } from '#types/page-meta.ts'
import type { Post } from '#types/post.ts'
import type { Profile } from '#types/profile.ts'
import type { WebContext } from '../context.ts'

/** Of a profile; none of it when something stands before the profile. The DID makes the address: handles change. */
export function profileMeta(ctx: WebContext, profile: Profile): PageMeta | undefined {
  if (profile.bar || profile.veil) return undefined
  const { did, name, handle, avatar } = profile.actor
  const at = addresses(ctx)
  const canonical = at(`/profile/${did}`)
  const description = profile.bio.map(({ text }) => text).join('')
  const image = avatar ? { href: at(avatar), alt: `The picture of ${name}` } : undefined
  const person = {
    '@type': 'Person',
    name,
    alternateName: `@${handle}`,
    identifier: did,
    description,
    image: image?.href,
  }
  return {
    canonical,
    title: handle === did ? name : `${name} (@${handle})`,
    description: description || `${name} on Bluesky`,
    type: 'profile',
    image,
    alternates: [...documents(canonical, name), oembed(at, canonical)],
    data: { '@context': 'https://schema.org', '@type': 'ProfilePage', url: canonical, mainEntity: person },
  }
}

/** Of a post, the one that the page is about; nothing of one that is held back. */
export function postMeta(ctx: WebContext, post: Post): PageMeta | undefined {
  if (post.veil || post.isFiltered) return undefined
  const { did, name, handle, href, avatar } = post.author
  const at = addresses(ctx)
  const canonical = at(`/profile/${did}/post/${encodeURIComponent(post.rkey)}`)
  const text = post.segments.map((part) => part.text).join('')
  const [picture] = post.embeds.flatMap((embed) => (embed.kind === 'pictures' && !embed.veil ? embed.pictures : []))
  const image = picture
    ? { href: at(picture.full), alt: picture.alt }
    : avatar && { href: at(avatar), alt: `The picture of ${name}` }
  const { likes, reposts, replies } = post.counts
  return {
    canonical,
    title: `${name} (@${handle})`,
    description: text,
    type: 'article',
    image: image || undefined,
    alternates: [oembed(at, canonical)],
    data: {
      '@context': 'https://schema.org',
      '@type': 'SocialMediaPosting',
      url: canonical,
      identifier: post.uri,
      datePublished: post.createdAt,
      text,
      ...(picture ? { image: at(picture.full) } : {}),
      author: { '@type': 'Person', name, alternateName: `@${handle}`, url: at(href) },
      interactionStatistic: [
        counter('LikeAction', likes),
        counter('ShareAction', reposts),
        counter('CommentAction', replies),
      ],
    },
  }
}

type ChannelPage = {
  path: string
  title: string
  description: string
  image?: string | undefined
  hasOembed?: boolean
}

/** Of any other page of posts that has documents below it: a feed, a list, a hashtag. */
export function channelMeta(ctx: WebContext, { path, title, description, image, hasOembed }: ChannelPage): PageMeta {
  const at = addresses(ctx)
  const canonical = at(path)
  return {
    canonical,
    title,
    description,
    type: 'website',
    image: image ? { href: at(image), alt: '' } : undefined,
    alternates: [...documents(canonical, title), ...(hasOembed ? [oembed(at, canonical)] : [])],
  }
}

/** Of a search: its results change, so it has no address of its own beyond what was typed. */
export function searchMeta(ctx: WebContext, q: string): PageMeta | undefined {
  if (q === '') return undefined
  const at = addresses(ctx)
  const query = `?${new URLSearchParams({ q })}`
  const title = `Search: ${q}`
  return {
    canonical: at(`/search${query}`),
    title,
    description: `Posts that fit ${q}`,
    type: 'website',
    alternates: documents(at('/search'), title, query),
  }
}

function documents(page: string, title: string, query = '') {
  return [
    { type: 'application/rss+xml', href: `${page}/rss.xml${query}`, title },
    { type: 'application/atom+xml', href: `${page}/atom.xml${query}`, title },
    { type: 'application/feed+json', href: `${page}/feed.json${query}`, title },
  ]
}

function oembed(at: (path: string) => string, page: string) {
  return { type: 'application/json+oembed', href: at(`/oembed?url=${encodeURIComponent(page)}`), title: 'oEmbed' }
}

function counter(type: string, count: number) {
  const interactionType = `https://schema.org/${type}`
  return { '@type': 'InteractionCounter', interactionType, userInteractionCount: count }
}

function addresses(ctx: WebContext) {
  return (path: string) => new URL(path, ctx.config.publicUrl).href
}
