// Which pages are made once for everybody, and what of their address and their asker they depend on.
import type { WebContext } from '../context.ts'
import { readEmbedOptions, writeEmbedOptions } from '../reads/embed-options.ts'

type Asked = {
  cookie: string | null | undefined
  accept: string | null | undefined
  language: string | null | undefined
}

/**
 * Where the page at an address is kept for whoever asks, and by which name; undefined where it is made for each.
 * `isStranger` says that it is a page that people who are signed in get otherwise.
 */
export function shelfOf(ctx: Pick<WebContext, 'snapshots' | 'strangerPages'>, url: URL, asked: Asked) {
  const key = snapshotKey(url)
  if (key !== undefined) return { pages: ctx.snapshots, key, isStranger: false }
  const own = strangerKey(url, asked)
  return own === undefined ? undefined : { pages: ctx.strangerPages, key: own, isStranger: true }
}

/** Profiles and what lies below them, as anybody without a cookie gets them: links from elsewhere lead there. */
function strangerKey({ pathname, search }: URL, { cookie, accept, language }: Asked): string | undefined {
  if (!pathname.startsWith('/profile/') || cookie || /^application\/json\b/.test(accept ?? '')) return undefined
  const name = `${pathname}${search} ${language ?? ''}`
  return name.length <= longestName ? name : undefined
}

const document = /\/(rss\.xml|atom\.xml|feed\.json)$/
const feedPage = /^\/f\/[^/]+\/?$/

/**
 * The name of the page at an address, the same for all addresses that lead to the same page; undefined where it is made
 * for each that asks.
 */
export function snapshotKey({ pathname, searchParams }: URL): string | undefined {
  if (pathname.startsWith('/embed/')) {
    const query = writeEmbedOptions(readEmbedOptions(searchParams))
    return nameOf(pathname, copy(searchParams, ['before', 'key'], query))
  }
  if (feedPage.test(pathname)) return nameOf(pathname, copy(searchParams, ['before', 'key']))
  if (document.test(pathname)) return nameOf(pathname, copy(searchParams, ['q', 'key']))
  if (pathname === '/oembed') return nameOf(pathname, copy(searchParams, ['url', 'format', 'maxwidth', 'maxheight']))
  return undefined
}

/** The feed made here that the page at `pathname` shows, by its slug. */
export function slugOf(pathname: string): string | undefined {
  return /^\/(?:embed\/)?f\/([^/]+)(?:\/|$)/.exec(pathname)?.[1]
}

function copy(from: URLSearchParams, names: string[], to = new URLSearchParams()): URLSearchParams {
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) to.set(name, value)
  }
  return to
}

/** Nobody needs addresses as long as a page. */
const longestName = 1000

function nameOf(pathname: string, query: URLSearchParams): string | undefined {
  const name = query.size > 0 ? `${pathname}?${query}` : pathname
  return name.length <= longestName ? name : undefined
}
