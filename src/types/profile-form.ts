// The form of somebody's own profile.

/** As typed. */
export type ProfileFields = {
  name: string
  bio: string
  pronouns: string
  website: string
}

/** With its pictures by the CIDs of their blobs; '' for none. */
export type ProfileState = ProfileFields & { avatar: string; banner: string }

export type ProfileErrors = { [Name in keyof ProfileState]?: string }
