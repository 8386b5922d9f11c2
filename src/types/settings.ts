// What somebody can set, as forms show it.
import type { Actor } from './actor.ts'
import type { LabelSetting } from './labeler.ts'

/** What Following leaves in (app.bsky.actor.defs#feedViewPref, the other way round). */
export type FollowingSettings = {
  showsReplies: boolean
  /** Of the replies, those to people the viewer does not follow as well. */
  showsRepliesToAnybody: boolean
  showsReposts: boolean
  showsQuotes: boolean
}

/** How a thread stands (app.bsky.actor.defs#threadViewPref). */
export type ThreadSettings = { order: 'top' | 'oldest' | 'newest'; isTree: boolean }

/** What a settings page shows: the values, what its form is made with, and what went wrong when they were sent. */
export type SettingsState<Values> = { values: Values; was: object; problem: string | undefined; status: number }

/** A label and what it does, as one row of a form. `field` is the name of its choice. */
export type LabelChoice = {
  field: string
  name: string
  description: string
  lang?: string | undefined
  isAdult: boolean
  setting: LabelSetting
  /** Without it a labeler says nothing: there is no warning to give. */
  canWarn: boolean
}

/** A labeler that the viewer subscribes to, with its own labels. */
export type LabelerChoices = { actor: Actor; isBuiltIn: boolean; labels: LabelChoice[] }

/** What is held back, and by whose labels. */
export type ModerationSettings = {
  allowsAdult: boolean
  labels: LabelChoice[]
  labelers: LabelerChoices[]
  /** Labelers that do not answer now: they count all the same. */
  missing: string[]
}
