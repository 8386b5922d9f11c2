// What the record of a feed says besides its texts.

/** `avatar` is an upload of its owner's. */
export type FeedRecord = { avatar?: string | undefined; isVideo: boolean; acceptsInteractions: boolean }
