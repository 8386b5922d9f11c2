// The page on which a feed is built: everything as the form shows it.

import type { PreviewWith } from './feed-preview.ts'

export type BuilderControl = 'text' | 'number' | 'area' | 'people' | 'record' | 'select' | 'several' | 'flag'

/** A field of the form. `name` is its id, too. `values` are as typed; of most controls there is one. */
export type BuilderField = {
  name: string
  label: string
  /** Whether the label is only read out: its part is named already. */
  isNamed: boolean
  control: BuilderControl
  values: string[]
  hint?: string | undefined
  /** What is known of what was typed: the name of a list. */
  note?: string | undefined
  placeholder?: string | undefined
  options: { value: string; label: string }[]
  errors: string[]
}

/** A source, a filter or a group of filters. `path` begins the names of its fields. */
export type BuilderPart = {
  path: string
  /** "2.1": what the preview cites. */
  number: string
  type: string
  label: string
  icon: string
  hint?: string | undefined
  /** Whether posts that it fits are left out; absent where there is no such choice. */
  isInverted?: boolean | undefined
  fields: BuilderField[]
  /** Fields that few need. */
  more: BuilderField[]
  parts: BuilderPart[]
  errors: string[]
  isFirst: boolean
  isLast: boolean
  depth: number
}

export type KindGroup = { label: string; kinds: { type: string; label: string }[] }

export type FeedBuilder = {
  /** The feed that is changed; none while it is made. */
  feed?: { id: number; title: string; href: string; isPublished: boolean } | undefined
  /** When the feed was last changed, as the form knew it. */
  base: string
  title: BuilderField
  description: BuilderField
  /** all, any or none of the filters. */
  root: string
  sources: BuilderPart[]
  filters: BuilderPart[]
  order: BuilderField[]
  /** What else is set in the section on order. */
  spread: BuilderField[]
  errors: { sources: string[]; filters: string[] }
  sourceKinds: KindGroup[]
  filterKinds: KindGroup[]
  /** The states before, newest last, as the form carries them; '' when there is none to go back to. */
  past: string
  /** What the preview is made of: of how many hours, and the link to a post. */
  wish: { with: PreviewWith; hours: number; link: string }
  /** What went wrong with what was asked for, in a sentence. */
  problem?: string | undefined
  /** Every mistake, with the id of its field. */
  wrong: { id: string; label: string; sentence: string }[]
}
