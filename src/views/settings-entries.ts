// Where settings lead, in their order. A part that is not built has no entry.
import type { IconName } from './icons.ts'

export type SettingsEntry = {
  href: string
  label: string
  hint: string
  icon: IconName /** Short, for the tabs. */
  tab?: string
}

export const settingsEntries: SettingsEntry[] = [
  {
    href: '/settings/account',
    label: 'Account and sessions',
    tab: 'Account',
    icon: 'user',
    hint: 'Profile, handle, browsers signed in, your data',
  },
  {
    href: '/settings/appearance',
    label: 'Appearance',
    tab: 'Appearance',
    icon: 'palette',
    hint: 'Theme, colour, text size, counts, motion',
  },
  {
    href: '/settings/content-and-media',
    label: 'Content',
    tab: 'Content',
    icon: 'list',
    hint: 'Following, threads, the order of your feeds',
  },
  {
    href: '/moderation',
    label: 'Moderation',
    tab: 'Moderation',
    icon: 'shield',
    hint: 'Labels, labelers, muted and blocked people, hidden posts',
  },
  {
    href: '/settings/notifications',
    label: 'Notifications',
    tab: 'Notifications',
    icon: 'bell',
    hint: 'Kinds, push messages, quiet hours',
  },
  {
    href: '/settings/privacy-and-security',
    label: 'Privacy',
    tab: 'Privacy',
    icon: 'lock',
    hint: 'Link tracking, where pictures come from',
  },
  {
    href: '/settings/languages',
    label: 'Languages',
    tab: 'Languages',
    icon: 'languages',
    hint: 'What you read and write in',
  },
]

/** No page of settings, so it has no tab. */
export const documentsEntry: SettingsEntry = {
  href: '/docs',
  label: 'Documents',
  icon: 'list',
  hint: 'How SkyPanel is used, installed and looked after',
}

/** What is held back, in lists of its own. */
export const moderationEntries: Omit<SettingsEntry, 'tab'>[] = [
  {
    href: '/moderation/muted-words',
    label: 'Muted words',
    icon: 'volumeX',
    hint: 'Words whose posts you do not see',
  },
  {
    href: '/moderation/muted-accounts',
    label: 'Muted accounts',
    icon: 'eyeOff',
    hint: 'People whose posts you do not see',
  },
  {
    href: '/moderation/blocked-accounts',
    label: 'Blocked accounts',
    icon: 'userX',
    hint: 'People who neither see you nor are seen',
  },
  { href: '/moderation/hidden-posts', label: 'Hidden posts', icon: 'circleOff', hint: 'Single posts that you hid' },
  { href: '/moderation/modlists', label: 'Moderation lists', icon: 'list', hint: 'Lists by which you mute or block' },
]

/** What belongs to the account. */
export const accountEntries: Omit<SettingsEntry, 'tab'>[] = [
  { href: '/settings/profile', label: 'Profile', icon: 'squarePen', hint: 'Name, bio, pictures, pronouns, website' },
  { href: '/settings/handle', label: 'Handle', icon: 'atSign', hint: 'A domain of your own, or a name on your server' },
  { href: '/settings/keys', label: 'API keys', icon: 'code', hint: 'For the command line and other programs' },
  {
    href: '/settings/export',
    label: 'Take your data with you',
    icon: 'download',
    hint: 'Posts as Markdown, your repository as CAR',
  },
  { href: '/settings/delete', label: 'Delete your data', icon: 'trash', hint: 'From this box; your account stays' },
]
