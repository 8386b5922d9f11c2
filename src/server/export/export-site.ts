// A feed of a running box → a folder of plain files that any static host serves.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchPicture, fetchText } from './fetch-from-box.ts'
import { findOlder, findPictures, rewriteDocument, rewritePage } from './rewrite-page.ts'
import { swapFolder } from './swap-folder.ts'

export type SiteOrder = {
  /** The box. */
  base: URL
  slug: string
  /** Of a secret link. */
  key: string | undefined
  /** Where to. */
  folder: string
  /** How many pages of thirty posts at most. */
  pages: number
  /** Where the folder will be found, with a slash at the end; empty where nobody knows yet. */
  site: string
  /** Told after each picture. */
  progress: (done: number, total: number) => void
}

export type MadeSite = { pages: number; posts: number; pictures: number; missing: number; bytes: number }

const documents = ['rss.xml', 'atom.xml', 'feed.json']
const nameOf = (at: number) => (at === 0 ? 'index.html' : `page-${at + 1}.html`)

/** @throws BoxError when the box does not give the feed, NotOurs when the folder is something else */
export async function exportSite(order: SiteOrder): Promise<MadeSite> {
  const { base, slug, key, site } = order
  const query = key === undefined ? '' : `?${new URLSearchParams({ key })}`
  const made = { pages: 0, posts: 0, pictures: 0, missing: 0, bytes: 0 }
  await swapFolder(order.folder, async (folder) => {
    const pages = await collectPages(order)
    const texts = await Promise.all(documents.map((name) => fetchText(base, `/f/${slug}/${name}${query}`)))
    const files = await savePictures(folder, [...pages, ...texts], order)
    const fileOf = (path: string) => files.get(path)
    const save = (name: string, text: string) => {
      made.bytes += Buffer.byteLength(text)
      writeFileSync(join(folder, name), text)
    }
    for (const [at, html] of pages.entries()) {
      const [newer, older] = [at > 0, at + 1 < pages.length]
      const page = {
        file: nameOf(at),
        newer: newer ? nameOf(at - 1) : undefined,
        older: older ? nameOf(at + 1) : undefined,
        home: key === undefined ? new URL(`/f/${slug}`, base).href : undefined,
      }
      save(page.file, rewritePage(html, page, fileOf))
    }
    for (const [at, text] of texts.entries()) {
      save(documents[at] ?? '', rewriteDocument(text, { base, slug, site }, fileOf))
    }
    made.pages = pages.length
    made.posts = pages.reduce((sum, html) => sum + (html.match(/<article\b/g)?.length ?? 0), 0)
    const kept = new Map([...files].filter((entry): entry is [string, string] => entry[1] !== undefined))
    made.pictures = new Set(kept.values()).size
    made.missing = files.size - kept.size
  })
  return made
}

/** The newest page first. */
async function collectPages({ base, slug, key, pages: most }: SiteOrder): Promise<string[]> {
  const start = `/embed/f/${slug}`
  const query = new URLSearchParams({ limit: '30', ...(key === undefined ? {} : { key }) })
  const pages: string[] = []
  for (let path: string | undefined = `${start}?${query}`; path !== undefined && pages.length < most; ) {
    const html = await fetchText(base, path)
    pages.push(html)
    const older = findOlder(html)
    path = older?.startsWith(`${start}?`) ? older : undefined
  }
  return pages
}

/** Saves what `texts` name. @returns the file of each path; undefined for one that could not be had */
async function savePictures(
  folder: string,
  texts: string[],
  { base, progress }: SiteOrder,
): Promise<Map<string, string | undefined>> {
  mkdirSync(join(folder, 'pictures'))
  const files = new Map<string, string | undefined>()
  const paths = [...new Set(texts.flatMap(findPictures))]
  for (const [at, path] of paths.entries()) {
    const picture = await fetchPicture(base, path)
    // Its name is what it holds: nothing of a name that somebody chose.
    const name =
      picture &&
      `pictures/${createHash('sha256').update(picture.bytes).digest('hex').slice(0, 24)}.${picture.extension}`
    if (picture && name) writeFileSync(join(folder, name), picture.bytes)
    files.set(path, name)
    progress(at + 1, paths.length)
  }
  return files
}
