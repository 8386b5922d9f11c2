// The person a request is made for.

/** Somebody signed in, as pages and use cases know them. */
export type Viewer = {
  userId: number
  sessionId: number
  did: string
  handle: string
  role: 'administrator' | 'member'
  kind: 'oauth' | 'password'
}
