// Where the rail leads, in its order. A part that is not built, or is switched off, has no entry.
import type { Viewer } from '#types/viewer.ts'
import type { IconName } from './icons.ts'

export type RailEntry = {
  href: string
  label: string
  icon: IconName
  /** The value of `current` on pages below it; `href` unless told. */
  name?: string
  /** On phones it stands in the bottom bar; the others are behind Menu. There is room for three. */
  bar?: boolean
  /** Begins a group. */
  cut?: boolean
  /** How much is unread is written beside it. */
  hasBadge?: boolean
}

/** The entries for `viewer`. */
export function railEntries(viewer: Viewer | undefined): RailEntry[] {
  if (!viewer) {
    return [
      { href: '/', label: 'Home', icon: 'house', bar: true },
      { href: '/search', label: 'Search', icon: 'search', bar: true },
      { href: '/feeds', label: 'Feeds', icon: 'rss', bar: true },
      { href: '/sign-in', label: 'Sign in', icon: 'logIn', bar: true },
    ]
  }
  return [
    { href: '/', label: 'Home', icon: 'house', bar: true },
    { href: '/search', label: 'Search', icon: 'search' },
    { href: '/feeds', label: 'Feeds', icon: 'rss', bar: true },
    { href: '/notifications', label: 'Notifications', icon: 'bell', bar: true, hasBadge: true },
    { href: '/saved', label: 'Saved', icon: 'bookmark' },
    { href: `/profile/${viewer.handle}`, label: 'Profile', icon: 'user', name: '/profile' },
    { href: '/settings', label: 'Settings', icon: 'settings' },
    ...(viewer.role === 'administrator' ? [{ href: '/admin', label: 'Administration', icon: 'sliders' as const }] : []),
  ]
}
