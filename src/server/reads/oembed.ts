// What another site shows of a link to us (oembed.com, 1.0): a feed made here, a profile, a list, a post.
import type { EmbedPage } from '#types/embed-page.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { escapeHtml } from '../syndication/write-html.ts'
import { readEmbedOptions, usualPosts } from './embed-options.ts'
import { readTargetEmbed } from './embed-page.ts'
import { embedAddress, writeSnippet } from './embed-snippet.ts'
import { readEmbedTarget } from './embed-target.ts'

/** How long others may keep an answer (s). */
const cacheAge = 300
/** In CSS pixels, unless the other site has less room. */
const usual = { width: 600, height: 640 }

export type Oembed = {
  version: '1.0'
  type: 'rich'
  title: string
  author_name: string
  author_url: string
  provider_name: string
  provider_url: string
  cache_age: number
  html: string
  width: number
  height: number
}

/**
 * The answer for `url`, an address of ours: an embed, in a frame that keeps within `maxwidth` and `maxheight`.
 * @throws AppError 400 no address, 501 a format that is none, 404 an address of which nothing is known, 403 what is shown
 * to people who are signed in only
 */
export async function readOembed(ctx: WebContext, query: URLSearchParams): Promise<Oembed> {
  const format = query.get('format')
  if (format !== null && format !== 'json' && format !== 'xml') throw new AppError(501, 'Answers are JSON or XML.')
  const text = query.get('url') ?? ''
  if (!URL.canParse(text)) throw new AppError(400, 'Which page? Give its address as url.')
  const { publicUrl } = ctx.config
  if (new URL(text).host !== publicUrl.host) throw new AppError(404, 'This address is not of this site.')
  const target = readEmbedTarget(text, publicUrl)
  if (!target) throw new AppError(404, 'There is nothing to embed at this address.')
  const page = await readTargetEmbed(ctx, target, usualPosts)
  const width = within(usual.width, query.get('maxwidth'))
  const wanted = page.kind === 'post' ? guessHeight(page, width) : usual.height
  const height = within(wanted, query.get('maxheight'))
  const address = embedAddress(target, readEmbedOptions(new URLSearchParams()), publicUrl)
  const title = page.kind === 'post' ? `A post by ${page.title}` : page.title
  const by = page.by.replace(/^@/, '')
  return {
    version: '1.0',
    type: 'rich',
    title,
    author_name: page.kind === 'post' || page.kind === 'profile' ? page.title : page.by,
    author_url: new URL(by ? `/profile/${by}` : page.href, publicUrl).href,
    provider_name: 'SkyPanel',
    provider_url: publicUrl.origin,
    cache_age: cacheAge,
    html: writeSnippet(address, title, { width, height, grows: false }),
    width,
    height,
  }
}

/** How tall a post is likely to be in `width` CSS pixels: other sites ask before anything is drawn. */
function guessHeight({ posts: [row] }: EmbedPage, width: number): number {
  if (!row) return usual.height
  const { segments, embeds } = row.post
  const lines = segments
    .map(({ text }) => text)
    .join('')
    .split('\n')
    .map((line) => Math.max(1, Math.ceil((line.length * 8) / (width - 82))))
  const carried = embeds.map(({ kind }) => (kind === 'pictures' || kind === 'video' ? (width - 82) * 0.75 : 110))
  return Math.round([...lines.map((count) => count * 24), ...carried].reduce((sum, each) => sum + each, 130))
}

/** What makes no sense as a number is no bound. */
function within(size: number, most: string | null): number {
  return /^\d{1,5}$/.test(most ?? '') && Number(most) > 0 ? Math.min(size, Number(most)) : size
}

/** As XML (oembed.com, §2.3.4.2). */
export function writeOembedXml(answer: Oembed): string {
  const fields = Object.entries(answer).map(([name, value]) => `<${name}>${escapeHtml(clean(String(value)))}</${name}>`)
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${fields.join('')}</oembed>\n`
}

/** Without what XML 1.0 §2.2 forbids. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}
