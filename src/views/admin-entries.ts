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
  { href: '/admin/audit', label: 'Audit log', hint: 'What administrators did, when and from where', icon: 'list' },
]
