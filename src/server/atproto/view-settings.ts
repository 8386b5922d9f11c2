// Settings of Following and of threads: between preferences, forms and pages. Pure.
import type { FollowingSettings, ThreadSettings } from '#types/settings.ts'
import { findEntry, setEntry } from './edit-preferences.ts'
import type { Preference } from './update-preferences.ts'

/** One group of settings that lies among the preferences. */
export type SettingsGroup<Values> = {
  read: (preferences: Preference[]) => Values
  /** What a posted form says. */
  parse: (field: (name: string) => string) => Values
  write: (preferences: Preference[], values: Values) => Preference[]
}

const homeFeed = { kind: 'feedViewPref', where: { feed: 'home' } }

export const followingGroup: SettingsGroup<FollowingSettings> = {
  read(preferences) {
    const view = findEntry(preferences, homeFeed)
    return {
      showsReplies: view.hideReplies !== true,
      showsRepliesToAnybody: view.hideRepliesByUnfollowed === false,
      showsReposts: view.hideReposts !== true,
      showsQuotes: view.hideQuotePosts !== true,
    }
  },
  parse: (field) => ({
    showsReplies: field('replies') !== '',
    showsRepliesToAnybody: field('anybody') !== '',
    showsReposts: field('reposts') !== '',
    showsQuotes: field('quotes') !== '',
  }),
  write: (preferences, values) =>
    setEntry(preferences, homeFeed, {
      hideReplies: !values.showsReplies,
      hideRepliesByUnfollowed: !values.showsRepliesToAnybody,
      hideReposts: !values.showsReposts,
      hideQuotePosts: !values.showsQuotes,
    }),
}

const threads = { kind: 'threadViewPref' }

function orderOf(sort: unknown): ThreadSettings['order'] {
  return sort === 'oldest' || sort === 'newest' ? sort : 'top'
}

export const threadGroup: SettingsGroup<ThreadSettings> = {
  read(preferences) {
    const { sort, lab_treeViewEnabled: isTree } = findEntry(preferences, threads)
    return { order: orderOf(sort), isTree: isTree !== false }
  },
  parse: (field) => ({ order: orderOf(field('order')), isTree: field('shape') !== 'linear' }),
  write(preferences, { order, isTree }) {
    const { sort } = findEntry(preferences, threads)
    // Several orders of other clients are "top" here: who keeps it keeps theirs.
    const isKept = typeof sort === 'string' && orderOf(sort) === order
    const named = order === 'top' ? 'hotness' : order
    return setEntry(preferences, threads, { sort: isKept ? sort : named, lab_treeViewEnabled: isTree })
  },
}
