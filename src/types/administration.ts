// What the administration shows of people, invitations and what was done.
import type { Role } from './viewer.ts'

/** One row of the audit log; `at` is an ISO time. */
export type AuditEntry = {
  id: number
  at: string
  actor: string
  action: string
  subject: string
  detail: string
  address: string | undefined
}

export type AuditPage = {
  entries: AuditEntry[]
  /** The way to older ones. */
  cursor: string | undefined
  /** The actions that can be chosen. */
  actions: string[]
}

export const signUpPolicies = ['closed', 'invite', 'allow-list', 'open'] as const

/** Who may come in that was not here before. */
export type SignUpPolicy = (typeof signUpPolicies)[number]

/** Somebody of this box; times are ISO, absent for what never was. */
export type PersonOfBox = {
  id: number
  did: string
  handle: string
  role: Role
  since: string
  lastSeen: string | undefined
  suspendedAt: string | undefined
  /** Browsers signed in. */
  sessions: number
  feeds: number
  published: number
}

export type PeoplePage = {
  people: PersonOfBox[]
  cursor: string | undefined
  counts: Record<Role | 'suspended', number>
}

export type Invite = {
  id: number
  note: string
  role: Role
  madeBy: string
  made: string
  ends: string
  state: 'open' | 'used' | 'ended'
  usedBy: string | undefined
}

/** A setting that the first run asks for. */
export type SetupQuestion = {
  name: string
  value: string
  /** Whether environment or file say it. */
  isSet: boolean
  /** Whether it may be answered here. */
  isOpen: boolean
}
