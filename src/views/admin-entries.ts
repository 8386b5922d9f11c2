// Where the administration leads, in its order: its tabs, and the list on its first page.
import type { IconName } from './icons.ts'

export type AdminEntry = {
  href: string
  /** Of the tab; pages say more in their heading. */
  label: string
  hint: string
  icon: IconName
}

export const adminEntries: AdminEntry[] = [
  { href: '/admin/users', label: 'People', hint: 'Roles, sessions, suspensions, who is here', icon: 'users' },
  { href: '/admin/sign-up', label: 'Sign-up', hint: 'Who may sign in, invitations', icon: 'userPlus' },
  { href: '/admin/settings', label: 'Settings', hint: 'Addresses, limits, backups, logs', icon: 'settings' },
  { href: '/admin/backups', label: 'Backups', hint: 'Which there are, one more, one to take along', icon: 'download' },
  { href: '/admin/jobs', label: 'Jobs', hint: 'What this box does by itself, and how that went', icon: 'repeat' },
  { href: '/admin/logs', label: 'Log', hint: 'What the processes have to say', icon: 'code' },
  { href: '/admin/audit', label: 'Audit log', hint: 'What administrators did, when and from where', icon: 'list' },
]
