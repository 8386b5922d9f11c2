// Which pages are made once for everybody, and what of their address they depend on.
import { readEmbedOptions, writeEmbedOptions } from '../reads/embed-options.ts'

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
function nameOf(pathname: string, query: URLSearchParams): string | undefined {
  const name = query.size > 0 ? `${pathname}?${query}` : pathname
  return name.length <= 1000 ? name : undefined
}
