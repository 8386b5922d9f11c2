// The form of somebody's own profile.

/** As typed. `swap` is the CID of the record that the form was made from; '' when there was none. */
export type ProfileFields = {
  name: string
  bio: string
  pronouns: string
  website: string
  swap: string
}

export type ProfileErrors = { [Name in keyof ProfileFields | 'avatar' | 'banner']?: string }
