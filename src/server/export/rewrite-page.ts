// A page of an embed, as this box writes it, → a page of a folder: its links lead within the folder or to the network.
// The box escapes what people write, quotes included, so an attribute is found by its quotes.

export type SitePage = {
  /** The file of the page itself, such as `page-2.html`. */
  file: string
  /** The files of the pages around it, where there are any. */
  newer: string | undefined
  older: string | undefined
  /** The address of the feed on its box, absolute; undefined where strangers cannot open it. */
  home: string | undefined
}

/** Where the network's pages are found without the box: its paths are ours. */
const network = 'https://bsky.app'

/** Paths of pictures that a page or a document names, each once. */
export function findPictures(text: string): string[] {
  return [...new Set([...text.matchAll(/\/img\/[\w-]{12}\/[\w-]+\/[^"'<>\s\\]+/g)].map(([path]) => path))]
}

/** The address of the next page, as its link has it. */
export function findOlder(html: string): string | undefined {
  return /<a href="([^"]+)" target="_self" rel="next"/.exec(html)?.[1]?.replace(/&(amp|#38);/g, '&')
}

/** @param fileOf the file of a picture in the folder; undefined for one that could not be had */
export function rewritePage(html: string, page: SitePage, fileOf: (path: string) => string | undefined): string {
  const { newer, older, home } = page
  const links = [
    newer && `<a href="${newer}" target="_self" rel="prev">Newer posts</a>`,
    older && `<a href="${older}" target="_self" rel="next">Older posts</a>`,
    '<a href="rss.xml" target="_self">RSS</a>',
  ].filter(Boolean)
  return html
    .replace(/<script\b[^>]*><\/script>/g, '')
    .replace('<meta name="robots" content="noindex">', alternates)
    .replace(/<a href="[^"]+" target="_self" rel="next"[^>]*>[^<]*<\/a>/, '')
    .replace('</footer>', `${links.join('')}</footer>`)
    .replace(/<a class="btn" href="[^"]*">/, home ? `<a class="btn" href="${home}">` : '<a class="btn" hidden>')
    .replace(/<video\b([^>]*)>[\s\S]*?<\/video>/g, (_, attributes: string) => stillOf(attributes))
    .replace(/(<time datetime="([^"]+)" title="[^"]*">)[^<]*/g, (_, start: string, at: string) => start + dayOf(at))
    .replace(/<img\b[^>]*>/g, (image) => localImage(image, fileOf))
    .replace(/ href="(\/[^"]*)"/g, (_, path: string) => ` href="${leadOn(path, home, fileOf)}"`)
}

/** A file grows old where it lies, so it says on which day. */
function dayOf(at: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
  return Number.isNaN(Date.parse(at)) ? '' : format.format(new Date(at))
}

const alternates = [
  '<link rel="alternate" type="application/rss+xml" href="rss.xml">',
  '<link rel="alternate" type="application/atom+xml" href="atom.xml">',
  '<link rel="alternate" type="application/feed+json" href="feed.json">',
].join('')

/** A video is too much for a folder: its still stands for it, and its words. */
function stillOf(attributes: string): string {
  const [poster, label] = ['poster', 'aria-label'].map((name) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1])
  return poster
    ? `<img src="${poster}" alt="${label ?? ''}" loading="lazy">`
    : `<span class="tomb">${label ?? ''}</span>`
}

function localImage(image: string, fileOf: (path: string) => string | undefined): string {
  const path = / src="([^"]*)"/.exec(image)?.[1] ?? ''
  const file = fileOf(path)
  if (file !== undefined) return image.replace(` src="${path}"`, ` src="${file}"`)
  const alt = / alt="([^"]*)"/.exec(image)?.[1] ?? ''
  return alt === '' ? '' : `<span class="tomb">${alt}</span>`
}

function leadOn(path: string, home: string | undefined, fileOf: (path: string) => string | undefined): string {
  const file = fileOf(path)
  if (file !== undefined) return file
  return /^\/(embed\/)?f\//.test(path) ? (home ?? 'index.html') : network + path
}

/**
 * RSS, Atom or JSON Feed with the pictures of the folder and the network's pages.
 * @param site where the folder will be found, with a slash at the end; empty where nobody knows yet
 */
export function rewriteDocument(
  text: string,
  { base, slug, site }: { base: URL; slug: string; site: string },
  fileOf: (path: string) => string | undefined,
): string {
  const { origin } = base
  let rewritten = text
  for (const path of findPictures(text)) {
    const file = fileOf(path)
    if (file !== undefined) rewritten = rewritten.replaceAll(`${origin}${path}`, `${site}${file}`)
  }
  const feed = new RegExp(
    `${escapePattern(`${origin}/f/${slug}`)}(/(rss\\.xml|atom\\.xml|feed\\.json))?(\\?key=[\\w%-]*)?`,
    'g',
  )
  return rewritten
    .replace(feed, (_, __, file: string | undefined) => (file ? `${site}${file}` : `${site}index.html`))
    .replace(new RegExp(`${escapePattern(origin)}(?=/(profile|hashtag|search|starter-pack)/)`, 'g'), network)
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
