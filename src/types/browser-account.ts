// Accounts in one browser, and the browsers of one account.

/** An account that this browser is signed in with; `id` is that of its session. */
export type BrowserAccount = { id: number; did: string; handle: string; isActive: boolean }

/** A browser that is signed in with the viewer's account. Times as ISO 8601. */
export type SignedInBrowser = {
  id: number
  /** Such as "Firefox on Android". */
  name: string
  /** How it signed in. */
  way: 'oauth' | 'password'
  since: string
  lastSeen: string
  isThis: boolean
}
