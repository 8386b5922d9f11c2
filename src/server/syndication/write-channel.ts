// A channel → a document: RSS 2.0 and Atom 1.0 by the library, JSON Feed 1.1 by its specification (jsonfeed.org).
import { Feed } from 'feed'
import type { Channel, SyndicationFile } from '#types/channel.ts'
import type { Post } from '#types/post.ts'
import { escapeHtml, type Site, writeHtml } from './write-html.ts'

const mediaTypes: Record<SyndicationFile, string> = {
  'rss.xml': 'application/rss+xml; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  'feed.json': 'application/feed+json; charset=utf-8',
}

/**
 * @param self the absolute address of the document
 * @param site where this site is, and where it has pictures and videos
 */
export function writeChannel(channel: Channel, file: SyndicationFile, self: string, site: Site) {
  const body = file === 'feed.json' ? writeJson(channel, self, site) : writeXml(channel, file, self, site)
  return { body, mediaType: mediaTypes[file] }
}

function writeXml(channel: Channel, file: 'rss.xml' | 'atom.xml', self: string, site: Site): string {
  const { base } = site
  const image = imageOf(channel, site)
  const feed = new Feed({
    id: channel.href,
    title: clean(channel.title),
    description: clean(channel.description),
    link: channel.href,
    generator: 'SkyPanel',
    updated: new Date(channel.posts[0]?.createdAt ?? 0),
    ...(image ? { image } : {}),
    feedLinks: file === 'rss.xml' ? { rss: self } : { atom: self },
  })
  for (const post of channel.posts) {
    const [first] = enclosuresOf(post, site)
    const name = clean(post.author.name)
    feed.addItem({
      // The library takes an Atom id for a web address, which at://did:… is not.
      id: file === 'rss.xml' ? post.uri : new URL(`/profile/${post.author.did}/post/${post.rkey}`, base).href,
      // Both formats read a title as HTML; the library splits only the first `]]>` of a text, and escaped text has none.
      title: escapeHtml(clean(titleOf(post))),
      link: new URL(post.href, base).href,
      date: new Date(post.createdAt),
      published: new Date(post.createdAt),
      content: clean(contentOf(post, site)),
      // An RSS author is a mail address, so the name goes into Dublin Core. RSS takes one enclosure an item.
      ...(file === 'rss.xml'
        ? { extensions: [{ name: 'dc:creator', objects: { _text: name } }] }
        : { author: [{ name, link: new URL(post.author.href, base).href }] }),
      ...(file === 'rss.xml' && first ? { enclosure: { url: first.url, type: first.type, length: 0 } } : {}),
    })
  }
  return file === 'rss.xml' ? feed.rss2() : encloseInAtom(feed.atom1(), channel, site)
}

function writeJson(channel: Channel, self: string, site: Site): string {
  const { base } = site
  const icon = imageOf(channel, site)
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: channel.title,
    description: channel.description,
    home_page_url: channel.href,
    feed_url: self,
    ...(icon ? { icon } : {}),
    items: channel.posts.map((post) => ({
      id: post.uri,
      url: new URL(post.href, base).href,
      content_html: contentOf(post, site),
      date_published: post.createdAt,
      ...(post.lang ? { language: post.lang } : {}),
      authors: [{ name: post.author.name, url: new URL(post.author.href, base).href }],
      attachments: enclosuresOf(post, site).map(({ url, type, title }) => ({ url, mime_type: type, title })),
    })),
  }
  return JSON.stringify(document)
}

/** Who reposted it, and the post. */
function contentOf(post: Channel['posts'][number], site: Site): string {
  const by = post.reposter
  const link = by && `<a href="${escapeHtml(new URL(by.href, site.base).href)}">${escapeHtml(by.name)}</a>`
  return (link ? `<p>Reposted by ${link}</p>` : '') + writeHtml(post, site)
}

type Enclosure = { url: string; type: string; title: string }

/** Pictures and videos whole, as far as they may be shown: pictures as JPEG for who does not ask for anything better. */
function enclosuresOf(post: Post, { base, picture, file }: Site): Enclosure[] {
  if (post.veil) return []
  return post.embeds.flatMap((embed): Enclosure[] => {
    if (embed.kind === 'video' && !embed.veil && embed.file) {
      return [{ url: new URL(file(embed.file), base).href, type: 'video/mp4', title: embed.alt }]
    }
    if (embed.kind !== 'pictures' || embed.veil) return []
    return embed.pictures.flatMap(({ full, alt }) => {
      const url = picture(full, 'full')
      return url === undefined ? [] : [{ url: new URL(url, base).href, type: 'image/jpeg', title: alt }]
    })
  })
}

/** The library gives an enclosure of Atom no right type, so they are put in behind the title of each entry. */
function encloseInAtom(document: string, { posts }: Channel, site: Site): string {
  let at = 0
  return document.replace(/<entry>\s*<title[\s\S]*?<\/title>/g, (start) => {
    const post = posts[at++]
    const links = (post ? enclosuresOf(post, site) : []).map(({ url, type, title }) => {
      const about = title === '' ? '' : ` title="${escapeHtml(clean(title))}"`
      return `<link rel="enclosure" href="${escapeHtml(url)}" type="${type}"${about}/>`
    })
    return start + links.join('')
  })
}

function imageOf({ image }: Channel, { base, picture }: Site): string | undefined {
  const url = image && picture(image, 'avatar-large')
  return url ? new URL(url, base).href : undefined
}

/** The beginning of its text, cut between words; who wrote it where it has none. */
function titleOf(post: Post): string {
  const text = post.veil ? '' : post.segments.map((part) => part.text).join('')
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return `A post by ${post.author.name}`
  if (line.length <= 80) return line
  return `${line.slice(0, 80).replace(/\s+\S*$/, '')} …`
}

/** Without what XML 1.0 §2.2 forbids: control characters and half surrogates. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}
