// Which page of this site an address means, and where its embed is.
import { parseActor } from './profile-page.ts'

export type EmbedTarget =
  | { kind: 'feed'; slug: string; key: string | null }
  | { kind: 'profile'; actor: string }
  | { kind: 'list' | 'post'; actor: string; rkey: string }

/**
 * What can be embedded of the page at `url`: an address of this site, one of bsky.app, whose paths are ours, or a path.
 * Undefined where there is nothing.
 */
export function readEmbedTarget(url: string, base: URL): EmbedTarget | undefined {
  if (!URL.canParse(url, base)) return undefined
  const { host, pathname, searchParams } = new URL(url, base)
  if (host !== base.host && host !== 'bsky.app') return undefined
  const parts = pathname
    .replace(/^\/embed\//, '/')
    .replace(/\/$/, '')
    .split('/')
    .slice(1)
    .map(decode)
  const [first, second = '', third, rkey = ''] = parts
  if (first === 'f' && parts.length === 2 && host === base.host && /^[a-z0-9-]{1,15}$/.test(second)) {
    return { kind: 'feed', slug: second, key: searchParams.get('key') }
  }
  const actor = first === 'profile' ? readActor(second) : undefined
  if (actor === undefined) return undefined
  if (parts.length === 2) return { kind: 'profile', actor }
  if (parts.length !== 4 || !/^[A-Za-z0-9._:~-]{1,512}$/.test(rkey)) return undefined
  if (third === 'lists') return { kind: 'list', actor, rkey }
  return third === 'post' ? { kind: 'post', actor, rkey } : undefined
}

/** The path of an embed, without the options of how it is to look. */
export function embedPath(target: EmbedTarget): string {
  if (target.kind === 'feed') return `/embed/f/${target.slug}`
  const profile = `/embed/profile/${encodeURIComponent(target.actor).replaceAll('%3A', ':')}`
  if (target.kind === 'profile') return profile
  return `${profile}/${target.kind === 'list' ? 'lists' : 'post'}/${encodeURIComponent(target.rkey)}`
}

function readActor(text: string): string | undefined {
  try {
    return parseActor(text)
  } catch {
    return undefined
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
