// The home page: tabs of feeds, and the posts of one.
import type { HomePlace, ReadingPosition } from './reading-position.ts'
import type { PartOfList, PlacedSlice } from './timeline.ts'

/** A feed of the home page. `key` is its at-uri, `following`, or `private:` and the key of a private list. */
export type HomeTab = {
  key: string
  kind: 'following' | 'feed' | 'list' | 'private'
  title: string
  /** Its address on the home page. */
  href: string
  /** The page that says more about it; Following has none. */
  about?: string | undefined
}

/** Why a feed shows nothing, for a person: `isGone` when there is no such feed any more, `status` that of the page. */
export type HomeTrouble = { status: number; isGone: boolean; words: string }

/** What a tab needs to lead to. */
export type TabLink = Pick<HomeTab, 'key' | 'title' | 'href' | 'about'>

/** Pinned feeds in the person's order, and the saved ones that are not pinned. */
export type HomeTabs = { tabs: HomeTab[]; more: HomeTab[] }

/** Everything that has a tab: `searches` are saved ones, with pages of their own. */
export type HomeBar = HomeTabs & { searches: TabLink[]; current: TabLink }

/** Posts of the current tab. `position` is what is to be kept of this visit, where that has changed. */
export type HomeTimeline = {
  slices: PlacedSlice[]
  cursor?: string | undefined
  partial?: PartOfList | undefined
  place?: HomePlace | undefined
  position?: ReadingPosition | undefined
}

export type HomePage = HomeBar & { current: HomeTab } & (
    | { timeline: HomeTimeline; trouble?: undefined }
    | { timeline?: undefined; trouble: HomeTrouble }
  )
