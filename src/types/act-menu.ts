// What can be done with a post or an account, as a menu lists it.

/** Leads somewhere; `isOutside` to another site. */
export type MenuLink = {
  kind: 'link'
  label: string
  href: string
  icon: ActIcon
  isOutside?: boolean
  isDanger?: boolean
}

/** A button that posts the menu's form to `action`, with one field of its own. */
export type MenuAct = {
  kind: 'act'
  label: string
  action: string
  field?: [name: string, value: string]
  icon: ActIcon
  isDanger?: boolean
  /** Whether the post leaves the page with it. */
  hides?: boolean
}

/** Needs a script, so it is not there without one: the page of the menu holds the same text to be copied by hand. */
export type MenuCopy = { kind: 'copy' | 'share'; label: string; text: string; icon: ActIcon }

export type MenuItem = MenuLink | MenuAct | MenuCopy

export type ActIcon =
  | 'ban'
  | 'bell'
  | 'bellOff'
  | 'code'
  | 'copy'
  | 'externalLink'
  | 'eyeOff'
  | 'flag'
  | 'languages'
  | 'link'
  | 'messageSquare'
  | 'pin'
  | 'quote'
  | 'repeat'
  | 'share'
  | 'sliders'
  | 'squarePen'
  | 'trash'
  | 'unplug'
  | 'user'
  | 'volumeX'

/** `fields` go with every act. `groups` are parted by lines; none is empty. */
export type ActMenu = { label: string; fields: Record<string, string>; groups: MenuItem[][] }
