// What /settings/notifications shows.

/** One kind of notification: whether it is listed, whether it is pushed, and, where that can be said, of whom. */
export type NotificationType = { name: string; isListed: boolean; isPushed: boolean; isOfFollowed?: boolean }

/** A browser that is told. Times in ms. */
export type PushedBrowser = {
  id: number
  isThis: boolean
  /** "Firefox on Linux". */
  name: string
  createdAt: number
  sentAt: number | null
  failingSince: number | null
}

export type NotificationSettings = {
  /** Absent when the network did not say. */
  types?: NotificationType[]
  browsers: PushedBrowser[]
  /** `HH:MM`, '' for none. */
  quietFrom: string
  quietUntil: string
  timeZone: string
  timeZones: string[]
  /** What a browser needs to ask for push messages (base64url). */
  pushKey: string
}
