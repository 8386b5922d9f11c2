// Pages that list people around somebody.
import type { People, Person } from './person.ts'

/** The names are those of the addresses, which are bsky.app's, and `mutuals`, which is ours. */
export type Circle = 'followers' | 'follows' | 'known-followers' | 'mutuals'

/** `subject` is who it is about; `checked` is how many of those they follow this page of mutuals looked at. */
export type PeoplePage = { subject: Person; people: People; checked?: number | undefined }
