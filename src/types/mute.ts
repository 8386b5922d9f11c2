// What of somebody is muted.

/** The whole account, nothing, or just some of what it posts (app.bsky.graph.muteActor). */
export type MuteScope = 'all' | 'none' | 'reposts' | 'quotes' | 'reposts+quotes'

/** Of whose activity somebody is told (app.bsky.notification.putActivitySubscription). */
export type Subscription = 'none' | 'posts' | 'replies'
