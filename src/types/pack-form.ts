// The form that makes a starter pack or changes it.

/** `people` and `links` are as typed; `feeds` are the at-uris that are ticked. */
export type PackFormValues = {
  key: string
  name: string
  description: string
  people: string
  feeds: string[]
  links: string
}
/** What the form of a pack that is there changes. */
export type PackState = Pick<PackFormValues, 'name' | 'description' | 'feeds'>
export type PackFormErrors = Partial<Record<'name' | 'description' | 'people' | 'links', string>>

/** A feed to tick. */
export type FeedChoice = { uri: string; title: string }
