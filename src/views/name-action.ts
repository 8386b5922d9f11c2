// What an action of the audit log is called. One that has no name here is shown as it is.

const names: Record<string, string> = {
  'person.add': 'Person added',
  'person.role': 'Role changed',
  'person.suspend': 'Suspended',
  'person.lift': 'Suspension lifted',
  'person.sessions': 'Sessions ended',
  'person.remove': 'Person removed',
  'invite.make': 'Invitation made',
  'invite.withdraw': 'Invitation withdrawn',
  'sign-up.save': 'Sign-up changed',
  'settings.save': 'Settings changed',
  'box.set-up': 'Box set up',
  'backup.make': 'Backup asked for',
  'box.restart': 'SkyPanel restarted',
  'backup.download': 'Backup downloaded',
  'diagnostics.download': 'Diagnostics downloaded',
}

/** `person.role` → `Role changed`. */
export function nameAction(action: string): string {
  return names[action] ?? action
}
