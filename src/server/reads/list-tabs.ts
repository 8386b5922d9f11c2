// Saved feeds → the tabs of the home page.
import type { HomeTab, HomeTabs } from '#types/home.ts'
import type { OwnList } from '#types/own-list.ts'
import type { SavedFeed } from '#types/saved-feed.ts'

/** A preference may hold any number; nobody finds anything among more. */
const most = 100

const record =
  /^at:\/\/(did:[a-z]+:[A-Za-z0-9._:%-]{1,2000})\/app\.bsky\.(feed\.generator|graph\.list)\/([A-Za-z0-9._:~-]{1,512})$/

type Title = (key: string) => string | undefined

/**
 * Tabs and the rest, in the person's order. The first tab is the home page itself. What is of no known type, is no
 * address or stands there twice is left out; Following can always be reached, and is the tab of who pinned nothing.
 * @param titleOf the name of a feed, where it is known; its record key stands in
 * @param mine private lists: those that are pinned stand last
 */
export function listTabs(saved: SavedFeed[], titleOf: Title, mine: OwnList[] = []): HomeTabs {
  const seen = new Set<string>()
  const known = saved.flatMap((item) => {
    const tab = toTab(item, titleOf)
    if (!tab || seen.has(tab.key) || seen.size >= most) return []
    seen.add(tab.key)
    return [{ tab, isPinned: item.isPinned }]
  })
  const following: HomeTab = { key: 'following', kind: 'following', title: 'Following', href: hrefOf('following') }
  const of = (wanted: boolean) => known.filter(({ isPinned }) => isPinned === wanted).map(({ tab }) => tab)
  const [pinned, rest] = [of(true), of(false)]
  const own = mine.filter(({ isPinned }) => isPinned).map(toOwnTab)
  const tabs = [...(pinned.length > 0 ? pinned : [following]), ...own]
  const more = [...rest, ...(seen.has('following') ? [] : [following])].filter(({ key }) => key !== tabs[0]?.key)
  return { tabs: tabs.map((tab, at) => (at === 0 ? { ...tab, href: '/' } : tab)), more }
}

/** The page of a feed or list itself; undefined for what is neither. */
export function aboutPath(key: string): string | undefined {
  const own = /^private:([a-z2-7]{13})$/.exec(key)?.[1]
  if (own) return `/lists/p-${own}`
  const [, did = '', type, rkey = ''] = record.exec(key) ?? []
  if (type === undefined) return undefined
  return `/profile/${did}/${type === 'graph.list' ? 'lists' : 'feed'}/${encodeURIComponent(rkey)}`
}

function toTab({ type, value }: SavedFeed, titleOf: Title): HomeTab | undefined {
  if (type === 'timeline' && value === 'following') {
    return { key: value, kind: 'following', title: 'Following', href: hrefOf(value) }
  }
  const [, , of, rkey = ''] = record.exec(value) ?? []
  const kind = of === 'feed.generator' ? 'feed' : 'list'
  if (of === undefined || type !== kind) return undefined
  return { key: value, kind, title: titleOf(value) ?? rkey, href: hrefOf(value), about: aboutPath(value) }
}

function toOwnTab({ key, title, href }: OwnList): HomeTab {
  const own = `private:${key.slice(2)}`
  return { key: own, kind: 'private', title, href: hrefOf(own), about: href }
}

/** Colons and slashes may stand in a query as they are. */
function hrefOf(key: string): string {
  return `/?feed=${encodeURIComponent(key).replaceAll('%3A', ':').replaceAll('%2F', '/')}`
}
