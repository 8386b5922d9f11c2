// The person a request is made for.

/** What somebody may do on this box: a reader makes no feeds, an administrator looks after everybody. */
export type Role = 'administrator' | 'member' | 'reader'

/** Somebody signed in, as pages and use cases know them. */
export type Viewer = {
  userId: number
  sessionId: number
  did: string
  handle: string
  role: Role
  kind: 'oauth' | 'password'
}
